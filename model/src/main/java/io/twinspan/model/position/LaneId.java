package io.twinspan.model.position;

import java.util.Objects;
import org.apache.kafka.common.Uuid;

/**
 * The identity of one lane: a partition of the source topic, in one generation. Immutable.
 *
 * <p>The topic id tells a re-created topic from the one that had its name before. The generation rises when an operator
 * moves the lane's position; a new generation writes under a new producer id and starts a new map.
 */
public record LaneId(Uuid topicId, String topic, int partition, int generation) {
    public LaneId {
        Objects.requireNonNull(topicId, "topicId");
        Objects.requireNonNull(topic, "topic");
        if (topic.isEmpty()) {
            throw new IllegalArgumentException("a lane needs a topic");
        }
        if (partition < 0 || generation < 0) {
            throw new IllegalArgumentException("lane " + topic + "-" + partition + ": partition and generation "
                    + generation + " must not be negative");
        }
    }

    /** The same partition in the next generation. */
    public LaneId next() {
        return new LaneId(topicId, topic, partition, Math.incrementExact(generation));
    }

    /** For people: {@code orders-3}, and {@code orders-3#2} in generation 2. */
    @Override
    public String toString() {
        return topic + "-" + partition + (generation == 0 ? "" : "#" + generation);
    }
}
