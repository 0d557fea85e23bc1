package io.twinspan.link.rewrite;

import io.twinspan.link.batch.Batch;
import io.twinspan.link.exchange.Fetched;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the batches of fetch answers as they are stored, whatever a link would make of them; for whoever compares logs. Confined
 * to one thread.
 *
 * <p>As in {@link Sieve}, the CRC of every batch is verified before anything else of it is believed.
 */
public final class LogWalk {
    private final boolean readCommitted;
    private final Rebuild opener = new Rebuild(null);
    private final RecordWalk oldRecords = new RecordWalk();

    /** @param readCommitted tells what aborted transactions wrote from the rest */
    public LogWalk(boolean readCommitted) {
        this.readCommitted = readCommitted;
    }

    /** Takes the batches of an answer, in order. */
    public interface Visitor {
        /** Takes a whole batch of format 2. */
        void batch(ByteBuffer records, int at, int size, boolean aborted);

        /** Takes a message of an older format, which may wrap several records. */
        void oldMessage(ByteBuffer records, int at, int size, long first, long last, int count);
    }

    /**
     * Shows the whole batches of an answer.
     *
     * @return what is wrong with the batch behind those that were shown, or null
     */
    public @Nullable DamagedBatch forEach(Fetched.Partition fetched, Visitor visitor) {
        ByteBuffer records = fetched.records();
        var transactions = new AbortedTransactions(readCommitted ? fetched.aborted() : List.of());
        int at = records.position();
        long next = 0;
        try {
            while (BatchChecks.isNextWhole(records, at)) {
                int size = Batch.sizeBytes(records, at);
                if (Batch.magic(records, at) == Batch.MAGIC) {
                    BatchChecks.requireValid(records, at, next, fetched.highWatermark());
                    boolean aborted = transactions.isAborted(records, at, opener);
                    next = Batch.lastOffset(records, at) + 1;
                    visitor.batch(records, at, size, aborted);
                } else {
                    next = Math.max(next, oldMessage(records, at, size, visitor));
                }
                at += size;
            }
            return null;
        } catch (DamagedBatch damaged) {
            return damaged;
        }
    }

    /** Returns the offset behind it. */
    private long oldMessage(ByteBuffer records, int at, int size, Visitor visitor) {
        var range = new long[] {Long.MAX_VALUE, -1, 0};
        oldRecords.forEach(records.slice(at, size), false, (offset, timestamp, content, key, tombstone) -> {
            range[0] = Math.min(range[0], offset);
            range[1] = offset;
            range[2]++;
        });
        if (range[2] == 0 || range[0] < 0) {
            throw new DamagedBatch(Batch.baseOffset(records, at), "in format 0 or 1, it has no records or no offset");
        }
        visitor.oldMessage(records, at, size, range[0], range[1], (int) range[2]);
        return range[1] + 1;
    }
}
