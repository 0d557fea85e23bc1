package io.twinspan.control.lanes;

import org.apache.kafka.common.TopicPartition;

/**
 * What was decided about one partition. Immutable.
 *
 * @param what for people
 * @param stored false if it was only looked at what would be decided
 * @param heard whether a running link hears of it at once; if not, it counts from the next start of its task
 */
public record LaneOrdered(TopicPartition partition, String what, boolean stored, boolean heard) {}
