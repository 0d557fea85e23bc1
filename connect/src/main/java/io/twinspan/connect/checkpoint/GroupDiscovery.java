package io.twinspan.connect.checkpoint;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.mirror.GroupFilter;

/**
 * Which groups a link translates. Immutable.
 *
 * @param accepted those that the filter accepts
 * @param connectors those of sink connectors that it does not accept: by default, all of them
 */
record GroupDiscovery(List<String> accepted, List<String> connectors) {
    private static final String SINK_CONNECTORS = "connect-";

    GroupDiscovery {
        accepted = List.copyOf(accepted);
        connectors = List.copyOf(connectors);
    }

    static GroupDiscovery of(Collection<String> listed, GroupFilter filter) {
        var sorted = new TreeSet<>(listed);
        return new GroupDiscovery(
                sorted.stream().filter(filter::shouldReplicateGroup).toList(),
                sorted.stream()
                        .filter(group -> group.startsWith(SINK_CONNECTORS) && !filter.shouldReplicateGroup(group))
                        .toList());
    }

    /** All groups that matter to the link, translated or not. */
    List<String> all() {
        var all = new TreeSet<>(accepted);
        all.addAll(connectors);
        return List.copyOf(all);
    }

    /** Those of these groups that have a position in a topic that the link copies. */
    static List<String> concerned(
            Collection<String> groups,
            Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets,
            Predicate<String> topics) {
        return groups.stream()
                .filter(group -> offsets.getOrDefault(group, Map.of()).keySet().stream()
                        .map(TopicPartition::topic)
                        .distinct()
                        .anyMatch(topics))
                .toList();
    }
}
