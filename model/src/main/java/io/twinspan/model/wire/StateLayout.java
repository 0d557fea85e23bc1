package io.twinspan.model.wire;

import io.twinspan.model.position.Cause;
import io.twinspan.model.position.Incident;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.position.OffsetRange;
import io.twinspan.model.wire.PositionRecord.Acceptance;

/** The values of lane states, incidents and acceptances; {@link PositionRecords} draws them. Thread-safe: pure functions. */
final class StateLayout {
    private StateLayout() {}

    static void write(LaneState state, WireWriter out) {
        out.int8(code(state.kind())).int64(state.timeMs()).varint(state.cause().number());
        OffsetRange range = state.range();
        out.varint(range == null ? 0 : range.from()).varint(range == null ? 0 : range.size());
        out.string(state.reason());
    }

    static LaneState state(LaneId lane, WireReader in) {
        LaneState.Kind kind = kind(in.int8());
        long timeMs = in.int64();
        Cause cause = cause(in);
        long from = in.varint();
        long size = in.varint();
        return new LaneState(lane, kind, cause, size == 0 ? null : range(from, size), in.string(), timeMs);
    }

    static void write(Incident incident, WireWriter out) {
        out.varint(incident.range().size())
                .varint(incident.offsets())
                .int8(incident.byOrder() ? 1 : 0)
                .int64(incident.timeMs());
    }

    static Incident incident(PositionKey.OfIncident key, WireReader in) {
        OffsetRange range = range(key.from(), in.varint());
        return new Incident(key.lane(), key.cause(), range, in.varint(), in.int8() != 0, in.int64());
    }

    static void write(Acceptance acceptance, WireWriter out) {
        out.varint(acceptance.range().size())
                .varint(acceptance.cause().number())
                .int64(acceptance.timeMs());
    }

    static Acceptance acceptance(PositionKey.OfAcceptance key, WireReader in) {
        return new Acceptance(key.lane(), range(key.from(), in.varint()), cause(in), in.int64());
    }

    private static OffsetRange range(long from, long size) {
        return new OffsetRange(from, Math.addExact(from, size));
    }

    private static Cause cause(WireReader in) {
        return Cause.of(in.varint(Integer.MAX_VALUE, "the cause"));
    }

    private static int code(LaneState.Kind kind) {
        return switch (kind) {
            case COPYING -> 1;
            case FAILED -> 2;
            case RETRYING -> 3;
        };
    }

    private static LaneState.Kind kind(int code) {
        return switch (code) {
            case 1 -> LaneState.Kind.COPYING;
            case 2 -> LaneState.Kind.FAILED;
            case 3 -> LaneState.Kind.RETRYING;
            default -> throw new WireReader.DamagedBytes("lane state " + code + " does not exist");
        };
    }
}
