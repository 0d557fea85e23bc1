package io.twinspan.control.inventory;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/** How far one topic of a link has come. Immutable. */
public record TopicStatus(String topic, String targetTopic, List<PartitionStatus> partitions) {
    public TopicStatus {
        partitions = List.copyOf(partitions);
    }

    /** How many records lie between the source's readable end and the copy, as far as that is known; -1 if of no partition. */
    public long lagRecords() {
        return sum(PartitionStatus::lagRecords);
    }

    /** How large they are, in the same way. */
    public long lagBytes() {
        return sum(PartitionStatus::lagBytes);
    }

    /** How many are done with in a second, lately, in the same way. */
    public long recordsPerSecond() {
        return sum(PartitionStatus::recordsPerSecond);
    }

    private long sum(ToLongFunction<PartitionStatus> what) {
        return ofKnown(partitions.stream().mapToLong(what));
    }

    /** The sum of those that are known; -1 if there are some and none is. */
    static long ofKnown(LongStream numbers) {
        long[] all = numbers.toArray();
        long[] known = LongStream.of(all).filter(number -> number >= 0).toArray();
        return known.length == 0 && all.length > 0 ? -1 : LongStream.of(known).sum();
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
