package io.twinspan.link;

import io.twinspan.link.rewrite.RecordWalk;
import io.twinspan.model.error.Inconsistent;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One batch of a log as it is stored, for whoever compares logs. Immutable, until it is released; confined to the thread of its {@link BatchScan}.
 *
 * <p>Its header is told without opening it. Its bytes stay in the buffer that they were received in, which whoever took the batch gives
 * back by {@link #release}.
 */
public interface ScannedBatch {

    /** What a batch is to a reader of committed data. */
    enum Kind {
        /** Records that a reader sees, or none any more. */
        DATA,
        /** A transaction marker or the like. */
        CONTROL,
        /** Records of a transaction that was aborted. */
        ABORTED,
        /** Bytes that are not what they claim to be; of its numbers only the offsets mean something. */
        DAMAGED
    }

    Kind kind();

    long baseOffset();

    /** The offset of the last record that it had when it was produced. */
    long lastOffset();

    /** How many records are in it now. */
    int records();

    int sizeBytes();

    /** Whether every offset from the first to the last has its record; false for formats that cannot tell. */
    boolean isDense();

    /** Who wrote it, or -1. */
    long producerId();

    /** Whether readers see the time of the broker instead of the producer's. */
    boolean isBrokerTimed();

    /**
     * Whether a copy holds the same bytes under a header that says the same to readers: same records, without a look at any of them. The
     * time is left out where the copy's broker set its own. False says nothing: the records may be equal all the same.
     */
    boolean isCopiedTo(ScannedBatch copy);

    /**
     * Shows its records; takes time.
     *
     * @param keys whether keys are looked at, too
     * @throws Inconsistent if they cannot be read although its CRC is right; some may have been shown by then
     */
    void forEach(boolean keys, RecordVisitor visitor);

    /** Takes the records of a batch, in order. */
    @FunctionalInterface
    interface RecordVisitor {
        /** Stands for the key of a record that has none, or was not asked for. */
        long NO_KEY = RecordWalk.NO_KEY;

        /**
         * Takes one.
         *
         * @param timestamp what readers see
         * @param content a hash of key, value and headers
         * @param key a hash of the key alone, or {@link #NO_KEY}
         * @param tombstone whether it has no value; false if keys were not asked for
         */
        void record(long offset, long timestamp, long content, long key, boolean tombstone);
    }

    /**
     * The record at this offset, whole; empty if there is none.
     *
     * @throws Inconsistent as {@link #forEach}
     */
    Optional<ConsumerRecord<byte[], byte[]>> find(long offset);

    /**
     * Shows its records whole, in order.
     *
     * @throws Inconsistent as {@link #forEach}
     */
    void forEachWhole(Consumer<ConsumerRecord<byte[], byte[]>> visitor);

    /** What is wrong with it, for people; empty unless it is damaged. */
    String damage();

    /** Gives its bytes back. It must not be used after that. */
    void release();
}
