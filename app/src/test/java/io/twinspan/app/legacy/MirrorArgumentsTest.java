package io.twinspan.app.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.app.runner.Deployment;
import io.twinspan.app.runner.WorkerPlan;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MirrorArgumentsTest {
    private static final Map<String, String> CONSUMER =
            Map.of("bootstrap.servers", "one:9092", "group.id", "mirror", "auto.offset.reset", "earliest");
    private static final Map<String, String> PRODUCER = Map.of("bootstrap.servers", "two:9092");

    @Test
    void theFilesOfEveryTutorialAreADeploymentWithoutAnyProblem() {
        MirrorArguments arguments = mirror(Map.of(), Map.of());

        assertThat(arguments.errors()).isEmpty();
        assertThat(arguments.warnings()).isEmpty();
        Deployment deployment = Deployment.of("mirror", arguments.file("AbC-_123"));
        assertThat(deployment.problems().all()).isEmpty();
        assertThat(deployment.linkNames()).hasToString("[source-AbC-_123->target]");
    }

    @Test
    void oneConnectorKeepsNamesAndGoesByTheGroup() {
        WorkerPlan worker = worker(mirror(Map.of("isolation.level", "read_uncommitted", "client.id", "mm"), Map.of()));

        assertThat(worker.settings())
                .containsEntry("group.id", "twinspan-source-x.mirror")
                .containsEntry("config.storage.topic", "mm2-configs.source-x.mirror.internal")
                .containsEntry("offset.storage.topic", "mm2-offsets.source-x.mirror.internal")
                .containsEntry("status.storage.topic", "mm2-status.source-x.mirror.internal")
                .containsEntry("bootstrap.servers", "two:9092");
        assertThat(worker.connectors()).containsOnlyKeys("source-x->target.MirrorSourceConnector");
        assertThat(connector(worker))
                .containsEntry("topics", "orders.*|users")
                .containsEntry("tasks.max", "3")
                .containsEntry("link.start.group", "mirror")
                .containsEntry("link.progress.group", "mirror")
                .containsEntry("link.mm2.offsets.topic", "")
                .containsEntry("source.cluster.bootstrap.servers", "one:9092")
                .containsEntry("source.consumer.auto.offset.reset", "earliest")
                .containsEntry("source.consumer.isolation.level", "read_uncommitted")
                .containsEntry("source.consumer.client.id", "mm")
                .containsEntry("target.cluster.bootstrap.servers", "two:9092")
                .containsEntry("replication.policy.class", "org.apache.kafka.connect.mirror.IdentityReplicationPolicy")
                .containsEntry("emit.offset-syncs.enabled", "false");
    }

    @Test
    void securityOfBothFilesIsCarriedOver() {
        MirrorArguments arguments = mirror(
                Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "PLAIN", "sasl.jaas.config", "x \"y\";"),
                Map.of(
                        "security.protocol",
                        "SSL",
                        "ssl.truststore.location",
                        "/etc/trust",
                        "compression.type",
                        "zstd"));
        WorkerPlan worker = worker(arguments);

        assertThat(connector(worker))
                .containsEntry("source.cluster.security.protocol", "SASL_SSL")
                .containsEntry("source.cluster.sasl.jaas.config", "x \"y\";")
                .containsEntry("target.cluster.ssl.truststore.location", "/etc/trust")
                .containsEntry("target.producer.compression.type", "zstd");
        assertThat(worker.settings()).containsEntry("ssl.truststore.location", "/etc/trust");
        assertThat(arguments).hasToString("mirror of orders.*|users as group mirror");
    }

    @ParameterizedTest
    @CsvSource({
        "'orders.*, users', orders.*|users",
        "'\"orders\"', orders",
        "' a , b ', a|b",
        "'(?!x).*', (?!x).*",
    })
    void theExpressionIsReadAsMirrorMaker1ReadsIt(String given, String read) {
        MirrorArguments arguments = MirrorArguments.of(file("c", CONSUMER), file("p", PRODUCER), given, 1);

        assertThat(connector(worker(arguments))).containsEntry("topics", read);
    }

    @Test
    void whatCannotBeHadIsRefusedWithItsReason() {
        assertThat(mirror(Map.of("interceptor.classes", "com.example.X"), Map.of("partitioner.class", "com.example.Y"))
                        .errors())
                .satisfiesExactlyInAnyOrder(
                        error -> assertThat(error).contains("c.properties", "interceptor.classes", "unopened"),
                        error -> assertThat(error).contains("p.properties", "partitioner.class", "same number"));
        assertThat(mirror(Map.of("auto.offset.reset", "none"), Map.of()).errors())
                .singleElement()
                .asString()
                .contains("earliest or latest");
        assertThat(MirrorArguments.of(
                                file("c", Map.of("zookeeper.connect", "z:2181")), file("p", Map.of()), "a{1,2}", 0)
                        .errors())
                .satisfiesExactlyInAnyOrder(
                        error -> assertThat(error).contains("regular expression", "comma"),
                        error -> assertThat(error).contains("zookeeper.connect", "before Kafka 2.0"),
                        error -> assertThat(error).contains("group.id"),
                        error -> assertThat(error).contains("p.properties: 'bootstrap.servers' is missing"),
                        error -> assertThat(error).contains("--num.streams 0"));
    }

    @Test
    void whatHasNoEffectIsNamed() {
        MirrorArguments arguments = mirror(
                Map.of("enable.auto.commit", "true", "max.poll.records", "5", "made.up", "1"),
                Map.of("acks", "1", "linger.ms", "5", "batch.size", "9"));

        assertThat(arguments.errors()).isEmpty();
        assertThat(arguments.warnings())
                .satisfiesExactlyInAnyOrder(
                        warning -> assertThat(warning).contains("enable.auto.commit", "stored on"),
                        warning -> assertThat(warning).contains("c.properties", "without effect", "max.poll.records"),
                        warning -> assertThat(warning).contains("no settings of Kafka's clients", "made.up"),
                        warning -> assertThat(warning).contains("acks = 1", "all in-sync"),
                        warning -> assertThat(warning).contains("p.properties", "batch.size, linger.ms"));
        assertThat(Deployment.of("mirror", arguments.file("x")).problems().all())
                .isEmpty();
    }

    @Test
    void withoutAResetItIsTheEndAsInMirrorMaker1AndOldNamesAreUnderstood() {
        var without = new HashMap<>(CONSUMER);
        without.remove("auto.offset.reset");
        MirrorArguments arguments = MirrorArguments.of(file("c", without), file("p", PRODUCER), "orders", 1);

        assertThat(arguments.warnings()).singleElement().asString().contains("auto.offset.reset", "latest");
        assertThat(connector(worker(arguments))).containsEntry("source.consumer.auto.offset.reset", "latest");
        assertThat(connector(worker(mirror(Map.of("auto.offset.reset", "smallest"), Map.of()))))
                .containsEntry("source.consumer.auto.offset.reset", "earliest");
    }

    private static MirrorArguments mirror(Map<String, String> consumer, Map<String, String> producer) {
        var first = new HashMap<>(CONSUMER);
        first.putAll(consumer);
        var second = new HashMap<>(PRODUCER);
        second.putAll(producer);
        return MirrorArguments.of(file("c", first), file("p", second), "orders.*,users", 3);
    }

    private static ClientFile file(String name, Map<String, String> settings) {
        return new ClientFile(name + ".properties", settings);
    }

    private static WorkerPlan worker(MirrorArguments arguments) {
        Deployment deployment = Deployment.of("mirror", arguments.file("x"));
        assertThat(deployment.problems().all()).isEmpty();
        assertThat(deployment.workerPlans()).hasSize(1);
        return deployment.workerPlans().get(0);
    }

    private static Map<String, String> connector(WorkerPlan worker) {
        return worker.connectors().getOrDefault("source-x->target.MirrorSourceConnector", Map.of());
    }
}
