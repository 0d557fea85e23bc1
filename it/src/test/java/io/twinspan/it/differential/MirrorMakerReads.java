package io.twinspan.it.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.MessageFormatter;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.mirror.MirrorClient;
import org.apache.kafka.connect.mirror.MirrorMakerReaders;
import org.apache.kafka.connect.mirror.MirrorMakerReaders.Bytes;
import org.apache.kafka.connect.mirror.formatters.CheckpointFormatter;
import org.apache.kafka.connect.mirror.formatters.HeartbeatFormatter;
import org.apache.kafka.connect.mirror.formatters.OffsetSyncFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** MirrorMaker 2's own classes on what Twinspan has written, beside the same on what MirrorMaker 2 has. Confined to the test's thread. */
final class MirrorMakerReads {
    private static final Logger LOGGER = LoggerFactory.getLogger(MirrorMakerReads.class);
    private static final Duration READ = Duration.ofSeconds(30);
    private static final List<String> TOPICS =
            List.of("orders", "users", "payments", "packed-gzip", "packed-lz4", "stamped", "late", "eu.sales.v1");

    private final Stage stage;
    private final String prefix;
    private final Map<String, String> policy;

    /**
     * @param prefix what the policy puts before a topic's name
     * @param policy the keys that choose the policy
     */
    MirrorMakerReads(Stage stage, String prefix, Map<String, String> policy) {
        this.stage = stage;
        this.prefix = prefix;
        this.policy = policy;
    }

    void verify() throws Exception {
        bytes(
                "mm2-offset-syncs.dc3.internal",
                stage.source,
                MirrorMakerReaders::offsetSync,
                new OffsetSyncFormatter(),
                "OffsetSync");
        bytes(
                "dc1.checkpoints.internal",
                stage.ours,
                MirrorMakerReaders::checkpoint,
                new CheckpointFormatter(),
                "Checkpoint");
        bytes("heartbeats", stage.ours, MirrorMakerReaders::heartbeat, new HeartbeatFormatter(), "Heartbeat");
        bytes("dc1.heartbeats", stage.ours, MirrorMakerReaders::heartbeat, new HeartbeatFormatter(), "Heartbeat");
        client();
        LongSummaryStatistics ours = rereads("dc3", stage.ours);
        LongSummaryStatistics theirs = rereads("dc2", stage.theirs);
        // As many as a rule; a task that is stopped just when it has begun may not get to write its first.
        assertThat(ours.getCount()).as("positions that syncs translate").isGreaterThan(theirs.getCount() / 2);
        LOGGER.warn(
                "records read again by OffsetSyncStore: from Twinspan's syncs {}, from MirrorMaker 2's {}",
                ours,
                theirs);
    }

    /** What MirrorMaker 2 reads from each record is, written by it again, the same bytes, and its formatter prints it. */
    private static void bytes(
            String topic,
            KafkaCluster cluster,
            Function<ConsumerRecord<byte[], byte[]>, Bytes> readAndWrite,
            MessageFormatter formatter,
            String printed) {
        List<ConsumerRecord<byte[], byte[]>> records = Facts.read(cluster, List.of(new TopicPartition(topic, 0)))
                .getOrDefault(new TopicPartition(topic, 0), List.of());
        assertThat(records).as(topic).isNotEmpty();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Bytes again = readAndWrite.apply(record);
            assertThat(again.key()).as(topic).isEqualTo(record.key());
            assertThat(again.value()).as(topic).isEqualTo(record.value());
            var out = new ByteArrayOutputStream();
            formatter.writeTo(record, new PrintStream(out, true, StandardCharsets.UTF_8));
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .startsWith(printed + "{")
                    .endsWith("}" + System.lineSeparator());
        }
    }

    /** What an application asks Kafka's client class. */
    private void client() throws Exception {
        try (var ours = new MirrorClient(properties(stage.ours));
                var theirs = new MirrorClient(properties(stage.theirs))) {
            assertThat(ours.upstreamClusters())
                    .isEqualTo(theirs.upstreamClusters())
                    .contains("dc1");
            assertThat(ours.replicationHops("dc1"))
                    .isEqualTo(theirs.replicationHops("dc1"))
                    .isEqualTo(1);
            assertThat(ours.heartbeatTopics()).isEqualTo(theirs.heartbeatTopics());
            assertThat(ours.checkpointTopics()).isEqualTo(theirs.checkpointTopics());
            for (String group : List.of("g-end", "g-behind", "g-start", "g-rewound", "g-live", "g-late")) {
                Map<TopicPartition, OffsetAndMetadata> translated = ours.remoteConsumerOffsets(group, "dc1", READ);
                assertThat(translated)
                        .as(group)
                        .containsOnlyKeys(
                                theirs.remoteConsumerOffsets(group, "dc1", READ).keySet());
            }
            assertThat(ours.remoteConsumerOffsets("g-late", "dc1", READ))
                    .containsEntry(new TopicPartition(prefix + "late", 1), new OffsetAndMetadata(41));
        }
    }

    private Map<String, Object> properties(KafkaCluster cluster) {
        Map<String, Object> properties = new HashMap<>(cluster.clientProperties());
        properties.putAll(policy);
        properties.put("source.cluster.alias", "dc1");
        return properties;
    }

    /** How many records a group would read again, at each offset that the syncs translate. None is ever skipped. */
    private LongSummaryStatistics rereads(String alias, KafkaCluster target) throws Exception {
        Facts source = Facts.of(stage.source);
        Facts copies = Facts.of(target);
        var rereads = new LongSummaryStatistics();
        try (var syncs = new MirrorMakerReaders.Syncs(connector(alias, target))) {
            for (String topic : TOPICS) {
                for (int p = 0; !source.committed(new TopicPartition(topic, p)).isEmpty(); p++) {
                    var partition = new TopicPartition(topic, p);
                    var copy = new TopicPartition(prefix + topic, p);
                    long end = source.committed(partition)
                                    .get(source.committed(partition).size() - 1)
                                    .offset()
                            + 1;
                    for (long offset = 0; offset <= end; offset++) {
                        OptionalLong translated = syncs.translate(partition, offset);
                        if (translated.isPresent() && translated.getAsLong() >= 0) {
                            long again =
                                    source.indexAt(partition, offset) - copies.indexAt(copy, translated.getAsLong());
                            assertThat(again)
                                    .as("%s of %s: skipped", offset, partition)
                                    .isNotNegative();
                            rereads.accept(again);
                        }
                    }
                    OptionalLong last = syncs.translate(partition, end);
                    assertThat(last)
                            .as("the end of %s by the syncs for %s", partition, alias)
                            .isPresent();
                    assertThat(copies.indexAt(copy, last.getAsLong())).isEqualTo(source.indexAt(partition, end));
                }
            }
        }
        return rereads;
    }

    private Map<String, String> connector(String alias, KafkaCluster target) {
        var connector = new HashMap<>(policy);
        connector.put("name", "reader");
        connector.put("connector.class", "org.apache.kafka.connect.mirror.MirrorCheckpointConnector");
        connector.put("source.cluster.alias", "dc1");
        connector.put("target.cluster.alias", alias);
        connector.put("source.cluster.bootstrap.servers", stage.source.bootstrapServers());
        connector.put("target.cluster.bootstrap.servers", target.bootstrapServers());
        return connector;
    }
}
