package io.twinspan.link.lane;

import io.twinspan.link.exchange.Side;
import io.twinspan.model.wire.PositionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Writes down what a lane asks for. Confined to one thread. */
final class RecordingHost implements LaneHost {
    final List<Tail> scans = new ArrayList<>();
    final List<Integer> bounds = new ArrayList<>();
    final List<Integer> writtenEnds = new ArrayList<>();
    final List<Side> reroutes = new ArrayList<>();
    final List<PositionRecord> stored = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    final PriorityQueue<Long> wakes = new PriorityQueue<>();
    int fetchWishes;
    int appendWishes;
    int startWishes;

    @Nullable
    String fenced;

    @Override
    public void wantsFetch(Lane lane) {
        fetchWishes++;
    }

    @Override
    public void wantsAppend(Lane lane) {
        appendWishes++;
    }

    @Override
    public void wantsStart(Lane lane) {
        startWishes++;
    }

    @Override
    public void wantsScan(Lane lane, Tail tail) {
        scans.add(tail);
    }

    @Override
    public void wantsSourceBounds(Lane lane, int ticket) {
        bounds.add(ticket);
    }

    @Override
    public void wantsWrittenEnd(Lane lane, int ticket) {
        writtenEnds.add(ticket);
    }

    @Override
    public void reroute(Lane lane, Side side) {
        reroutes.add(side);
    }

    @Override
    public void wakeAt(Lane lane, long timeMs) {
        wakes.add(timeMs);
    }

    @Override
    public void store(PositionRecord record) {
        stored.add(record);
    }

    @Override
    public long owner() {
        return 77;
    }

    @Override
    public void fenced(Lane lane, String message) {
        fenced = message;
    }

    @Override
    public void warn(Lane lane, String message) {
        warnings.add(message);
    }

    /** The stored records of a kind. */
    <T extends PositionRecord> List<T> stored(Class<T> kind) {
        return stored.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
