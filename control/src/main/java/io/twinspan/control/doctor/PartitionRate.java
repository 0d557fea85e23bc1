package io.twinspan.control.doctor;

import io.twinspan.control.inventory.PartitionStatus;
import org.apache.kafka.common.TopicPartition;

/**
 * How fast one partition went between two looks. -1 is not known. Immutable.
 *
 * @param takenPerSecond how many records the source took in a second
 * @param copiedPerSecond how many were copied, or skipped
 * @param after how the partition was at the second look
 */
public record PartitionRate(
        TopicPartition partition, double takenPerSecond, double copiedPerSecond, PartitionStatus after) {
    private static final long BEHIND_MS = 3_000;
    private static final long SILENT_MS = 10_000;

    /** How many bytes were copied in a second, compressed as they are; -1 if that is not known. */
    public double copiedBytesPerSecond() {
        return bytes(copiedPerSecond);
    }

    /** How many bytes the source took in a second; -1 if that is not known. */
    public double takenBytesPerSecond() {
        return bytes(takenPerSecond);
    }

    private double bytes(double records) {
        return records < 0 || after.recordBytes() < 0 ? -1 : records * after.recordBytes();
    }

    /** How many records it is behind, 0 if that is not known. */
    long lag() {
        return Math.max(0, after.lagRecords());
    }

    double copied() {
        return Math.max(0, copiedPerSecond);
    }

    double taken() {
        return Math.max(0, takenPerSecond);
    }

    double copiedBytes() {
        return Math.max(0, copiedBytesPerSecond());
    }

    /** Whether the copy was seconds behind by the source's last word, or nobody can say: only then its speed is a limit. */
    boolean isBehind() {
        long behindMs = after.rpo().ms();
        return lag() > 0 && (behindMs < 0 || behindMs > BEHIND_MS || after.rpo().asOfMs() > SILENT_MS);
    }
}
