package io.twinspan.control.group;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A group's last checkpoint in one partition. Immutable.
 *
 * @param source the partition on the source
 * @param target the partition on the target
 * @param committed what the group had committed on the source
 * @param timeMs when the link stored it, in milliseconds since the epoch
 */
public record Checkpointed(TopicPartition source, TopicPartition target, OffsetAndMetadata committed, long timeMs) {}
