package io.twinspan.it.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.cluster.EmbeddedConnect;
import io.twinspan.testkit.cluster.EmbeddedConnect.Reply;
import io.twinspan.testkit.cluster.KafkaCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.mirror.RemoteClusterUtils;
import org.awaitility.core.ThrowingRunnable;

/** A source, a target, and a Connect worker at the target, with connectors of a link. Confined to the test's thread. */
final class GroupWorld implements AutoCloseable {
    private static final Duration READ = Duration.ofSeconds(30);

    final EmbeddedCluster source = EmbeddedCluster.builder("dc1").start();
    final EmbeddedCluster target = EmbeddedCluster.builder("dc2").start();
    final EmbeddedConnect connect = EmbeddedConnect.start(target, "workers", Map.of());

    /** Starts a connector. */
    void start(String name, String connectorClass, String sourceAlias, Map<String, String> more) {
        var config = new HashMap<String, String>();
        config.put("name", name);
        config.put("connector.class", connectorClass);
        config.put("source.cluster.alias", sourceAlias);
        config.put("target.cluster.alias", "dc2");
        config.put("tasks.max", "2");
        source.clientProperties().forEach((key, value) -> config.put("source.cluster." + key, value));
        target.clientProperties().forEach((key, value) -> config.put("target.cluster." + key, value));
        for (String topic : new String[] {"", "positions.topic.", "checkpoints.topic.", "offset-syncs.topic."}) {
            config.put(topic + "replication.factor", "1");
        }
        config.put("refresh.topics.interval.seconds", "1");
        config.put("refresh.groups.interval.seconds", "1");
        config.put("emit.checkpoints.interval.seconds", "1");
        config.put("sync.group.offsets.interval.seconds", "1");
        config.put("link.tip.interval.ms", "500");
        config.putAll(more);
        if (!connectorClass.startsWith("io.twinspan")) {
            config.keySet().removeIf(key -> key.startsWith("link.") || key.startsWith("positions."));
        }
        assertThat(connect.put(name, config)).matches(Reply::isOk);
    }

    /** Starts both connectors of a link. */
    void startLink(String name, Map<String, String> more) {
        start(name + "-source", "io.twinspan.connect.source.LinkSourceConnector", "dc1", more);
        start(name + "-checkpoint", "io.twinspan.connect.checkpoint.LinkCheckpointConnector", "dc1", more);
    }

    void stopLink(String name) {
        connect.delete(name + "-checkpoint");
        connect.delete(name + "-source");
    }

    /** What an application at the target is told of a group, by Kafka's own class. */
    Map<TopicPartition, OffsetAndMetadata> translated(String sourceAlias, String group) throws Exception {
        return RemoteClusterUtils.translateOffsets(new HashMap<>(target.clientProperties()), sourceAlias, group, READ);
    }

    static void commit(KafkaCluster cluster, String group, Map<TopicPartition, OffsetAndMetadata> offsets)
            throws ExecutionException, InterruptedException {
        cluster.admin().alterConsumerGroupOffsets(group, offsets).all().get();
    }

    static Map<TopicPartition, OffsetAndMetadata> committed(KafkaCluster cluster, String group)
            throws ExecutionException, InterruptedException {
        return cluster.admin()
                .listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
    }

    static void soon(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(assertion);
    }

    @Override
    public void close() {
        connect.close();
        target.close();
        source.close();
    }
}
