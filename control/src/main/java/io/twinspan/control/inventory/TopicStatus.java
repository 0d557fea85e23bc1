package io.twinspan.control.inventory;

import java.util.List;
import java.util.OptionalLong;

/** How far one topic of a link has come. Immutable. */
public record TopicStatus(String topic, String targetTopic, List<PartitionStatus> partitions) {
    public TopicStatus {
        partitions = List.copyOf(partitions);
    }

    public long lagRecords() {
        return partitions.stream().mapToLong(PartitionStatus::lagRecords).sum();
    }

    public int failedPartitions() {
        return count(PartitionStatus.State.FAILED);
    }

    public int retryingPartitions() {
        return count(PartitionStatus.State.RETRYING);
    }

    private int count(PartitionStatus.State state) {
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
