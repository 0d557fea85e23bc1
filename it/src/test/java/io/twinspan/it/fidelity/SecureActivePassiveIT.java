package io.twinspan.it.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.app.cli.Main;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.cluster.KafkaCluster;
import io.twinspan.testkit.cluster.Security;
import io.twinspan.testkit.guarantee.ClusterComparison;
import io.twinspan.testkit.process.JavaProcess;
import io.twinspan.testkit.record.JsonRecords;
import io.twinspan.testkit.record.LoadedTopic;
import io.twinspan.testkit.record.TopicLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The active-passive file that people bring, as it is, but for host names and for certificates that Java does not know,
 * against clusters of three brokers on which its user may do what {@code docs/how-to/secure-clusters.md} says and no more.
 */
class SecureActivePassiveIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Duration NEW_TOPIC = Duration.ofSeconds(35);
    private static final List<AclOperation> SOURCE_TOPICS =
            List.of(AclOperation.READ, AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS);
    private static final List<AclOperation> TARGET_TOPICS =
            List.of(AclOperation.CREATE, AclOperation.WRITE, AclOperation.READ, AclOperation.DESCRIBE);
    private static final List<AclOperation> OFFSET_SYNCS =
            List.of(AclOperation.CREATE, AclOperation.WRITE, AclOperation.DESCRIBE);
    private static final List<AclOperation> GROUPS = List.of(AclOperation.READ, AclOperation.DESCRIBE);
    private static final List<AclOperation> COPIES = List.of(AclOperation.ALTER, AclOperation.ALTER_CONFIGS);

    private static EmbeddedCluster dc1;
    private static EmbeddedCluster dc2;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startClusters() {
        dc1 = secured(EmbeddedCluster.builder("dc1")).start();
        dc2 = secured(EmbeddedCluster.builder("dc2")).start();
        for (String prefix : List.of("orders", "events", "users")) {
            allow(dc1, ResourceType.TOPIC, prefix, SOURCE_TOPICS);
        }
        allow(dc1, ResourceType.TOPIC, "mm2-offset-syncs.dc2.internal", OFFSET_SYNCS);
        allow(dc1, ResourceType.GROUP, "mm2-MirrorSourceConnector", GROUPS);
        allow(dc2, ResourceType.TOPIC, "dc1.", TARGET_TOPICS);
        allow(dc2, ResourceType.TOPIC, "dc1.", COPIES);
        allow(dc2, ResourceType.TOPIC, "mm2-", TARGET_TOPICS);
        allow(dc2, ResourceType.GROUP, "twinspan-dc2", GROUPS);
    }

    private static EmbeddedCluster.Builder secured(EmbeddedCluster.Builder cluster) {
        return cluster.brokers(3)
                .setting("min.insync.replicas", "2")
                .security(Security.SASL_SSL)
                .authorizer()
                .user("mm2", "mm2-secret");
    }

    private static void allow(KafkaCluster cluster, ResourceType type, String prefix, List<AclOperation> operations) {
        operations.forEach(operation -> cluster.allow("mm2", type, prefix, operation));
    }

    @AfterAll
    static void stopClusters() {
        dc2.close();
        dc1.close();
    }

    @Test
    void theActivePassiveFileReplicatesAndPicksUpANewTopicWithin35Seconds() throws Exception {
        LoadedTopic orders = loaded("orders", 3, JsonRecords.Kind.ORDERS);
        loaded("events", 2, JsonRecords.Kind.EVENTS);
        loaded("users", 1, JsonRecords.Kind.USERS);
        dc1.createTopic("payments", 1);

        try (JavaProcess run = JavaProcess.of(Main.class.getName())
                .name("active-passive")
                .jvmOptions(List.of(
                        "-Xmx192m", "-XX:+UseSerialGC", "-Dlog4j2.configurationFile=twinspan-log4j2.properties"))
                .arguments("run", file().toString())
                .start()) {
            for (String topic : List.of("orders", "events", "users")) {
                await().atMost(SOON).untilAsserted(() -> assertCopied(run, topic));
            }

            dc1.admin()
                    .createPartitions(Map.of("users", NewPartitions.increaseTo(2)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
            loaded("orders-new", 2, JsonRecords.Kind.ORDERS);
            await().atMost(NEW_TOPIC).untilAsserted(() -> assertCopied(run, "orders-new"));
            await().atMost(NEW_TOPIC)
                    .untilAsserted(() -> assertThat(partitionsOf("dc1.users")).isEqualTo(2));

            orders.load(JsonRecords.of(JsonRecords.Kind.ORDERS, 2), 500);
            await().atMost(SOON).untilAsserted(() -> assertCopied(run, "orders"));
            assertThat(targetTopics()).doesNotContain("dc1.payments");
            assertThat(run.stop(Duration.ofSeconds(30))).as(run.logTail()).isZero();
            assertThat(Files.readString(run.log()))
                    .contains("dc1.orders-new")
                    .doesNotContain("mm2-secret", "not authorized", "Authorization", " ERROR ");
        }
    }

    private static LoadedTopic loaded(String topic, int partitions, JsonRecords.Kind kind) {
        return TopicLoader.of(dc1, topic).partitions(partitions).create().load(JsonRecords.of(kind, 1), 1_000);
    }

    private static void assertCopied(JavaProcess run, String topic) throws Exception {
        assertThat(run.isAlive()).as(run.logTail()).isTrue();
        assertThat(targetTopics()).as(run.logTail()).contains("dc1." + topic);
        ClusterComparison.compare(dc1.clientProperties(), topic, dc2.clientProperties(), "dc1." + topic)
                .verify();
    }

    private static Iterable<String> targetTopics() throws Exception {
        return dc2.admin().listTopics().names().get(10, TimeUnit.SECONDS);
    }

    private static int partitionsOf(String topic) throws Exception {
        return dc2.admin()
                .describeTopics(List.of(topic))
                .topicNameValues()
                .get(topic)
                .get(10, TimeUnit.SECONDS)
                .partitions()
                .size();
    }

    private Path file() {
        String text =
                """
                clusters = dc1, dc2
                dc1.bootstrap.servers = dc1-kafka:9092
                dc1.security.protocol = SASL_SSL
                dc1.sasl.mechanism = PLAIN
                dc1.sasl.jaas.config = org.apache.kafka.common.security.plain.PlainLoginModule required \\
                  username="mm2" password="mm2-secret";
                dc2.bootstrap.servers = dc2-kafka:9092
                dc2.security.protocol = SASL_SSL
                dc2.sasl.mechanism = PLAIN
                dc2.sasl.jaas.config = org.apache.kafka.common.security.plain.PlainLoginModule required \\
                  username="mm2" password="mm2-secret";
                dc1->dc2.enabled = true
                dc1->dc2.topics = orders.*, events.*, users.*
                dc1->dc2.groups = .*
                replication.factor = 3
                sync.topic.configs.enabled = true
                sync.topic.acls.enabled = true
                refresh.topics.interval.seconds = 30
                refresh.groups.interval.seconds = 30
                offset-syncs.topic.replication.factor = 3
                heartbeats.topic.replication.factor = 3
                checkpoints.topic.replication.factor = 3
                """.replace("dc1-kafka:9092", dc1.bootstrapServers()).replace("dc2-kafka:9092", dc2.bootstrapServers());
        try {
            return Files.writeString(directory.resolve("mm2.properties"), text + trust(dc1) + trust(dc2));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The authority of a test cluster's certificates, which no Java knows. */
    private static String trust(KafkaCluster cluster) {
        return cluster.clientProperties("mm2").entrySet().stream()
                .filter(property -> property.getKey().startsWith("ssl.truststore"))
                .map(property -> cluster.name() + "." + property.getKey() + " = " + property.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
