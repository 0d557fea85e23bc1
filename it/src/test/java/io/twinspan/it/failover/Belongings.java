package io.twinspan.it.failover;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;

/**
 * What a move may touch in a cluster, as it is at some moment: who may do what, who is braked, how topics are set, and where groups are.
 * Immutable.
 */
record Belongings(
        Set<AclBinding> acls,
        Map<ClientQuotaEntity, Map<String, Double>> quotas,
        Map<String, Map<String, String>> configs,
        Map<String, Map<TopicPartition, Long>> groups) {

    static Belongings of(MoveStage stage, KafkaCluster cluster, List<String> topics, Collection<String> groups) {
        var resources = new ArrayList<ConfigResource>();
        topics.forEach(topic -> resources.add(new ConfigResource(ConfigResource.Type.TOPIC, topic)));
        var configs = new TreeMap<String, Map<String, String>>();
        MoveStage.get(cluster.admin().describeConfigs(resources).all()).forEach((resource, config) -> {
            var set = new TreeMap<String, String>();
            config.entries().stream()
                    .filter(entry -> !entry.isDefault())
                    .forEach(entry -> set.put(entry.name(), String.valueOf(entry.value())));
            configs.put(resource.name(), set);
        });
        var offsets = new TreeMap<String, Map<TopicPartition, Long>>();
        for (String group : groups) {
            Map<TopicPartition, Long> of = new HashMap<>();
            Map<TopicPartition, OffsetAndMetadata> committed = stage.committed(cluster, group);
            committed.forEach((partition, offset) -> of.put(partition, offset.offset()));
            offsets.put(group, of);
        }
        return new Belongings(
                new HashSet<>(MoveStage.get(
                        cluster.admin().describeAcls(AclBindingFilter.ANY).values())),
                MoveStage.get(cluster.admin()
                        .describeClientQuotas(ClientQuotaFilter.all())
                        .entities()),
                configs,
                offsets);
    }
}
