package io.twinspan.link.rewrite;

import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.Fetched.AbortedTransaction;
import io.twinspan.link.protocol.Codec;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecords.RecordFilter;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.Utils;

/**
 * A piece of a source's log, written by Kafka's own code, that knows what a consumer must see of it. Confined to one thread.
 */
final class SourceLog {
    static final int EPOCH = 7;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final List<AbortedTransaction> aborted = new ArrayList<>();
    private final List<Seen> visible = new ArrayList<>();
    private long next;
    private long end;

    SourceLog(long firstOffset) {
        this.next = firstOffset;
        this.end = firstOffset;
    }

    /** The offset of the next record. */
    long next() {
        return next;
    }

    /** The offset behind the last batch. */
    long end() {
        return end;
    }

    /** What a consumer that reads committed data sees from a position on. */
    List<Seen> visible(long position) {
        return visible.stream().filter(record -> record.offset() >= position).toList();
    }

    /** Leaves out offsets, as when a whole batch was compacted away. */
    SourceLog skip(int offsets) {
        next += offsets;
        return this;
    }

    SourceLog batch(Codec codec, List<SimpleRecord> records) {
        return written(plain(codec, records, -1, false), true);
    }

    SourceLog batch(Codec codec, long producerId, List<SimpleRecord> records) {
        return written(plain(codec, records, producerId, false), true);
    }

    SourceLog transactional(Codec codec, long producerId, boolean committed, List<SimpleRecord> records) {
        return written(plain(codec, records, producerId, true), committed);
    }

    /** A transaction marker; an abort enters the list of aborted transactions with this first offset. */
    SourceLog commit(long producerId) {
        return marker(producerId, ControlRecordType.COMMIT);
    }

    SourceLog abort(long producerId, long firstOffset) {
        aborted.add(new AbortedTransaction(producerId, firstOffset));
        return marker(producerId, ControlRecordType.ABORT);
    }

    private SourceLog marker(long producerId, ControlRecordType type) {
        return written(
                MemoryRecords.withEndTransactionMarker(
                        next, 1_700_000_000_000L, EPOCH, producerId, (short) 0, new EndTransactionMarker(type, 1)),
                false);
    }

    /** A batch that has lost the records at all other offsets to compaction, by the cleaner's own code. */
    SourceLog compacted(Codec codec, List<SimpleRecord> records, LongPredicate keep) {
        return compacted(plain(codec, records, 5, false), keep);
    }

    SourceLog compactedLogAppend(Codec codec, long appendTime, List<SimpleRecord> records, LongPredicate keep) {
        return compacted(appendTimed(codec, appendTime, records), keep);
    }

    private SourceLog compacted(MemoryRecords whole, LongPredicate keep) {
        var filter = new RecordFilter(1_800_000_000_000L, 86_400_000L) {
            @Override
            protected BatchRetentionResult checkBatchRetention(RecordBatch batch) {
                return new BatchRetentionResult(BatchRetention.RETAIN_EMPTY, false);
            }

            @Override
            protected boolean shouldRetainRecord(RecordBatch batch, Record record) {
                return keep.test(record.offset());
            }
        };
        ByteBuffer kept = ByteBuffer.allocate(2 * whole.sizeInBytes() + 1_000);
        whole.filterTo(filter, kept, BufferSupplier.NO_CACHING);
        return written(MemoryRecords.readableRecords(kept.flip()), true);
    }

    SourceLog logAppend(Codec codec, long appendTime, List<SimpleRecord> records) {
        return written(appendTimed(codec, appendTime, records), true);
    }

    /** Messages of format 0 or 1: one by one, or wrapped by a codec. */
    SourceLog old(int magic, Codec codec, TimestampType type, List<SimpleRecord> records) {
        MemoryRecordsBuilder builder = MemoryRecords.builder(
                ByteBuffer.allocate(4_000),
                (byte) magic,
                Compression.of(codec.text()).build(),
                magic == 0 ? TimestampType.NO_TIMESTAMP_TYPE : type,
                next,
                type == TimestampType.LOG_APPEND_TIME ? 1_600_000_000_123L : RecordBatch.NO_TIMESTAMP);
        for (SimpleRecord record : records) {
            builder.append(record.timestamp(), record.key(), record.value());
        }
        return written(builder.build(), true);
    }

    private MemoryRecords plain(Codec codec, List<SimpleRecord> records, long producerId, boolean transactional) {
        return MemoryRecords.withRecords(
                (byte) 2,
                next,
                Compression.of(codec.text()).build(),
                TimestampType.CREATE_TIME,
                producerId,
                (short) (producerId < 0 ? -1 : 3),
                producerId < 0 ? -1 : 41,
                EPOCH,
                transactional,
                records.toArray(SimpleRecord[]::new));
    }

    private MemoryRecords appendTimed(Codec codec, long appendTime, List<SimpleRecord> records) {
        MemoryRecordsBuilder builder = MemoryRecords.builder(
                ByteBuffer.allocate(4_000),
                (byte) 2,
                Compression.of(codec.text()).build(),
                TimestampType.LOG_APPEND_TIME,
                next,
                appendTime,
                EPOCH);
        records.forEach(builder::append);
        return builder.build();
    }

    private SourceLog written(MemoryRecords records, boolean isVisible) {
        for (RecordBatch batch : records.batches()) {
            for (Record record : batch) {
                if (isVisible) {
                    visible.add(Seen.of(record.offset(), record.timestamp(), record));
                }
            }
            next = batch.lastOffset() + 1;
        }
        end = next;
        log.writeBytes(Utils.toArray(records.buffer()));
        return this;
    }

    /** The log as bytes. */
    byte[] bytes() {
        return log.toByteArray();
    }

    /** The log as a fetch answer, in a direct buffer that does not start at 0. */
    Fetched.Partition fetched() {
        return fetched(bytes());
    }

    Fetched.Partition fetched(byte[] bytes) {
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 13).position(13);
        direct.put(13, bytes);
        return new Fetched.Partition("t", 0, BrokerError.NONE, next, next, 0, List.copyOf(aborted), direct, null);
    }
}
