package io.twinspan.control.preflight;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topic in which brokers keep groups. Thread-safe: pure functions. */
final class GroupsTopic {
    private static final String NAME = "__consumer_offsets";

    private GroupsTopic() {}

    /** Whether the cluster never had groups; asking about one would make its brokers create the topic. */
    static boolean isMissing(ClusterProbe cluster) throws TimeoutException {
        try {
            cluster.await(cluster.admin().describeTopics(List.of(NAME)).allTopicNames());
            return false;
        } catch (ExecutionException e) {
            return e.getCause() instanceof UnknownTopicOrPartitionException;
        }
    }
}
