package io.twinspan.link.rewrite;

import io.twinspan.link.batch.Batch;
import io.twinspan.link.protocol.Codec;
import io.twinspan.link.protocol.OldFormat;
import java.nio.ByteBuffer;

/** What must be true of the next batch of a fetch answer before anything else of it is believed. Thread-safe: pure functions. */
final class BatchChecks {

    private BatchChecks() {}

    /**
     * Whether a whole batch, of any format, stands at this place; the last one of an answer may be cut short.
     *
     * @throws DamagedBatch if what stands there is none
     */
    static boolean isNextWhole(ByteBuffer records, int at) {
        int left = records.limit() - at;
        if (left <= Batch.MAGIC_AT) {
            return false;
        }
        int size = Batch.sizeBytes(records, at);
        int magic = Batch.magic(records, at);
        if (magic < 0 || magic > Batch.MAGIC) {
            throw new DamagedBatch(Batch.baseOffset(records, at), "record format " + magic + " is unknown");
        }
        if (size < (magic == Batch.MAGIC ? Batch.HEADER_BYTES : OldFormat.MIN_BYTES)) {
            throw new DamagedBatch(Batch.baseOffset(records, at), "it claims to have " + size + " bytes");
        }
        return size <= left;
    }

    /**
     * Checks a whole batch of format 2.
     *
     * @param nextInLog the offset behind the batch before it
     * @param highWatermark where the log ends, or -1
     * @throws DamagedBatch if it is not what it claims
     */
    static void requireValid(ByteBuffer records, int start, long nextInLog, long highWatermark) {
        long base = Batch.baseOffset(records, start);
        if (!Batch.isCrcValid(records, start)) {
            throw new DamagedBatch(base, "its CRC does not match its bytes")
                    .endingAt(plausibleEnd(records, start, base));
        }
        // The CRC covers neither the base offset nor the leader epoch.
        if (base < nextInLog || (highWatermark >= 0 && base >= highWatermark)) {
            throw new DamagedBatch(
                    base,
                    "it stands where the log is at offset " + nextInLog + " or behind it, and below its end "
                            + highWatermark);
        }
        long span = Batch.lastOffsetDelta(records, start) + 1L;
        int count = Batch.recordCount(records, start);
        if (base < 0 || span < 1 || base + span < 0 || count < 0 || count > span) {
            throw new DamagedBatch(base, "it claims " + count + " records for " + span + " offsets");
        }
        int codec = Batch.codecId(records, start);
        if (!Codec.isKnown(codec)) {
            throw new DamagedBatch(base, "codec " + codec + " is unknown");
        }
    }

    /** The last offset that a header claims, if it can be true: every record takes at least seven bytes. */
    private static long plausibleEnd(ByteBuffer records, int start, long base) {
        long delta = Batch.lastOffsetDelta(records, start);
        return delta >= 0 && delta < Batch.sizeBytes(records, start) ? base + delta : base;
    }
}
