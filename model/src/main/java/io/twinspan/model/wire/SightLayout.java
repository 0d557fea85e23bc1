package io.twinspan.model.wire;

import io.twinspan.model.position.Pulse;
import io.twinspan.model.position.Sight;

/** The values of sights and pulses; {@link PositionRecords} draws them. Thread-safe: pure functions. */
final class SightLayout {
    private SightLayout() {}

    static void write(Sight sight, WireWriter out) {
        out.varint(sight.end())
                .varint(sight.position())
                .int64(sight.heardMs())
                .varint(sight.lostMs() + 1)
                .varint(sight.caughtUpMs() + 1)
                .varint(sight.recordsPerSecond())
                .varint(sight.recordBytes())
                .int8(sight.isVouchedFor() ? 1 : 0)
                .int64(sight.owner());
    }

    static Sight sight(PositionKey.OfSight key, WireReader in) {
        return new Sight(
                key.topic(),
                key.partition(),
                in.offset("the end"),
                in.offset("the position"),
                in.int64(),
                in.offset("the time of loss") - 1,
                in.offset("the time of being up to date") - 1,
                in.offset("the rate"),
                in.offset("the size"),
                in.int8() != 0,
                in.int64());
    }

    static void write(Pulse pulse, WireWriter out) {
        out.int64(pulse.owner())
                .int64(pulse.timeMs())
                .varint(pulse.heardMs() + 1)
                .varint(pulse.obeysMs() + 1)
                .int8(pulse.isSettled() ? 1 : 0);
    }

    static Pulse pulse(PositionKey.OfPulse key, WireReader in) {
        return new Pulse(
                key.task(),
                in.int64(),
                in.int64(),
                in.offset("the time of hearing") - 1,
                in.offset("the time of the order") - 1,
                in.int8() != 0);
    }
}
