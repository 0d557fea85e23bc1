package io.twinspan.control.verify.plan;

import io.twinspan.control.verify.result.NotCompared;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * What is to be compared of one partition, and what cannot be. Immutable, as far as the legs are.
 *
 * @param partition of the source
 * @param targetTopic the topic of the same partition number on the target
 * @param legs the oldest generation first; empty if there is nothing to compare
 */
public record PartitionPlan(
        TopicPartition partition, String targetTopic, List<PlannedLeg> legs, List<NotCompared> notCompared) {
    public PartitionPlan {
        legs = List.copyOf(legs);
        notCompared = List.copyOf(notCompared);
    }

    /** The partition of the target. */
    public TopicPartition target() {
        return new TopicPartition(targetTopic, partition.partition());
    }

    /** The first source offset that is not compared; -1 if none is. */
    public long end() {
        return legs.isEmpty() ? -1 : legs.get(legs.size() - 1).leg().source().to();
    }

    /** How many source offsets there are to go over. */
    public long offsets() {
        return legs.stream().mapToLong(leg -> leg.leg().source().size()).sum();
    }
}
