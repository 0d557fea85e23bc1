package io.twinspan.control.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** A topic whose clients are to move, with its copy. Immutable. */
public record MovedTopic(String topic, String copy, int partitions) {

    /** Whether producers on the target write into the copy itself. */
    public boolean isSameName() {
        return topic.equals(copy);
    }

    /** The source's partitions of all of these. */
    public static List<TopicPartition> partitionsOf(Collection<MovedTopic> topics) {
        var partitions = new ArrayList<TopicPartition>();
        for (MovedTopic topic : topics) {
            for (int i = 0; i < topic.partitions(); i++) {
                partitions.add(new TopicPartition(topic.topic(), i));
            }
        }
        return partitions;
    }

    /** Where a partition of the source is copied to. */
    public TopicPartition copyOf(int partition) {
        return new TopicPartition(copy, partition);
    }
}
