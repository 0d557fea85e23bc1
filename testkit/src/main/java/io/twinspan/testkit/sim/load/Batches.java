package io.twinspan.testkit.sim.load;

import java.nio.ByteBuffer;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Builds batches of format 2 as producers and brokers do, all with base offset 0. Thread-safe: pure functions. */
public final class Batches {
    private Batches() {}

    /** A batch of no particular producer. */
    public static byte[] plain(Compression codec, SimpleRecord... records) {
        return of(codec, RecordBatch.NO_PRODUCER_ID, RecordBatch.NO_SEQUENCE, false, records);
    }

    /** A batch of an idempotent producer in epoch 0. */
    public static byte[] idempotent(Compression codec, long producerId, int sequence, SimpleRecord... records) {
        return of(codec, producerId, sequence, false, records);
    }

    /** A batch of an open transaction. */
    public static byte[] transactional(Compression codec, long producerId, int sequence, SimpleRecord... records) {
        return of(codec, producerId, sequence, true, records);
    }

    private static byte[] of(
            Compression codec, long producerId, int sequence, boolean transactional, SimpleRecord... records) {
        short epoch = producerId < 0 ? RecordBatch.NO_PRODUCER_EPOCH : 0;
        return bytes(MemoryRecords.withRecords(
                RecordBatch.MAGIC_VALUE_V2,
                0,
                codec,
                TimestampType.CREATE_TIME,
                producerId,
                epoch,
                sequence,
                RecordBatch.NO_PARTITION_LEADER_EPOCH,
                transactional,
                records));
    }

    /** A batch as a topic with log-append time stores it: readers see {@code timeMs} on every record. */
    public static byte[] logAppendTime(Compression codec, long timeMs, SimpleRecord... records) {
        MemoryRecordsBuilder builder = MemoryRecords.builder(
                ByteBuffer.allocate(512), RecordBatch.MAGIC_VALUE_V2, codec, TimestampType.LOG_APPEND_TIME, 0, timeMs);
        for (SimpleRecord record : records) {
            builder.append(record);
        }
        return bytes(builder.build());
    }

    /** The control batch that ends a producer's transaction. */
    public static byte[] marker(long producerId, boolean commit, long timeMs) {
        ControlRecordType type = commit ? ControlRecordType.COMMIT : ControlRecordType.ABORT;
        return bytes(MemoryRecords.withEndTransactionMarker(
                0,
                timeMs,
                RecordBatch.NO_PARTITION_LEADER_EPOCH,
                producerId,
                (short) 0,
                new EndTransactionMarker(type, 0)));
    }

    private static byte[] bytes(MemoryRecords records) {
        byte[] bytes = new byte[records.sizeInBytes()];
        records.buffer().duplicate().get(bytes);
        return bytes;
    }
}
