package io.twinspan.control.verify.compare;

import io.twinspan.link.ScannedBatch;
import io.twinspan.link.ScannedLog;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A log in memory, of which as much is there as the test lets come. Confined to one thread. */
final class FakeLog implements ScannedLog {
    private final List<FakeBatch> batches;
    private final ArrayDeque<FakeBatch> waiting = new ArrayDeque<>();
    private long start;
    private long next;
    private long end;

    FakeLog(List<FakeBatch> batches, long from, long end) {
        this.batches = batches.stream()
                .sorted(Comparator.comparingLong(FakeBatch::baseOffset))
                .toList();
        this.next = from;
        this.end = end;
    }

    /** Has the log begin later. */
    FakeLog startingAt(long offset) {
        start = offset;
        next = Math.max(next, offset);
        return this;
    }

    /** Lets one more batch come; returns false if there is none. */
    boolean arrive() {
        FakeBatch found = batches.stream()
                .filter(batch -> batch.lastOffset() >= next && batch.baseOffset() < end)
                .findFirst()
                .orElse(null);
        if (found == null) {
            boolean moved = next < end;
            next = end == LOG_END ? next : Math.max(next, end);
            end = end == LOG_END ? next : end;
            return moved;
        }
        waiting.add(found);
        next = found.lastOffset() + 1;
        return true;
    }

    @Override
    public @Nullable ScannedBatch peek() {
        return waiting.peek();
    }

    @Override
    public ScannedBatch remove() {
        return waiting.remove();
    }

    @Override
    public boolean isAtEnd() {
        return waiting.isEmpty() && next >= end;
    }

    @Override
    public long position() {
        FakeBatch first = waiting.peek();
        return first == null ? next : first.baseOffset();
    }

    @Override
    public long logStart() {
        return start;
    }

    @Override
    public void readTo(long newEnd) {
        end = Math.max(end, newEnd);
    }

    @Override
    public String failure() {
        return "";
    }

    @Override
    public void close() {
        waiting.forEach(FakeBatch::release);
        waiting.clear();
    }
}
