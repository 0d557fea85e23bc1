package io.twinspan.link;

import io.twinspan.link.exchange.BrokerError.Cure;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.Lease;
import io.twinspan.link.fetch.RangeReader;
import io.twinspan.link.rewrite.DamagedBatch;
import io.twinspan.link.rewrite.LogWalk;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A stretch of a log with the batches of it that wait to be taken. Confined to the link thread. */
final class ScanRange implements ScannedLog, RangeReader.Range {
    /** What is damaged may be sound when it is read again, from memory or another replica. */
    private static final int DAMAGED_READS = 3;

    private final LoggedBatch.Place place;
    private final LogWalk walk;
    private final int enoughBytes;
    private final ArrayDeque<LoggedBatch> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long next;
    private long end;
    private long logStart;
    private int damagedReads;
    private long damagedBase = -1;
    private boolean closed;
    private String failure = "";

    /** @param enoughBytes no more is fetched while so much waits to be taken */
    ScanRange(LoggedBatch.Place place, LogWalk walk, int enoughBytes, long from, long end) {
        this.place = place;
        this.walk = walk;
        this.enoughBytes = enoughBytes;
        this.next = from;
        this.end = end;
    }

    // ---- for whoever takes

    @Override
    public @Nullable ScannedBatch peek() {
        return waiting.peek();
    }

    @Override
    public ScannedBatch remove() {
        LoggedBatch batch = waiting.poll();
        if (batch == null) {
            throw new NoSuchElementException("no batch of " + place.partition() + " waits");
        }
        waitingBytes -= batch.sizeBytes();
        return batch;
    }

    @Override
    public boolean isAtEnd() {
        return waiting.isEmpty() && next >= end;
    }

    @Override
    public long position() {
        LoggedBatch first = waiting.peek();
        return first == null ? next : first.baseOffset();
    }

    @Override
    public long logStart() {
        return logStart;
    }

    @Override
    public void readTo(long newEnd) {
        end = Math.max(end, newEnd);
    }

    @Override
    public String failure() {
        return failure;
    }

    @Override
    public void close() {
        closed = true;
        waiting.forEach(LoggedBatch::release);
        waiting.clear();
        waitingBytes = 0;
    }

    // ---- for the reader

    @Override
    public TopicPartition partition() {
        return place.partition();
    }

    @Override
    public long nextOffset() {
        return next;
    }

    /** A log that has come to its end may be told to go on. */
    @Override
    public boolean isDone() {
        return closed || !failure.isEmpty();
    }

    @Override
    public boolean isHungry() {
        return !isDone() && next < end && waitingBytes < enoughBytes;
    }

    @Override
    public boolean isStarving() {
        return waiting.isEmpty();
    }

    @Override
    public boolean fetched(Fetched.Partition answer, Lease lease, long readable, boolean isWhole) {
        if (isDone()) {
            return false;
        }
        logStart = Math.max(logStart, answer.logStartOffset());
        if (end == LOG_END) {
            end = Math.max(next, readable);
        }
        long before = next;
        DamagedBatch damaged = walk.forEach(answer, new Taker(lease));
        if (damaged != null && next == before) {
            return damaged(damaged);
        }
        damagedReads = 0;
        if (next == before && isWhole && readable > next) {
            // The cleaner has left nothing here.
            next = Math.min(readable, end);
        }
        return next > before;
    }

    /** Takes what is wanted of an answer. */
    private final class Taker implements LogWalk.Visitor {
        private final Lease lease;

        Taker(Lease lease) {
            this.lease = lease;
        }

        @Override
        public void batch(ByteBuffer records, int at, int size, boolean aborted) {
            add(LoggedBatch.of(place, records, at, size, aborted, lease));
        }

        @Override
        public void oldMessage(ByteBuffer records, int at, int size, long first, long last, int count) {
            add(LoggedBatch.ofOld(place, records.slice(at, size), first, last, count, lease));
        }

        private void add(LoggedBatch batch) {
            if (batch.lastOffset() < next || batch.baseOffset() >= end) {
                batch.release();
                next = batch.baseOffset() >= end ? Math.max(next, end) : next;
                return;
            }
            waiting.add(batch);
            waitingBytes += batch.sizeBytes();
            next = batch.lastOffset() + 1;
        }
    }

    /** Whether it is passed over; it is read again first. */
    private boolean damaged(DamagedBatch damaged) {
        if (++damagedReads < DAMAGED_READS) {
            return false;
        }
        damagedReads = 0;
        if (damaged.offset() == damagedBase) {
            // Its header does not say where it ends, so nobody can tell where the next one begins.
            failure = damaged.getMessage() + "; the log cannot be read beyond it";
            return false;
        }
        damagedBase = damaged.offset();
        long last = Math.max(next, damaged.lastOffset());
        waiting.add(LoggedBatch.damaged(place, next, last, String.valueOf(damaged.getMessage())));
        next = last + 1;
        return true;
    }

    @Override
    public void logStartsAt(long first) {
        logStart = Math.max(logStart, first);
        next = Math.max(next, first);
    }

    @Override
    public void logEndsAt(long last) {
        end = Math.max(next, last);
    }

    @Override
    public void failed(Cure cure, String message) {
        failure = message;
    }
}
