package io.twinspan.testkit.sim.broker;

import java.util.List;
import org.apache.kafka.common.Uuid;

/** A topic: a name, an id that no other topic ever had, and partitions. Immutable; the partitions are not. */
public record SimTopic(String name, Uuid id, TopicSettings settings, List<SimPartition> partitions) {
    public SimTopic {
        partitions = List.copyOf(partitions);
    }
}
