package io.twinspan.connect.sync;

import io.twinspan.model.error.Misconfigured;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Compares the topics that the target has with those that a link needs. Thread-safe: pure functions.
 *
 * <p>Partitions are only ever added: a target topic with more than the source's keeps them.
 */
public final class TopicReconciler {

    private TopicReconciler() {}

    /**
     * A topic that the target should have. Immutable.
     *
     * @param replicationFactor -1 for the target's own default
     */
    public record Desired(String topic, int partitions, short replicationFactor, Map<String, String> configs) {
        public Desired {
            configs = Map.copyOf(configs);
        }

        /** The same topic, to be created with other configs. */
        Desired withConfigs(Map<String, String> other) {
            return new Desired(topic, partitions, replicationFactor, other);
        }
    }

    /** What to change, in the order of the topics' names; {@code observed} holds the partition count of each topic that exists. */
    public static List<TopicChange> plan(Map<String, Integer> observed, Collection<Desired> desired) {
        var changes = new ArrayList<TopicChange>();
        desired.stream().sorted(Comparator.comparing(Desired::topic)).forEach(topic -> {
            Integer there = observed.get(topic.topic());
            if (there == null) {
                changes.add(new TopicChange.Create(topic));
            } else if (there < topic.partitions()) {
                changes.add(new TopicChange.Grow(topic.topic(), there, topic.partitions()));
            }
        });
        return changes;
    }

    /**
     * Refuses a replication factor that the target cannot have, before anything is created.
     *
     * @param key the option that the operator has to change
     */
    public static void requireReplication(List<TopicChange> changes, int brokers, String key) {
        for (TopicChange change : changes) {
            if (change instanceof TopicChange.Create create && create.desired().replicationFactor() > brokers) {
                throw new Misconfigured(key, tooFewBrokers(create.desired(), brokers, key));
            }
        }
    }

    static String tooFewBrokers(Desired topic, int brokers, String key) {
        return "'" + key + "' is " + topic.replicationFactor() + ", but the target cluster has "
                + (brokers > 0 ? brokers + " broker" + (brokers == 1 ? "" : "s") : "fewer brokers")
                + ", so topic " + topic.topic() + " cannot be created. Lower '" + key
                + "', or set it to -1 for the target's own default.";
    }
}
