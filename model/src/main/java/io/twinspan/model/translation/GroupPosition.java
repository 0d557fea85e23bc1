package io.twinspan.model.translation;

import org.apache.kafka.common.TopicPartition;

/**
 * A group's position in one partition, with its translation. Immutable.
 *
 * @param source the source partition
 * @param target the target partition
 * @param sourceOffset what the group committed in the source
 */
public record GroupPosition(TopicPartition source, TopicPartition target, long sourceOffset, Translation translation) {}
