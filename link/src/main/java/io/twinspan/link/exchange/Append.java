package io.twinspan.link.exchange;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * A request to append one batch to each of several partitions, acknowledged by all in-sync replicas. Immutable; refuses to hold
 * a partition twice, since a broker would take the last entry only and lose the other in silence (measured on 4.3.1).
 *
 * @param timeoutMs how long the broker may wait for its followers
 */
public record Append(int timeoutMs, List<Entry> entries) {

    /** One partition's batch: exactly one, complete, with base offset 0. */
    public record Entry(String topic, Uuid topicId, int partition, ByteBuffer batch) {}

    public Append {
        entries = List.copyOf(entries);
        Set<TopicPartition> seen = new HashSet<>(entries.size() * 2);
        for (Entry entry : entries) {
            if (!seen.add(new TopicPartition(entry.topic(), entry.partition()))) {
                throw new IllegalArgumentException("partition " + entry.topic() + "-" + entry.partition()
                        + " stands twice in one append; a broker would lose one of the two");
            }
        }
    }
}
