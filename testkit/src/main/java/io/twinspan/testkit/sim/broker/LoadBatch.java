package io.twinspan.testkit.sim.broker;

import java.nio.ByteBuffer;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;

/** How a batch of the load, which is trusted, becomes a stored one. Thread-safe: a pure function. */
final class LoadBatch {
    private LoadBatch() {}

    /** A batch as stored at an offset, from bytes with base offset 0. */
    static StoredBatch stored(byte[] bytes, long baseOffset, int leaderEpoch) {
        byte[] copy = bytes.clone();
        MutableRecordBatch batch = MemoryRecords.readableRecords(ByteBuffer.wrap(copy))
                .batches()
                .iterator()
                .next();
        batch.setLastOffset(baseOffset + batch.lastOffset());
        batch.setPartitionLeaderEpoch(leaderEpoch);
        return new StoredBatch(copy);
    }
}
