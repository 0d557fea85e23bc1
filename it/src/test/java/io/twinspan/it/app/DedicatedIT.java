package io.twinspan.it.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.guarantee.ClusterComparison;
import io.twinspan.testkit.process.JavaProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.mirror.RemoteClusterUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dedicated mode as processes: replication, status, a clean stop, shared work, and taking over from a killed process. */
class DedicatedIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);

    private static final Map<String, String> WITHOUT_HEARTBEATS = Map.of("emit.heartbeats.enabled", "false");

    @TempDir
    private Path directory;

    private EmbeddedCluster dc1;
    private EmbeddedCluster dc2;

    @BeforeEach
    void startClusters() {
        dc1 = EmbeddedCluster.builder("dc1").start();
        dc2 = EmbeddedCluster.builder("dc2").start();
    }

    @AfterEach
    void stopClusters() {
        dc2.close();
        dc1.close();
    }

    @Test
    void replicatesUntilSigtermAndReportsItsLag() throws Exception {
        dc1.createTopic("orders", 3);
        produce("orders", 0, 2_000);
        // They would be a third topic, with a lag of their own.
        String file = file(WITHOUT_HEARTBEATS);
        try (JavaProcess run = TwinspanProcess.run("run", file)) {
            await().atMost(SOON).untilAsserted(() -> assertCopied(run, "orders"));

            // Without jumps, offsets are the same on both sides.
            var position = new OffsetAndMetadata(17, "here");
            dc1.admin()
                    .alterConsumerGroupOffsets("shop", Map.of(new TopicPartition("orders", 1), position))
                    .all()
                    .get();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(RemoteClusterUtils.translateOffsets(
                                    new HashMap<>(dc2.clientProperties()), "dc1", "shop", Duration.ofSeconds(10)))
                            .isEqualTo(Map.of(new TopicPartition("dc1.orders", 1), position)));

            // A topic that is new while the link runs.
            dc1.createTopic("orders-new", 1);
            produce("orders-new", 0, 100);
            await().atMost(Duration.ofSeconds(35)).untilAsserted(() -> assertCopied(run, "orders-new"));

            await().atMost(SOON).untilAsserted(() -> {
                Cli status = Cli.run("status", file, "--json");
                assertThat(status.exitCode()).as(status.text()).isZero();
                JsonNode link = new ObjectMapper().readTree(status.out()).at("/links/0");
                assertThat(link.get("link").asText()).isEqualTo("dc1->dc2");
                assertThat(link.get("started").asBoolean()).isTrue();
                assertThat(link.get("lagRecords").asLong()).isZero();
                assertThat(link.get("topics")).hasSize(2);
            });
            assertThat(Cli.run("status", file).out())
                    .contains("dc1->dc2: safe to cut over: yes", "up to date", "dc1.orders-new");

            assertThat(run.stop(STOP)).as(run.logTail()).isZero();
        }
        produce("orders", 2_000, 500);
        // A task counts as alive until it has given no sign for a while.
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(Cli.run("status", file).out())
                        .contains("safe to cut over: NO", "no task of the link", "500 records behind"));
    }

    @Test
    void processesWithOneFileShareTheWorkAndOneTakesOverFromAnotherThatIsKilled() {
        dc1.createTopic("orders", 4);
        produce("orders", 0, 1_000);
        // Connect spreads tasks by their number, whichever connector's they are: with a heartbeat task among them, both
        // of
        // the link's could be in one process.
        String file = file(Map.of("dc1->dc2.tasks.max", "2", "emit.heartbeats.enabled", "false"));
        try (JavaProcess first = TwinspanProcess.run("first", file);
                JavaProcess second = TwinspanProcess.run("second", file)) {
            await().atMost(SOON).untilAsserted(() -> assertCopied(first, "orders"));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(taskOwners(second)).hasSize(2));

            first.kill9();
            produce("orders", 1_000, 1_000);

            await().atMost(Duration.ofSeconds(25)).untilAsserted(() -> assertCopied(second, "orders"));
            assertThat(second.stop(STOP)).as(second.logTail()).isZero();
        }
    }

    @Test
    void aChangedFileIsAppliedWithoutARestartAndABadOneIsRefused() throws Exception {
        dc1.createTopic("orders", 1);
        dc1.createTopic("users", 1);
        dc2.createTopic("payments", 1);
        produce("orders", 0, 200);
        produce("users", 0, 100);
        // With heartbeats, dc1 would have a worker from the beginning.
        Path file = Path.of(file(WITHOUT_HEARTBEATS));
        String first = Files.readString(file);
        try (JavaProcess run = TwinspanProcess.run("living", file.toString())) {
            await().atMost(SOON).untilAsserted(() -> assertCopied(run, "orders"));

            Files.writeString(file, first.replace("orders.*", "orders.*, users") + "no.such.key = 1\n");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(Files.readString(run.log()))
                            .contains("no.such.key", "cannot be used", "the links go on as before"));
            Files.writeString(
                    file,
                    first.replace("orders.*", "orders.*, users")
                            + "dc2->dc1.enabled = true\ndc2->dc1.topics = payments\n");

            await().atMost(SOON).untilAsserted(() -> assertCopied(run, "users"));
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(run.isAlive()).as(run.logTail()).isTrue();
                assertThat(dc1.admin().listTopics().names().get()).contains("dc2.payments");
            });
            assertThat(Files.readString(run.log()))
                    .contains("the worker for target dc1 starts", "topics: 'orders.*' -> 'orders.*, users'");
            Files.writeString(file, first);
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(Files.readString(run.log())).contains("the worker for target dc1 stops"));
            produce("orders", 200, 100);
            await().atMost(SOON).untilAsserted(() -> assertCopied(run, "orders"));
            assertThat(run.stop(STOP)).as(run.logTail()).isZero();
        }
    }

    @Test
    void bothDirectionsRunInOneProcess() {
        dc1.createTopic("orders", 1);
        dc2.createTopic("payments", 1);
        produce("orders", 0, 200);
        String file = file(Map.of("dc2->dc1.enabled", "true", "dc2->dc1.topics", "payments"));
        try (JavaProcess run = TwinspanProcess.run("both", file)) {
            await().atMost(SOON).untilAsserted(() -> assertCopied(run, "orders"));
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(run.isAlive()).as(run.logTail()).isTrue();
                assertThat(dc1.admin().listTopics().names().get()).contains("dc2.payments");
            });
            assertThat(run.stop(STOP)).as(run.logTail()).isZero();
        }
    }

    /** A hub goes on without one of its datacenters, and with it once it is back, from and to there. */
    @Test
    void aClusterThatDoesNotAnswerHoldsUpNoOtherLinks() throws Exception {
        dc1.createTopic("orders", 1);
        produce("orders", 0, 200);
        try (EmbeddedCluster dc3 = EmbeddedCluster.builder("dc3").start()) {
            dc3.createTopic("payments", 1);
            var more = new HashMap<>(WITHOUT_HEARTBEATS);
            more.put("clusters", "dc1, dc2, dc3");
            more.put("dc3.bootstrap.servers", dc3.bootstrapServers());
            more.put("dc3->dc2.enabled", "true");
            more.put("dc3->dc2.topics", "payments");
            more.put("dc1->dc3.enabled", "true");
            more.put("dc1->dc3.topics", "orders");
            String file = file(more);
            dc3.stopBroker(0);

            try (JavaProcess run = TwinspanProcess.run("hub", file)) {
                await().atMost(SOON).untilAsserted(() -> assertCopied(run, "orders"));
                assertThat(run.logTail()).contains("links from and to [dc3] wait until these clusters answer");

                dc3.startBroker(0);

                await().atMost(SOON).untilAsserted(() -> {
                    assertThat(run.isAlive()).as(run.logTail()).isTrue();
                    assertThat(dc2.admin().listTopics().names().get())
                            .as(run.logTail())
                            .contains("dc3.payments");
                    ClusterComparison.compare(dc1.clientProperties(), "orders", dc3.clientProperties(), "dc1.orders")
                            .verify();
                });
                assertThat(run.stop(STOP)).as(run.logTail()).isZero();
            }
        }
    }

    /** By Connect's own REST interface, which every process serves. */
    private static Set<String> taskOwners(JavaProcess process) throws Exception {
        Matcher url =
                Pattern.compile("target dc2 serves REST at (\\S+?)[;\\s]").matcher(Files.readString(process.log()));
        assertThat(url.find()).as(process.logTail()).isTrue();
        var request = HttpRequest.newBuilder(
                        URI.create(url.group(1) + "connectors/dc1-%3Edc2.MirrorSourceConnector/status"))
                .timeout(Duration.ofSeconds(10))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        Set<String> owners = new TreeSet<>();
        for (JsonNode task : new ObjectMapper().readTree(response.body()).get("tasks")) {
            if (task.get("state").asText().equals("RUNNING")) {
                owners.add(task.get("worker_id").asText());
            }
        }
        return owners;
    }

    private void assertCopied(JavaProcess process, String topic) throws Exception {
        assertThat(process.isAlive()).as(process.logTail()).isTrue();
        assertThat(dc2.admin().listTopics().names().get()).as(process.logTail()).contains("dc1." + topic);
        ClusterComparison.compare(dc1.clientProperties(), topic, dc2.clientProperties(), "dc1." + topic)
                .verify();
    }

    private void produce(String topic, int from, int count) {
        Map<String, Object> settings = new HashMap<>(dc1.clientProperties());
        settings.put("compression.type", "lz4");
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = from; i < from + count; i++) {
                byte[] bytes = (topic + "-" + i).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(topic, bytes, bytes));
            }
        }
    }

    private String file(Map<String, String> more) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("clusters", "dc1, dc2");
        properties.put("dc1.bootstrap.servers", dc1.bootstrapServers());
        properties.put("dc2.bootstrap.servers", dc2.bootstrapServers());
        properties.put("dc1->dc2.enabled", "true");
        properties.put("dc1->dc2.topics", "orders.*");
        properties.put("refresh.topics.interval.seconds", "5");
        properties.put("refresh.groups.interval.seconds", "2");
        properties.put("emit.checkpoints.interval.seconds", "1");
        properties.put("link.tip.interval.ms", "500");
        properties.putAll(Cli.replicas(1));
        properties.putAll(more);
        return Cli.file(directory, properties).toString();
    }
}
