package io.twinspan.testkit.sim.broker;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecords.RecordFilter;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The log cleaner, on Kafka's own filter: drops records whose key comes again later, keeps base and last offsets of batches, and
 * sets the delete horizon. Immutable.
 *
 * <p>Like the real one it leaves alone the active segment (here: the last few batches) and what is not stable yet. Transactional
 * batches and markers stay as they are. Of a producer's last batch the header stays, which has its sequence.
 */
public record Cleaner(long nowMs) {
    private static final int ACTIVE_BATCHES = 4;
    private static final long TOMBSTONE_RETENTION_MS = 60_000;

    /** Cleans a partition; the answer is how many batches changed. */
    public int clean(SimPartition partition) {
        List<StoredBatch> batches = partition.committedBatches();
        Replica acting = partition.acting();
        long stable = acting == null ? 0 : acting.lastStableOffset();
        int end = 0;
        while (end < batches.size() - ACTIVE_BATCHES && batches.get(end).nextOffset() <= stable) {
            end++;
        }
        List<StoredBatch> dirty = batches.subList(0, end);
        Map<ByteBuffer, Long> last = new HashMap<>();
        for (StoredBatch batch : dirty) {
            for (StoredRecord record : batch.records()) {
                if (record.key() != null) {
                    last.put(record.key(), record.offset());
                }
            }
        }
        Map<Long, StoredBatch> lastOfProducer = new HashMap<>();
        batches.stream().filter(b -> b.producerId() >= 0).forEach(b -> lastOfProducer.put(b.producerId(), b));
        int changed = 0;
        for (StoredBatch batch : dirty) {
            if (!batch.isTransactional() && !batch.isControl()) {
                boolean keepsHeader = lastOfProducer.get(batch.producerId()) == batch;
                changed += clean(partition, batch, last, keepsHeader) ? 1 : 0;
            }
        }
        return changed;
    }

    private boolean clean(SimPartition partition, StoredBatch batch, Map<ByteBuffer, Long> last, boolean keepsHeader) {
        boolean superseded = batch.records().stream().anyMatch(r -> !stays(r.key(), r.offset(), last));
        if (!superseded) {
            return false;
        }
        var filter = new RecordFilter(nowMs, TOMBSTONE_RETENTION_MS) {
            @Override
            protected BatchRetentionResult checkBatchRetention(RecordBatch any) {
                return new BatchRetentionResult(
                        keepsHeader ? BatchRetention.RETAIN_EMPTY : BatchRetention.DELETE_EMPTY, false);
            }

            @Override
            protected boolean shouldRetainRecord(RecordBatch any, Record record) {
                return stays(record.key(), record.offset(), last);
            }
        };
        var out = ByteBuffer.allocate(batch.sizeInBytes() * 2 + 256);
        var result = MemoryRecords.readableRecords(ByteBuffer.wrap(batch.bytes().clone()))
                .filterTo(filter, out, BufferSupplier.NO_CACHING);
        ByteBuffer cleaned = result.outputBuffer();
        cleaned.flip();
        if (cleaned.remaining() == 0) {
            partition.clean(batch, null);
        } else {
            byte[] bytes = new byte[cleaned.remaining()];
            cleaned.get(bytes);
            partition.clean(batch, new StoredBatch(bytes));
        }
        return true;
    }

    private static boolean stays(@Nullable ByteBuffer key, long offset, Map<ByteBuffer, Long> last) {
        return key == null || last.getOrDefault(key, offset) <= offset;
    }
}
