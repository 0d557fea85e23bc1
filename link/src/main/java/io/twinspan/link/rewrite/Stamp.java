package io.twinspan.link.rewrite;

import io.twinspan.link.batch.Batch;
import java.nio.ByteBuffer;

/**
 * Makes a batch the lane's own: offset, epoch, producer id, sequence and CRC are written in place, the payload is not touched.
 * Thread-safe: a pure function of the bytes.
 *
 * <p>It seals whatever it gets under a fresh CRC, which the broker believes (measured on 4.3.1), so only verified bytes may come
 * here; and it is the last gate before the target, so it refuses what a broker would refuse, or worse, accept: an uncompressed
 * batch whose count and offset span differ corrupts the target's log (measured on 4.3.1).
 */
public final class Stamp {

    /** What must not reach the target: a stored delete horizon, for one, would lose tombstones early. */
    private static final int CLEARED = Batch.LOG_APPEND_TIME | Batch.TRANSACTIONAL | Batch.DELETE_HORIZON;

    private Stamp() {}

    /**
     * Stamps the one batch between the buffer's position and limit, which stay as they are. May be repeated, with another
     * sequence.
     *
     * @throws IllegalStateException if the batch may not be appended as it is
     */
    public static void stamp(ByteBuffer batch, long producerId, int baseSequence) {
        int position = batch.position();
        requireAppendable(batch, position, baseSequence);

        batch.putLong(position, 0L);
        batch.putInt(position + Batch.LEADER_EPOCH_AT, -1);
        batch.putShort(position + Batch.ATTRIBUTES_AT, (short) (Batch.attributes(batch, position) & ~CLEARED));
        batch.putLong(position + Batch.PRODUCER_ID_AT, producerId);
        batch.putShort(position + Batch.PRODUCER_EPOCH_AT, (short) 0);
        batch.putInt(position + Batch.BASE_SEQUENCE_AT, baseSequence);
        batch.putInt(position + Batch.CRC_AT, Batch.computeCrc(batch, position, batch.remaining()));
    }

    private static void requireAppendable(ByteBuffer batch, int position, int baseSequence) {
        if (batch.remaining() < Batch.HEADER_BYTES || Batch.magic(batch, position) != Batch.MAGIC) {
            throw refused("it is not a batch of record format 2");
        }
        int size = Batch.sizeBytes(batch, position);
        if (size != batch.remaining()) {
            throw refused("the buffer holds " + batch.remaining() + " bytes and the batch has " + size
                    + "; a broker takes exactly one batch per partition");
        }
        if (Batch.isControl(batch, position)) {
            throw refused("it is a control batch, which only brokers may write");
        }
        if (Batch.isLogAppendTime(batch, position)) {
            throw refused("it has log append time: readers of the target would see other timestamps");
        }
        int records = Batch.recordCount(batch, position);
        if (records < 1 || !Batch.isDense(batch, position)) {
            throw refused("it has " + records + " records for " + (Batch.lastOffsetDelta(batch, position) + 1L)
                    + " offsets, which would corrupt the target's log");
        }
        if (baseSequence < 0) {
            throw refused("sequence " + baseSequence + " is negative");
        }
    }

    private static IllegalStateException refused(String why) {
        return new IllegalStateException("a batch must not be appended: " + why);
    }
}
