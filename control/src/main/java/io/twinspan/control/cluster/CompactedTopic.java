package io.twinspan.control.cluster;

import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.wire.InternalTopics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * A topic in which operators' commands keep something: one partition, compacted. Immutable.
 *
 * @param replication the replication factor if it has to be created; -1 for the cluster's default
 */
public record CompactedTopic(ClusterAccess cluster, String name, short replication) {

    /**
     * Creates it if it is missing.
     *
     * @throws TransientFailure if it is missing and cannot be created
     */
    public void create(Duration limit) {
        try (var client = new ClusterClient(cluster, "twinspan-topics", limit)) {
            create(client);
        }
    }

    /** The same by a client of its cluster. */
    public void create(ClusterClient client) {
        if (client.topicNames().contains(name)) {
            return;
        }
        var topic = new NewTopic(name, Optional.of(1), replication < 0 ? Optional.empty() : Optional.of(replication))
                .configs(InternalTopics.CONFIGS);
        try {
            client.await(client.admin().createTopics(List.of(topic)).all());
        } catch (TransientFailure e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new TransientFailure(
                        "topic " + name + " of " + cluster.alias() + " is missing, and could not be created: "
                                + e.getMessage()
                                + ". The principal of the file needs CREATE on it, and there must be enough brokers for"
                                + " 'positions.topic.replication.factor'.",
                        e.getCause());
            }
        }
    }
}
