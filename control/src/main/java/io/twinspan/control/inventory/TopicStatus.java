package io.twinspan.control.inventory;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/** How far one topic of a link has come. Immutable. */
public record TopicStatus(String topic, String targetTopic, List<PartitionStatus> partitions) {
    public TopicStatus {
        partitions = List.copyOf(partitions);
    }

    /** How many records lie between the source's readable end and the copy, as far as that is known. */
    public long lagRecords() {
        return sum(PartitionStatus::lagRecords);
    }

    /** How large they are, as far as that is known. */
    public long lagBytes() {
        return sum(PartitionStatus::lagBytes);
    }

    /** How many are done with in a second, lately, as far as that is known. */
    public long recordsPerSecond() {
        return sum(PartitionStatus::recordsPerSecond);
    }

    private long sum(ToLongFunction<PartitionStatus> what) {
        return partitions.stream().mapToLong(what).filter(number -> number >= 0).sum();
    }

    /** In how many partitions it is not known how far behind they are. */
    public int partitionsOfUnknownLag() {
        return (int) partitions.stream()
                .filter(partition -> partition.lagRecords() < 0)
                .count();
    }

    /** What would be missing of it if the source were lost. */
    public Rpo rpo() {
        return Rpo.of(partitions.stream().map(PartitionStatus::rpo).toList());
    }

    public int failedPartitions() {
        return count(PartitionStatus.State.FAILED);
    }

    public int retryingPartitions() {
        return count(PartitionStatus.State.RETRYING);
    }

    /** How many partitions are in this state. */
    public int count(PartitionStatus.State state) {
        return (int) partitions.stream()
                .filter(partition -> partition.state() == state)
                .count();
    }

    /** How long ago a position of the topic was last stored; empty if none was. */
    public OptionalLong newestTipAgeMs() {
        return partitions.stream()
                .mapToLong(PartitionStatus::tipAgeMs)
                .filter(age -> age >= 0)
                .min();
    }
}
