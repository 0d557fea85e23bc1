package io.twinspan.link.protocol;

import java.nio.ByteBuffer;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Batches for tests. Stateless. */
final class SampleBatches {
    private SampleBatches() {}

    /** A batch as an idempotent producer makes it, with base offset 0, in a direct buffer. */
    static ByteBuffer batch(int records) {
        SimpleRecord[] content = new SimpleRecord[records];
        for (int i = 0; i < records; i++) {
            content[i] = new SimpleRecord(1_000L + i, ("value " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        ByteBuffer made = MemoryRecords.withIdempotentRecords(
                        (byte) 2, 0L, Compression.NONE, 77L, (short) 0, 0, -1, content)
                .buffer();
        return ByteBuffer.allocateDirect(made.remaining()).put(made).flip();
    }
}
