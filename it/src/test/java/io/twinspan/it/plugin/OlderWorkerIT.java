package io.twinspan.it.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.testkit.cluster.ConnectProcess;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.cluster.EmbeddedConnect.Reply;
import io.twinspan.testkit.guarantee.ClusterComparison;
import io.twinspan.testkit.record.JsonRecords;
import io.twinspan.testkit.record.TopicLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive in a Connect worker of Kafka 4.0, which lacks the classes that batches are copied with. */
class OlderWorkerIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Path JARS = Path.of("..", "workers-4.0", "target", "lib");

    @TempDir
    private Path directory;

    @Test
    void refusesBatchesClearlyAndCopiesRecordByRecord() throws Exception {
        try (EmbeddedCluster dc1 = EmbeddedCluster.builder("dc1").start();
                EmbeddedCluster dc2 = EmbeddedCluster.builder("dc2").start();
                ConnectProcess worker = ConnectProcess.launch(
                        dc2,
                        "older",
                        directory,
                        JARS.resolve("*").toString(),
                        Map.of(
                                "plugin.path",
                                PluginArchive.unpackIn(directory).toString(),
                                "exactly.once.source.support",
                                "enabled"))) {
            TopicLoader.of(dc1, "orders")
                    .partitions(2)
                    .create()
                    .load(JsonRecords.of(JsonRecords.Kind.ORDERS, 1), 1_000);
            worker.awaitReady();
            var config = config(dc1, dc2);

            config.put("link.mode", "batch");
            Reply refused = worker.put("link", config);
            assertThat(refused.status()).as(refused.body()).isEqualTo(400);
            assertThat(refused.body())
                    .contains("kafka-clients 4.0.", "on Connect workers of Kafka 4.3", "link.mode = record");

            config.remove("link.mode");
            assertThat(worker.put("link", config)).matches(Reply::isOk);
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(worker.taskStates("link"))
                        .as("%s%n%s", worker.status("link").body(), worker.logTail())
                        .containsExactly("RUNNING");
                assertThat(dc2.admin().listTopics().names().get()).contains("dc1.orders");
                ClusterComparison.compare(dc1.clientProperties(), "orders", dc2.clientProperties(), "dc1.orders")
                        .verify();
            });
            assertThat(worker.logTail()).contains("Records go through Connect one by one");
        }
    }

    private static Map<String, String> config(EmbeddedCluster source, EmbeddedCluster target) {
        var config = new HashMap<String, String>();
        config.put("connector.class", "LinkSourceConnector");
        config.put("source.cluster.alias", "dc1");
        config.put("target.cluster.alias", "dc2");
        config.put("source.cluster.bootstrap.servers", source.bootstrapServers());
        config.put("target.cluster.bootstrap.servers", target.bootstrapServers());
        config.put("topics", "orders");
        config.put("replication.factor", "1");
        config.put("positions.topic.replication.factor", "1");
        config.put("link.tip.interval.ms", "500");
        return config;
    }
}
