package io.twinspan.link.rewrite;

import io.twinspan.link.batch.Batch;
import io.twinspan.link.protocol.Codec;
import io.twinspan.link.protocol.OldFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Opens batches of any format, for whoever compares records: each is a few numbers, the same ones however it is batched and
 * compressed. Used again for every batch. Confined to one thread.
 *
 * <p>The CRC of a batch is looked at before it comes here.
 */
public final class RecordWalk {
    /** Stands for the key of a record that has none, or was not asked for. */
    public static final long NO_KEY = 0;

    private final Codec.Buffers buffers = new Codec.Buffers();
    private final Opened opened = new Opened(buffers);
    private final OldRun oldRun = new OldRun();

    /** Takes the records of a batch, in order. */
    @FunctionalInterface
    public interface Visitor {
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
     * Shows the records of the batch at the buffer's position, which stays as it is.
     *
     * @param keys whether keys are looked at, too
     * @throws DamagedBatch if its payload is malformed; records may have been shown before that
     */
    public void forEach(ByteBuffer batch, boolean keys, Visitor visitor) {
        open(batch);
        while (opened.next()) {
            RecordCursor record = opened.record();
            long content = RecordHashes.hash(record.data(), record.bodyStart(), record.bodyEnd(), 0);
            if (keys) {
                record.locateFields();
                visitor.record(opened.offset(), opened.timestamp(), content, keyHash(record), !record.hasValue());
            } else {
                visitor.record(opened.offset(), opened.timestamp(), content, NO_KEY, false);
            }
        }
    }

    private static long keyHash(RecordCursor record) {
        if (record.keyLength() < 0) {
            return NO_KEY;
        }
        long hash = RecordHashes.hash(record.data(), record.keyStart(), record.keyStart() + record.keyLength(), 0);
        return hash == NO_KEY ? 1 : hash;
    }

    /** The record at this offset, whole; empty if the batch has none there. */
    public Optional<ConsumerRecord<byte[], byte[]>> find(ByteBuffer batch, TopicPartition partition, long offset) {
        open(batch);
        while (opened.next()) {
            if (opened.offset() == offset) {
                return Optional.of(whole(partition));
            }
        }
        return Optional.empty();
    }

    /**
     * Shows the records of the batch whole, in order.
     *
     * @throws DamagedBatch if its payload is malformed; records may have been shown before that
     */
    public void forEachWhole(
            ByteBuffer batch, TopicPartition partition, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        open(batch);
        while (opened.next()) {
            visitor.accept(whole(partition));
        }
    }

    private ConsumerRecord<byte[], byte[]> whole(TopicPartition partition) {
        RecordCursor record = opened.record();
        record.locateFields();
        byte @Nullable [] key = record.key();
        byte @Nullable [] value = record.value();
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                opened.offset(),
                opened.timestamp(),
                TimestampType.CREATE_TIME,
                key == null ? -1 : key.length,
                value == null ? -1 : value.length,
                key,
                value,
                record.headers(),
                Optional.empty());
    }

    private void open(ByteBuffer batch) {
        int position = batch.position();
        if (Batch.magic(batch, position) == Batch.MAGIC) {
            opened.open(batch, position);
            return;
        }
        oldRun.clear();
        try {
            OldFormat.forEach(batch, position, Opened.MAX_OPENED_BYTES, buffers, (offset, timestamp, key, value) -> {
                if (!oldRun.takes(offset, 0, Codec.NONE, Integer.MAX_VALUE)) {
                    throw new DamagedBatch(offset, "it is wrapped with offsets that lie too far away");
                }
                oldRun.add(offset, timestamp, key, value, Codec.NONE);
            });
        } catch (IOException e) {
            throw new DamagedBatch(Batch.baseOffset(batch, position), "in format 0 or 1, " + e.getMessage(), e);
        }
        oldRun.openInto(opened);
    }
}
