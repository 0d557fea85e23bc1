package io.twinspan.link.rewrite;

import io.twinspan.link.batch.Batch;
import io.twinspan.link.batch.Piece;
import io.twinspan.link.batch.Spans;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.Lease;
import io.twinspan.link.protocol.Codec;
import io.twinspan.link.protocol.OldFormat;
import io.twinspan.model.position.ProducerIds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes one partition's part of a fetch answer apart and decides what each batch becomes. Serves all lanes with one rule of origins;
 * confined to the link thread.
 *
 * <pre>
 *   fetched batch                                  becomes
 *   dense, format 2, create time, codec wanted,
 *     small enough, at or behind the position      itself: a part of the fetched buffer
 *   a hole, log append time, format 0 or 1,
 *     position inside it, too large, other codec   rebuilt, one piece or several
 *   control, aborted, empty, below the position,
 *     of an origin that is not carried             nothing
 *   cut short at the end of the answer             nothing; the next fetch brings it whole
 *   damaged                                        the end of the walk, reported with what came before
 * </pre>
 *
 * <p>The CRC of every batch is verified before anything else is believed: a stamp seals whatever it gets.
 */
public final class Sieve {
    private final int localOrigin;
    private final IntPredicate carried;
    private final boolean readCommitted;
    private final @Nullable Codec target;
    private final Rebuild rebuild;
    private final OldRun oldRun = new OldRun();

    /** A sieve that carries what was first produced anywhere. */
    public Sieve(int localOrigin, boolean readCommitted, @Nullable String targetCodec) {
        this(localOrigin, origin -> true, readCommitted, targetCodec);
    }

    /**
     * A sieve for lanes with one rule.
     *
     * @param localOrigin the origin of what no link wrote: the source cluster
     * @param carried the origins whose batches are carried; all others are left out
     * @param readCommitted leaves out what aborted transactions wrote
     * @param targetCodec the codec that everything leaves in, as in {@code compression.type}; null to keep each batch's own
     */
    public Sieve(int localOrigin, IntPredicate carried, boolean readCommitted, @Nullable String targetCodec) {
        this.localOrigin = localOrigin;
        this.carried = carried;
        this.readCommitted = readCommitted;
        this.target = targetCodec == null ? null : Codec.named(targetCodec);
        this.rebuild = new Rebuild(target);
    }

    /**
     * Walks the batches of an answer.
     *
     * @param lease the hold on the answer's buffer; retained once for each piece that is a part of it
     * @param position the first source offset that is wanted
     * @param maxBatchBytes bound of a piece, but for a single record that is larger
     */
    public Sifted sift(Fetched.Partition fetched, Lease lease, long position, int maxBatchBytes) {
        oldRun.clear();
        var walk = new Walk(fetched, lease, position, maxBatchBytes);
        try {
            return walk.run();
        } catch (RuntimeException e) {
            walk.pieces.forEach(Piece::release);
            throw e;
        }
    }

    /** The walk over one answer. Confined to the link thread. */
    private final class Walk {
        private final ByteBuffer records;
        private final AbortedTransactions transactions;
        private final Lease lease;
        private final int maxBatchBytes;
        private final List<Piece> pieces = new ArrayList<>();
        private final long highWatermark;
        private int at;
        private long position;
        private long nextInLog;
        private int lastEpoch = -1;
        private long abortedRecords;
        private long otherOriginRecords;
        private long controlBatches;
        private boolean hole;

        Walk(Fetched.Partition fetched, Lease lease, long position, int maxBatchBytes) {
            this.records = fetched.records();
            this.highWatermark = fetched.highWatermark();
            this.transactions = new AbortedTransactions(readCommitted ? fetched.aborted() : List.of());
            this.lease = lease;
            this.position = position;
            this.maxBatchBytes = maxBatchBytes;
            this.at = records.position();
        }

        Sifted run() {
            DamagedBatch damaged = null;
            try {
                while (BatchChecks.isNextWhole(records, at)) {
                    step();
                }
                flushOldRun();
            } catch (DamagedBatch e) {
                damaged = e;
                flushOldRun();
            }
            return new Sifted(
                    pieces, position, lastEpoch, abortedRecords, otherOriginRecords, controlBatches, hole, damaged);
        }

        private void step() {
            int start = at;
            int size = Batch.sizeBytes(records, start);
            if (Batch.magic(records, start) == Batch.MAGIC) {
                flushOldRun();
                BatchChecks.requireValid(records, start, nextInLog, highWatermark);
                batch(start, size);
            } else {
                old(start, size);
            }
            at = start + size;
        }

        private void batch(int start, int size) {
            boolean aborted = transactions.isAborted(records, start, rebuild);
            long base = Batch.baseOffset(records, start);
            long last = Batch.lastOffset(records, start);
            nextInLog = last + 1;
            if (last >= position) {
                boolean gapBefore = base > position;
                if (Batch.isControl(records, start)) {
                    controlBatches++;
                } else if (aborted) {
                    abortedRecords += Math.min(Batch.recordCount(records, start), last - position + 1);
                } else if (!carried.test(origin(Batch.producerId(records, start)))) {
                    otherOriginRecords += Math.min(Batch.recordCount(records, start), last - position + 1);
                } else {
                    data(start, size, base, last);
                }
                hole |= gapBefore;
                position = last + 1;
            }
            lastEpoch = Batch.leaderEpoch(records, start);
        }

        private void data(int start, int size, long base, long last) {
            int count = Batch.recordCount(records, start);
            if (count == 0) {
                // The cleaner keeps the header of an emptied batch, for the producer's sequence.
                hole = true;
                return;
            }
            int origin = origin(Batch.producerId(records, start));
            if (passes(start, size, base, count)) {
                lease.retain();
                pieces.add(new Piece(
                        records.slice(start, size),
                        count,
                        size,
                        origin,
                        Spans.of(base, count),
                        Batch.leaderEpoch(records, start),
                        lease));
                return;
            }
            int kept = rebuild.rebuild(records, start, position, origin, maxBatchBytes, pieces);
            hole |= kept < last - Math.max(base, position) + 1;
        }

        private boolean passes(int start, int size, long base, int count) {
            return base >= position
                    && Batch.isDense(records, start)
                    && !Batch.isLogAppendTime(records, start)
                    && (target == null || target.id() == Batch.codecId(records, start))
                    && (size <= maxBatchBytes || count == 1);
        }

        private int origin(long producerId) {
            return ProducerIds.isOurs(producerId) ? ProducerIds.origin(producerId) : localOrigin;
        }

        private void old(int start, int size) {
            ByteBuffer message = records.slice(start, size);
            long last = Batch.baseOffset(message, 0);
            try {
                if (last < 0 || last == Long.MAX_VALUE) {
                    throw new IOException("there is no offset " + last);
                }
                Codec codec = OldFormat.codec(message, 0);
                OldFormat.forEach(
                        message, 0, Opened.MAX_OPENED_BYTES, rebuild.buffers(), (offset, timestamp, key, value) -> {
                            if (offset > last && last > 0) {
                                throw new DamagedBatch(last, "it wraps offset " + offset + ", which lies behind it");
                            }
                            oldRecord(offset, timestamp, key, value, codec);
                        });
            } catch (IOException e) {
                throw new DamagedBatch(last, "in format 0 or 1, " + e.getMessage(), e);
            }
            hole |= last >= position;
            position = Math.max(position, last + 1);
            lastEpoch = -1;
        }

        private void oldRecord(
                long offset, long timestamp, @Nullable ByteBuffer key, @Nullable ByteBuffer value, Codec codec) {
            if (offset < position) {
                return;
            }
            hole |= offset > position;
            int bytes = (key == null ? 0 : key.remaining()) + (value == null ? 0 : value.remaining());
            if (!oldRun.takes(offset, bytes, codec, maxBatchBytes)) {
                flushOldRun();
            }
            oldRun.add(offset, timestamp, key, value, codec);
            position = offset + 1;
        }

        private void flushOldRun() {
            if (!oldRun.isEmpty()) {
                rebuild.rebuild(oldRun, localOrigin, maxBatchBytes, pieces);
                oldRun.clear();
            }
        }
    }
}
