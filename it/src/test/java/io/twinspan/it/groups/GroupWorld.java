package io.twinspan.it.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.cluster.EmbeddedConnect;
import io.twinspan.testkit.cluster.EmbeddedConnect.Reply;
import io.twinspan.testkit.cluster.KafkaCluster;
import io.twinspan.testkit.record.Codec;
import io.twinspan.testkit.record.JsonRecords;
import io.twinspan.testkit.record.JsonRecords.Kind;
import io.twinspan.testkit.record.LoadedTopic;
import io.twinspan.testkit.record.SizedRecords;
import io.twinspan.testkit.record.SometimesTombstone;
import io.twinspan.testkit.record.TopicLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.mirror.RemoteClusterUtils;
import org.awaitility.core.ThrowingRunnable;

/** A source, a target, and a Connect worker at the target, with connectors of a link. Confined to the test's thread. */
public final class GroupWorld implements AutoCloseable {
    private static final Duration READ = Duration.ofSeconds(30);

    public final EmbeddedCluster source = EmbeddedCluster.builder("dc1").start();
    public final EmbeddedCluster target = EmbeddedCluster.builder("dc2").start();
    public final EmbeddedConnect connect = EmbeddedConnect.start(target, "workers", Map.of());

    /** Starts a connector. */
    public void start(String name, String connectorClass, String sourceAlias, Map<String, String> more) {
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
    public void startLink(String name, Map<String, String> more) {
        start(name + "-source", "io.twinspan.connect.source.LinkSourceConnector", "dc1", more);
        start(name + "-checkpoint", "io.twinspan.connect.checkpoint.LinkCheckpointConnector", "dc1", more);
    }

    public void stopLink(String name) {
        connect.delete(name + "-checkpoint");
        connect.delete(name + "-source");
    }

    /** Fills three topics in which source and target offsets differ, or do not: by markers, by aborted records, by holes. */
    public List<TopicPartition> loadThreeKinds() {
        LoadedTopic tx =
                TopicLoader.of(source, "tx").partitions(4).codec(Codec.LZ4).create();
        tx.loadInTransactions(JsonRecords.of(Kind.ORDERS, 1), 4_000, 20, 3);
        LoadedTopic compacted = TopicLoader.of(source, "compacted")
                .partitions(4)
                .compacted()
                .codec(Codec.ZSTD)
                .create()
                .load(new SometimesTombstone(SizedRecords.of(2, 300, 2_000), 7), 12_000)
                .clean();
        LoadedTopic plain =
                TopicLoader.of(source, "plain").partitions(2).create().load(JsonRecords.of(Kind.EVENTS, 3), 4_000);
        var partitions = new ArrayList<TopicPartition>();
        List.of(tx, compacted, plain).forEach(topic -> partitions.addAll(topic.partitions()));
        return partitions;
    }

    /** What an application at the target is told of a group, by Kafka's own class. */
    public Map<TopicPartition, OffsetAndMetadata> translated(String sourceAlias, String group) throws Exception {
        return RemoteClusterUtils.translateOffsets(new HashMap<>(target.clientProperties()), sourceAlias, group, READ);
    }

    public static void commit(KafkaCluster cluster, String group, Map<TopicPartition, OffsetAndMetadata> offsets)
            throws ExecutionException, InterruptedException {
        cluster.admin().alterConsumerGroupOffsets(group, offsets).all().get();
    }

    public static Map<TopicPartition, OffsetAndMetadata> committed(KafkaCluster cluster, String group)
            throws ExecutionException, InterruptedException {
        return cluster.admin()
                .listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
    }

    public static void soon(ThrowingRunnable assertion) {
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
