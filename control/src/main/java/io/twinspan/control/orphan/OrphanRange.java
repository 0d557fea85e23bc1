package io.twinspan.control.orphan;

import java.util.Comparator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * A stretch of a source partition of which the link will copy nothing. Immutable.
 *
 * @param topicId of the source topic
 * @param copy where it would have been copied to
 * @param from its first offset
 * @param to the first offset behind it
 */
public record OrphanRange(TopicPartition partition, Uuid topicId, TopicPartition copy, long from, long to) {
    /** By topic, partition and offset. */
    static final Comparator<OrphanRange> ORDER = Comparator.comparing(
                    (OrphanRange range) -> range.partition().topic())
            .thenComparingInt(range -> range.partition().partition())
            .thenComparingLong(OrphanRange::from);

    /** Whether producers on the target write into the copy itself. */
    public boolean isSameName() {
        return partition.equals(copy);
    }
}
