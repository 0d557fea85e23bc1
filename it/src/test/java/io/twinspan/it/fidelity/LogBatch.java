package io.twinspan.it.fidelity;

import static io.twinspan.link.batch.Batch.HEADER_BYTES;

import io.twinspan.link.batch.Batch;
import io.twinspan.testkit.cluster.KafkaCluster;
import io.twinspan.testkit.record.Codec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * A batch of format 2 with all its bytes, as it lies in the log file of a partition's leader.
 *
 * <p>Immutable by agreement: nobody writes to the buffer.
 *
 * @param bytes the whole batch, from position 0
 */
record LogBatch(ByteBuffer bytes) {

    /** The batches of a partition, but for those before its start, which wait in the file for their removal. */
    static List<LogBatch> of(KafkaCluster cluster, TopicPartition partition) {
        long start = start(cluster, partition);
        Path directory = cluster.logDirectory(cluster.leader(partition), partition);
        List<LogBatch> batches = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".log")).sorted().toList()) {
                read(ByteBuffer.wrap(Files.readAllBytes(file)), batches);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log of " + partition + " in " + directory, e);
        }
        batches.removeIf(batch -> batch.lastOffset() < start);
        return batches;
    }

    private static long start(KafkaCluster cluster, TopicPartition partition) {
        try {
            return cluster.admin()
                    .listOffsets(Map.of(partition, OffsetSpec.earliest()))
                    .partitionResult(partition)
                    .get(30, TimeUnit.SECONDS)
                    .offset();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot ask where " + partition + " starts", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking where " + partition + " starts", e);
        }
    }

    private static void read(ByteBuffer log, List<LogBatch> batches) {
        int size;
        for (int at = 0; at < log.limit(); at += size) {
            size = Batch.sizeBytes(log, at);
            if (Batch.magic(log, at) != Batch.MAGIC) {
                throw new IllegalArgumentException("offset " + Batch.baseOffset(log, at) + " is of an older format");
            }
            batches.add(new LogBatch(log.slice(at, size)));
        }
    }

    long lastOffset() {
        return Batch.lastOffset(bytes, 0);
    }

    int sizeBytes() {
        return bytes.limit();
    }

    int records() {
        return Batch.recordCount(bytes, 0);
    }

    long producerId() {
        return Batch.producerId(bytes, 0);
    }

    boolean isControl() {
        return (attributes() & Batch.CONTROL) != 0;
    }

    boolean isTransactional() {
        return (attributes() & Batch.TRANSACTIONAL) != 0;
    }

    boolean hasDeleteHorizon() {
        return (attributes() & Batch.DELETE_HORIZON) != 0;
    }

    boolean hasLogAppendTime() {
        return (attributes() & Batch.LOG_APPEND_TIME) != 0;
    }

    Codec codec() {
        return Codec.values()[Batch.codecId(bytes, 0)];
    }

    /** The records as the producer compressed them, and what readers need to read them. */
    Payload payload() {
        return new Payload(
                codec(),
                records(),
                bytes.getLong(Batch.BASE_TIMESTAMP_AT),
                bytes.getLong(Batch.MAX_TIMESTAMP_AT),
                bytes.slice(HEADER_BYTES, sizeBytes() - HEADER_BYTES));
    }

    private int attributes() {
        return bytes.getShort(Batch.ATTRIBUTES_AT);
    }

    /** What a copy of the whole batch must not change. Immutable by agreement. */
    record Payload(Codec codec, int records, long baseTimestamp, long maxTimestamp, ByteBuffer bytes) {

        @Override
        public String toString() {
            return records + " records in " + bytes.limit() + " bytes of " + codec;
        }
    }
}
