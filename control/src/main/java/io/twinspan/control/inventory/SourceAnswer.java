package io.twinspan.control.inventory;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/**
 * What the source said of a link's topics at one moment. Immutable.
 *
 * @param topics those that exist, by name
 * @param untold topics of which it said nothing, each with why
 */
record SourceAnswer(Reach reach, Map<String, Topic> topics, Map<String, String> untold) {
    SourceAnswer {
        topics = new TreeMap<>(topics);
        untold = new TreeMap<>(untold);
    }

    /** A source that did not answer. */
    static SourceAnswer none(String why) {
        return new SourceAnswer(Reach.not(why), Map.of(), Map.of());
    }

    /**
     * One topic. Immutable.
     *
     * @param partitions their numbers
     * @param starts where the logs begin, of the partitions of which it said so
     * @param ends where they can be read to
     */
    record Topic(Uuid id, Set<Integer> partitions, Map<Integer, Long> starts, Map<Integer, Long> ends) {
        Topic {
            partitions = Set.copyOf(partitions);
            starts = Map.copyOf(starts);
            ends = Map.copyOf(ends);
        }
    }
}
