package io.twinspan.it.drill;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.quota.ClientQuotaFilter;

/**
 * Everything of a cluster that a drill must leave alone. Immutable.
 *
 * @param offsets of every group but those that are left out
 * @param configs of every topic but the journal, which gets the report
 * @param control how many records operators' orders take
 */
record Untouched(
        Map<String, Map<TopicPartition, Long>> offsets,
        Set<String> acls,
        String quotas,
        Map<String, String> configs,
        Map<String, Long> control) {

    /** @param without groups that are at work */
    static Untouched of(KafkaCluster cluster, Set<String> without) {
        var offsets = new TreeMap<String, Map<TopicPartition, Long>>();
        Collection<GroupListing> groups = DrillStage.get(
                cluster.admin().listGroups(new ListGroupsOptions()).all());
        groups.stream()
                .map(GroupListing::groupId)
                .filter(group -> !without.contains(group))
                .forEach(group -> {
                    var places = new TreeMap<TopicPartition, Long>(java.util.Comparator.comparing(TopicPartition::topic)
                            .thenComparing(TopicPartition::partition));
                    DrillStage.get(cluster.admin()
                                    .listConsumerGroupOffsets(group)
                                    .partitionsToOffsetAndMetadata())
                            .forEach((partition, offset) -> places.put(partition, offset.offset()));
                    offsets.put(group, places);
                });
        Set<String> topics =
                new TreeSet<>(DrillStage.get(cluster.admin().listTopics().names()));
        topics.removeIf(topic -> topic.startsWith("mm2-journal."));
        var configs = new TreeMap<String, String>();
        DrillStage.get(cluster.admin()
                        .describeConfigs(topics.stream()
                                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                                .toList())
                        .all())
                .forEach((resource, config) -> configs.put(
                        resource.name(),
                        config.entries().stream()
                                .map(entry -> entry.name() + "=" + entry.value() + " " + entry.source())
                                .sorted()
                                .collect(Collectors.joining("\n"))));
        var control = new TreeMap<String, Long>();
        topics.stream()
                .filter(topic -> topic.startsWith("mm2-control."))
                .forEach(topic -> control.put(topic, DrillStage.end(cluster, new TopicPartition(topic, 0))));
        return new Untouched(
                offsets,
                DrillStage.get(cluster.admin()
                                .describeAcls(AclBindingFilter.ANY)
                                .values())
                        .stream()
                        .map(Object::toString)
                        .collect(Collectors.toCollection(TreeSet::new)),
                DrillStage.get(cluster.admin()
                                .describeClientQuotas(ClientQuotaFilter.all())
                                .entities())
                        .toString(),
                configs,
                control);
    }
}
