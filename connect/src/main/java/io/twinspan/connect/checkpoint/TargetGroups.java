package io.twinspan.connect.checkpoint;

import io.twinspan.client.cluster.ClusterGroups;
import io.twinspan.client.cluster.ClusterGroups.Presence;
import io.twinspan.client.cluster.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A real target's groups. Confined to one thread. */
record TargetGroups(ClusterGroups groups) implements GroupSync.Target {
    @Override
    public Map<String, Presence> presence(Collection<String> names, List<Problem> problems) {
        return groups.presence(names, problems);
    }

    @Override
    public Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets(
            Collection<String> names, List<Problem> problems) {
        return groups.offsets(names, problems);
    }

    @Override
    public Map<String, Throwable> commit(Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets) {
        return groups.commit(offsets);
    }

    @Override
    public Problem problem(String group, String what, String permission, Throwable failure) {
        return groups.problem(group, what, permission, failure);
    }
}
