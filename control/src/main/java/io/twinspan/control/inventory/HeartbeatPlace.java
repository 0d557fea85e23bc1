package io.twinspan.control.inventory;

import io.twinspan.control.cluster.ClusterAccess;
import org.apache.kafka.connect.mirror.ReplicationPolicy;

/**
 * A cluster in which to look for heartbeats. Immutable, as far as the policy is.
 *
 * @param policy which names the cluster's heartbeats topics
 */
public record HeartbeatPlace(ClusterAccess cluster, ReplicationPolicy policy) {}
