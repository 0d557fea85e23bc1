package io.twinspan.link.exchange;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/**
 * Who leads what in a cluster. Immutable.
 *
 * @param clusterId the cluster's id
 * @param topics by name, with every topic that was asked for
 */
public record Topology(String clusterId, Map<String, Topic> topics) {

    /**
     * One topic, or why it could not be described.
     *
     * @param partitions by partition number; empty on error
     */
    public record Topic(BrokerError error, Uuid topicId, List<Leader> partitions) {}

    /**
     * One partition's leader.
     *
     * @param node the broker's id, -1 if there is no leader now
     * @param epoch the leader epoch, -1 if unknown
     */
    public record Leader(int node, int epoch) {}
}
