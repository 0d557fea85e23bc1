package io.twinspan.it.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twinspan.testkit.cluster.ConnectProcess;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.cluster.EmbeddedConnect.Reply;
import io.twinspan.testkit.guarantee.ClusterComparison;
import io.twinspan.testkit.record.JsonRecords;
import io.twinspan.testkit.record.LoadedTopic;
import io.twinspan.testkit.record.TopicLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The archive in three stock workers of Kafka, with the documentation's own connector, posted by REST. */
class StockConnectIT {
    private static final Logger LOGGER = LoggerFactory.getLogger(StockConnectIT.class);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Path DOCUMENT = Path.of("..", "docs", "how-to", "run-in-your-connect-cluster.md");
    private static final Pattern JSON = Pattern.compile("(?s)```json\n(.*?)```");
    private static final String LINK = "dc1-to-dc2";

    private final ObjectMapper mapper = new ObjectMapper();
    private final List<ConnectProcess> workers = new ArrayList<>();
    private EmbeddedCluster dc1;
    private EmbeddedCluster dc2;

    @TempDir
    private Path directory;

    @BeforeEach
    void startClusters() {
        dc1 = EmbeddedCluster.builder("dc1").start();
        dc2 = EmbeddedCluster.builder("dc2").start();
    }

    @AfterEach
    void stopEverything() {
        workers.forEach(ConnectProcess::close);
        dc2.close();
        dc1.close();
    }

    @Test
    void aKilledWorkersTasksMoveAndNothingIsLostOrDoubled() throws Exception {
        LoadedTopic orders = TopicLoader.of(dc1, "orders").partitions(6).create();
        orders.load(JsonRecords.of(JsonRecords.Kind.ORDERS, 1), 3_000);
        startWorkers(3);
        assertThat(workers.get(0).request("GET", "/connector-plugins", "").body())
                .containsPattern(
                        "\\{\"class\":\"io.twinspan.connect.source.LinkSourceConnector\",\"type\":\"source\",\"version\":\"\\d");

        Reply posted = workers.get(0).request("POST", "/connectors", documented());
        assertThat(posted.status()).as(posted.body()).isEqualTo(201);
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(owners(workers.get(0))).as(tails()).hasSize(3);
            assertCopied();
        });

        orders.load(JsonRecords.of(JsonRecords.Kind.ORDERS, 2), 10_000);
        ConnectProcess killed = workers.remove(1);
        killed.kill9();
        long begun = System.nanoTime();
        orders.load(JsonRecords.of(JsonRecords.Kind.ORDERS, 3), 10_000);
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(owners(workers.get(0)))
                        .as(tails())
                        .doesNotContain(killed.workerId())
                        .hasSizeBetween(1, 2));
        await().atMost(SOON).untilAsserted(this::assertCopied);
        LOGGER.info("the killed worker's tasks ran elsewhere, and all was copied, after {} ms", millisSince(begun));
        orders.load(JsonRecords.of(JsonRecords.Kind.ORDERS, 4), 3_000);
        await().atMost(SOON).untilAsserted(this::assertCopied);
    }

    @Test
    void theArchiveHoldsNothingThatAWorkerBrings() throws Exception {
        assertThat(PluginArchive.jars())
                .containsExactly("jspecify", "twinspan-client", "twinspan-connect", "twinspan-link", "twinspan-model");
    }

    private void startWorkers(int count) throws IOException {
        var settings = Map.ofEntries(
                Map.entry("plugin.path", PluginArchive.unpackIn(directory).toString()),
                // Fails if a plug-in can only be found by reading through every class.
                Map.entry("plugin.discovery", "hybrid_fail"),
                Map.entry("key.converter", "org.apache.kafka.connect.json.JsonConverter"),
                Map.entry("value.converter", "org.apache.kafka.connect.json.JsonConverter"),
                Map.entry("header.converter", "org.apache.kafka.connect.storage.SimpleHeaderConverter"),
                Map.entry("session.timeout.ms", "6000"),
                Map.entry("heartbeat.interval.ms", "2000"));
        for (int i = 0; i < count; i++) {
            workers.add(ConnectProcess.launch(dc2, "stock", directory, ConnectProcess.stockClassPath(), settings));
        }
        workers.forEach(ConnectProcess::awaitReady);
    }

    /** The documentation's connector, for these clusters. */
    private String documented() throws IOException {
        Matcher json = JSON.matcher(Files.readString(DOCUMENT));
        assertThat(json.find()).as("JSON in %s", DOCUMENT).isTrue();
        var request = (ObjectNode) mapper.readTree(json.group(1)
                .replace("dc1-kafka:9092", dc1.bootstrapServers())
                .replace("dc2-kafka:9092", dc2.bootstrapServers()));
        var config = (ObjectNode) request.get("config");
        config.put("replication.factor", "1").put("positions.topic.replication.factor", "1");
        return request.toString();
    }

    /** The workers that run the tasks; empty unless all three run. */
    private Set<String> owners(ConnectProcess asked) throws IOException {
        var owners = new TreeSet<String>();
        JsonNode tasks = mapper.readTree(asked.status(LINK).body()).path("tasks");
        int running = 0;
        for (JsonNode task : tasks) {
            if (task.get("state").asText().equals("RUNNING")) {
                running++;
                owners.add(task.get("worker_id").asText());
            }
        }
        return running == 3 ? owners : Set.of();
    }

    private void assertCopied() throws Exception {
        assertThat(dc2.admin().listTopics().names().get()).contains("dc1.orders");
        ClusterComparison.compare(dc1.clientProperties(), "orders", dc2.clientProperties(), "dc1.orders")
                .verify();
    }

    private String tails() {
        var tails = new StringBuilder();
        workers.forEach(worker ->
                tails.append(worker).append(":\n").append(worker.logTail()).append('\n'));
        return tails.toString();
    }

    private static long millisSince(long begun) {
        return (System.nanoTime() - begun) / 1_000_000;
    }
}
