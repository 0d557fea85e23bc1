package io.twinspan.app.cli;

import io.twinspan.control.inventory.Inventory;
import io.twinspan.control.inventory.LinkStatus;
import io.twinspan.control.inventory.PartitionStatus;
import io.twinspan.control.inventory.TopicStatus;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The shape of {@code status --json}, which scripts rely on. Immutable.
 *
 * @param time when the status was taken, in ISO 8601
 */
record StatusJson(String time, List<Link> links) {

    static StatusJson of(Inventory inventory, boolean withPartitions) {
        return new StatusJson(
                Instant.ofEpochMilli(inventory.takenAtMs()).toString(),
                inventory.links().stream()
                        .map(link -> Link.of(link, withPartitions))
                        .toList());
    }

    /**
     * A link. Immutable.
     *
     * @param newestPositionAgeMs how long ago a position was last stored, null if never
     */
    record Link(
            String link,
            boolean started,
            long lagRecords,
            int failedPartitions,
            int retryingPartitions,
            int incidents,
            @Nullable Long newestPositionAgeMs,
            List<Topic> topics) {
        static Link of(LinkStatus link, boolean withPartitions) {
            return new Link(
                    link.link(),
                    link.started(),
                    link.lagRecords(),
                    link.failedPartitions(),
                    link.retryingPartitions(),
                    link.incidents(),
                    orNull(link.newestTipAgeMs()),
                    link.topics().stream()
                            .map(topic -> Topic.of(topic, withPartitions))
                            .toList());
        }
    }

    /**
     * A topic. Immutable.
     *
     * @param partitions all of them with {@code --partitions}, else those that do not get on
     */
    record Topic(
            String topic,
            String targetTopic,
            int partitionCount,
            long lagRecords,
            int failedPartitions,
            int retryingPartitions,
            @Nullable Long newestPositionAgeMs,
            List<PartitionStatus> partitions) {
        static Topic of(TopicStatus topic, boolean withPartitions) {
            return new Topic(
                    topic.topic(),
                    topic.targetTopic(),
                    topic.partitions().size(),
                    topic.lagRecords(),
                    topic.failedPartitions(),
                    topic.retryingPartitions(),
                    orNull(topic.newestTipAgeMs()),
                    topic.partitions().stream()
                            .filter(partition -> withPartitions || partition.inTrouble())
                            .toList());
        }
    }

    private static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}
