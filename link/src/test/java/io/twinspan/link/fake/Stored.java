package io.twinspan.link.fake;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.utils.Utils;

/** A piece of a partition's log, as bytes, written by Kafka's own code. Confined to one thread. */
public final class Stored {
    private static final long TIME_MS = 1_700_000_000_000L;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private int epoch;
    private long producerId = RecordBatch.NO_PRODUCER_ID;
    private int sequence = RecordBatch.NO_SEQUENCE;
    private Compression codec = Compression.NONE;
    private long appendTime = -1;

    /** An empty log. */
    public static Stored log() {
        return new Stored();
    }

    /** The leader epoch of what follows. */
    public Stored epoch(int leaderEpoch) {
        epoch = leaderEpoch;
        return this;
    }

    /** The producer of what follows, and its next sequence number. */
    public Stored producer(long id, int nextSequence) {
        producerId = id;
        sequence = nextSequence;
        return this;
    }

    /** What follows is compressed. */
    public Stored compressed() {
        codec = Compression.lz4().build();
        return this;
    }

    /** What follows is stamped with the broker's time. */
    public Stored logAppendTime(long timeMs) {
        appendTime = timeMs;
        return this;
    }

    /** A batch whose records have these values, the record's time and key made from its value. */
    public Stored batch(long baseOffset, String... values) {
        return compacted(baseOffset, Set.of(), values);
    }

    /** A batch that lost the records at these indexes to compaction; base and last offset stay. */
    public Stored compacted(long baseOffset, Set<Integer> lost, String... values) {
        MemoryRecords whole = build(baseOffset, values);
        if (lost.isEmpty()) {
            log.writeBytes(Utils.toArray(whole.buffer()));
        } else {
            var filter = new MemoryRecords.RecordFilter(TIME_MS, 1_000) {
                @Override
                protected BatchRetentionResult checkBatchRetention(RecordBatch batch) {
                    return new BatchRetentionResult(BatchRetention.RETAIN_EMPTY, false);
                }

                @Override
                protected boolean shouldRetainRecord(
                        RecordBatch batch, org.apache.kafka.common.record.internal.Record record) {
                    return !lost.contains((int) (record.offset() - baseOffset));
                }
            };
            ByteBuffer kept = ByteBuffer.allocate(whole.sizeInBytes() * 2 + 1_000);
            whole.filterTo(filter, kept, org.apache.kafka.common.utils.BufferSupplier.NO_CACHING);
            log.writeBytes(Utils.toArray(kept.flip()));
        }
        if (sequence >= 0) {
            sequence = (int) ((sequence + (long) values.length) & Integer.MAX_VALUE);
        }
        return this;
    }

    private MemoryRecords build(long baseOffset, String... values) {
        MemoryRecordsBuilder builder = MemoryRecords.builder(
                ByteBuffer.allocate(4_000),
                RecordBatch.MAGIC_VALUE_V2,
                codec,
                appendTime < 0 ? TimestampType.CREATE_TIME : TimestampType.LOG_APPEND_TIME,
                baseOffset,
                appendTime < 0 ? RecordBatch.NO_TIMESTAMP : appendTime,
                producerId,
                (short) (producerId < 0 ? -1 : 0),
                sequence,
                false,
                false,
                epoch);
        for (String value : values) {
            builder.append(new SimpleRecord(
                    TIME_MS + Math.floorMod(value.hashCode(), 1_000),
                    value.getBytes(StandardCharsets.UTF_8),
                    value.getBytes(StandardCharsets.UTF_8)));
        }
        return builder.build();
    }

    /** A commit marker of some producer. */
    public Stored marker(long offset) {
        MemoryRecords marker = MemoryRecords.withEndTransactionMarker(
                offset, TIME_MS, epoch, 99, (short) 0, new EndTransactionMarker(ControlRecordType.COMMIT, 1));
        log.writeBytes(Utils.toArray(marker.buffer()));
        return this;
    }

    /** A message of format 1. */
    public Stored old(long offset, String value) {
        MemoryRecords message = MemoryRecords.withRecords(
                RecordBatch.MAGIC_VALUE_V1,
                offset,
                Compression.NONE,
                TimestampType.CREATE_TIME,
                new SimpleRecord(TIME_MS, value.getBytes(StandardCharsets.UTF_8)));
        log.writeBytes(Utils.toArray(message.buffer()));
        return this;
    }

    /** All of it. */
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(log.toByteArray());
    }

    /** The first bytes of it, as when a batch is cut short at the end of an answer. */
    public ByteBuffer cutTo(int bytes) {
        ByteBuffer all = bytes();
        return all.limit(Math.min(all.limit(), bytes));
    }
}
