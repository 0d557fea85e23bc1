package io.twinspan.testkit.record;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * A batch as it lies in a broker's log file, whatever consumers are shown of it.
 *
 * <p>Immutable.
 *
 * @param baseOffset the offset of its first record when it was written
 * @param lastOffset that of its last record when it was written
 * @param records how many records it holds now
 * @param codec its compression
 * @param transactional whether a transaction wrote it
 * @param control whether it is a marker and no data
 * @param producerId who wrote it, or -1
 * @param sizeBytes its length in the file
 * @param logAppendTime whether the broker set its timestamps
 * @param hasDeleteHorizon whether the cleaner has set the time at which its tombstones go
 */
public record StoredBatch(
        long baseOffset,
        long lastOffset,
        int records,
        Codec codec,
        boolean transactional,
        boolean control,
        long producerId,
        int sizeBytes,
        boolean logAppendTime,
        boolean hasDeleteHorizon) {

    /** Whether records that were in it have been removed. */
    public boolean hasHoles() {
        return records < lastOffset - baseOffset + 1;
    }

    /** All batches of a partition, from the log files of one broker that has it. */
    public static List<StoredBatch> of(KafkaCluster cluster, TopicPartition partition) {
        Path directory = cluster.logDirectory(cluster.leader(partition), partition);
        List<StoredBatch> batches = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".log")).sorted().toList()) {
                read(file, batches);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log of " + partition + " in " + directory, e);
        }
        return batches;
    }

    private static void read(Path file, List<StoredBatch> batches) throws IOException {
        // Opened as a file that exists and is not ours to change.
        try (FileRecords records = FileRecords.open(file.toFile(), false, true, 0, false)) {
            for (RecordBatch batch : records.batches()) {
                batches.add(new StoredBatch(
                        batch.baseOffset(),
                        batch.lastOffset(),
                        batch.countOrNull() == null ? -1 : batch.countOrNull(),
                        Codec.valueOf(batch.compressionType().name()),
                        batch.isTransactional(),
                        batch.isControlBatch(),
                        batch.producerId(),
                        batch.sizeInBytes(),
                        batch.timestampType() == TimestampType.LOG_APPEND_TIME,
                        batch.deleteHorizonMs().isPresent()));
            }
        }
    }
}
