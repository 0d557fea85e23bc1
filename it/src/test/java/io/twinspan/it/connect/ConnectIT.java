package io.twinspan.it.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.cluster.EmbeddedConnect;
import io.twinspan.testkit.cluster.EmbeddedConnect.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The source connector's whole life in a real Connect worker, by REST. */
class ConnectIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static EmbeddedCluster source;
    private static EmbeddedCluster target;
    private static EmbeddedConnect connect;

    private final List<String> connectors = new ArrayList<>();

    @BeforeAll
    static void startEverything() {
        source = EmbeddedCluster.builder("dc1").start();
        target = EmbeddedCluster.builder("dc2").start();
        connect = EmbeddedConnect.start(target, "workers", Map.of());
    }

    @AfterAll
    static void stopEverything() {
        connect.close();
        target.close();
        source.close();
    }

    @AfterEach
    void deleteConnectors() {
        connectors.forEach(connect::delete);
    }

    @Test
    void copiesTopicsAndPicksUpNewTopicsAndPartitions() throws Exception {
        source.createTopic("grow", 2, Map.of("cleanup.policy", "compact", "retention.ms", "123456"));
        Traffic.produce(source, "grow", 2, 0, 1_000);
        start("grow-link", Map.of("topics", "grow.*", "tasks.max", "2"));
        soon(() -> assertThat(Traffic.values(target, "dc1.grow")).isEqualTo(Traffic.values(source, "grow")));
        assertThat(config("dc1.grow"))
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("retention.ms", "123456");
        assertThat(config("mm2-positions.dc1.internal"))
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("segment.bytes", "1048576");

        source.createTopic("grow-new", 1);
        Traffic.produce(source, "grow-new", 1, 0, 100);
        source.admin()
                .createPartitions(Map.of("grow", NewPartitions.increaseTo(4)))
                .all()
                .get();

        soon(() -> {
            Traffic.produce(source, "grow", 4, 1_000, 20);
            assertThat(Traffic.values(target, "dc1.grow-new")).isEqualTo(Traffic.values(source, "grow-new"));
            assertThat(Traffic.values(target, "dc1.grow")).hasSize(4);
        });
        soon(() -> assertThat(Traffic.values(target, "dc1.grow")).isEqualTo(Traffic.values(source, "grow")));
        assertThat(connect.taskStates("grow-link")).containsExactly("RUNNING", "RUNNING");
    }

    @Test
    void pausesResumesStopsAndRestartsWithoutLossOrDuplicate() {
        source.createTopic("life", 3);
        Traffic.produce(source, "life", 3, 0, 300);
        start("life-link", Map.of("topics", "life"));
        soon(() -> assertThat(Traffic.values(target, "dc1.life")).isEqualTo(Traffic.values(source, "life")));

        connect.pause("life-link");
        soon(() -> assertThat(connect.taskStates("life-link")).containsExactly("PAUSED"));
        Map<Integer, List<String>> paused = Traffic.values(target, "dc1.life");
        Traffic.produce(source, "life", 3, 300, 300);
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(4))
                .untilAsserted(
                        () -> assertThat(Traffic.values(target, "dc1.life")).isEqualTo(paused));

        connect.resume("life-link");
        soon(() -> assertThat(Traffic.values(target, "dc1.life")).isEqualTo(Traffic.values(source, "life")));

        connect.stop("life-link");
        soon(() -> assertThat(connect.state("life-link")).isEqualTo("STOPPED"));
        Traffic.produce(source, "life", 3, 600, 300);
        connect.resume("life-link");
        soon(() -> assertThat(Traffic.values(target, "dc1.life")).isEqualTo(Traffic.values(source, "life")));

        for (int round = 0; round < 3; round++) {
            Traffic.produce(source, "life", 3, 900 + 300 * round, 300);
            connect.restart("life-link");
        }
        soon(() -> assertThat(Traffic.values(target, "dc1.life")).isEqualTo(Traffic.values(source, "life")));
    }

    @Test
    void resumesOverConnectionsThatDiedWhileItPaused() {
        source.createTopic("dead", 1);
        start("dead-link", Map.of("topics", "dead"));
        Traffic.produce(source, "dead", 1, 0, 50);
        soon(() -> assertThat(Traffic.values(target, "dc1.dead")).isEqualTo(Traffic.values(source, "dead")));
        connect.pause("dead-link");
        soon(() -> assertThat(connect.taskStates("dead-link")).containsExactly("PAUSED"));

        int broker = source.brokerIds().get(0);
        source.stopBroker(broker);
        source.startBroker(broker);
        Traffic.produce(source, "dead", 1, 50, 50);
        connect.resume("dead-link");

        soon(() -> assertThat(Traffic.values(target, "dc1.dead")).isEqualTo(Traffic.values(source, "dead")));
    }

    @Test
    void offsetsFollowInMirrorMaker2sForm() {
        source.createTopic("follow", 1);
        Traffic.produce(source, "follow", 1, 0, 43);
        start("follow-link", Map.of("topics", "follow"));

        soon(
                () -> assertThat(connect.offsets("follow-link").body())
                        .contains(
                                "{\"partition\":{\"cluster\":\"dc1\",\"partition\":0,\"topic\":\"follow\"},\"offset\":{\"offset\":42}}"));
    }

    @Test
    void anAlteredOffsetCopiesAgainFromTheRecordAfterIt() {
        source.createTopic("patch", 2);
        Traffic.produce(source, "patch", 2, 0, 200);
        start("patch-link", Map.of("topics", "patch"));
        soon(() -> assertThat(Traffic.values(target, "dc1.patch")).isEqualTo(Traffic.values(source, "patch")));
        Map<Integer, List<String>> before = Traffic.values(source, "patch");
        stopped("patch-link");

        Reply reply = connect.patchOffsets(
                "patch-link",
                "{\"offsets\":[{\"partition\":{\"cluster\":\"dc1\",\"topic\":\"patch\",\"partition\":0},\"offset\":{\"offset\":89}}]}");
        assertThat(reply).matches(Reply::isOk);
        connect.resume("patch-link");

        var expected = new HashMap<>(before);
        expected.put(0, concat(of(before, 0), of(before, 0).subList(90, 100)));
        soon(() -> assertThat(Traffic.values(target, "dc1.patch")).isEqualTo(expected));

        // The new generation goes on as any other.
        Traffic.produce(source, "patch", 2, 200, 10);
        connect.restart("patch-link");
        var now = Traffic.values(source, "patch");
        expected.put(0, concat(of(expected, 0), of(now, 0).subList(100, 105)));
        expected.put(1, of(now, 1));
        soon(() -> assertThat(Traffic.values(target, "dc1.patch")).isEqualTo(expected));
    }

    @Test
    void deletedOffsetsCopyEverythingAgain() {
        source.createTopic("reset", 1);
        Traffic.produce(source, "reset", 1, 0, 100);
        start("reset-link", Map.of("topics", "reset"));
        soon(() -> assertThat(Traffic.values(target, "dc1.reset")).isEqualTo(Traffic.values(source, "reset")));
        soon(() -> assertThat(connect.offsets("reset-link").body()).contains("\"offset\":99"));
        stopped("reset-link");

        assertThat(connect.deleteOffsets("reset-link")).matches(Reply::isOk);
        connect.resume("reset-link");

        List<String> once = of(Traffic.values(source, "reset"), 0);
        soon(() -> assertThat(Traffic.values(target, "dc1.reset")).isEqualTo(Map.of(0, concat(once, once))));
    }

    @Test
    void refusesOffsetsThatAreNoPositions() {
        source.createTopic("refuse", 1);
        start("refuse-link", Map.of("topics", "refuse"));
        stopped("refuse-link");

        Reply reply = connect.patchOffsets(
                "refuse-link",
                "{\"offsets\":[{\"partition\":{\"cluster\":\"dc9\",\"topic\":\"refuse\",\"partition\":0},\"offset\":{\"offset\":1}}]}");

        assertThat(reply.isOk()).isFalse();
        assertThat(reply.body()).contains("dc9");
    }

    @Test
    void aReplicationFactorAboveTheBrokersFailsTheConnectorAndNamesTheKey() {
        source.createTopic("factor", 1);
        start("factor-link", Map.of("topics", "factor", "replication.factor", "3"));

        soon(() -> assertThat(connect.state("factor-link")).isEqualTo("FAILED"));
        assertThat(connect.status("factor-link").body())
                .contains("'replication.factor' is 3, but the target cluster has 1 broker");
    }

    @Test
    void aConverterThatChangesThePositionsIsNoticed() {
        source.createTopic("convert", 1);
        Traffic.produce(source, "convert", 1, 0, 10);
        var config = config("convert-link", Map.of("topics", "convert"));
        config.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");

        Reply reply = connect.put("convert-link", config);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("key.converter").contains("ByteArrayConverter");
    }

    @Test
    void aTopicConfigThatTheTargetRefusesDoesNotPreventTheTopic() throws Exception {
        source.createTopic("plain", 1, Map.of("retention.ms", "123456", "segment.bytes", "7654321"));
        Traffic.produce(source, "plain", 1, 0, 10);
        start("plain-link", Map.of("topics", "plain", "forwarding.admin.class", RefusedRetention.class.getName()));

        soon(() -> assertThat(Traffic.values(target, "dc1.plain")).isEqualTo(Traffic.values(source, "plain")));
        assertThat(config("dc1.plain")).doesNotContainKey("retention.ms").containsEntry("segment.bytes", "7654321");
    }

    @Test
    void runsInAWorkerWithExactlyOnceSources() {
        source.createTopic("exact", 2);
        Traffic.produce(source, "exact", 2, 0, 200);
        try (EmbeddedConnect exact =
                EmbeddedConnect.start(target, "exact-workers", Map.of("exactly.once.source.support", "enabled"))) {
            var config = config("exact-link", Map.of("topics", "exact", "exactly.once.support", "required"));
            assertThat(exact.put("exact-link", config)).matches(Reply::isOk);
            soon(() -> assertThat(Traffic.values(target, "dc1.exact")).isEqualTo(Traffic.values(source, "exact")));
            soon(() -> assertThat(exact.offsets("exact-link").body()).contains("\"offset\":99"));

            exact.restart("exact-link");
            Traffic.produce(source, "exact", 2, 200, 200);
            soon(() -> assertThat(Traffic.values(target, "dc1.exact")).isEqualTo(Traffic.values(source, "exact")));
        }
    }

    @Test
    void twoWorkersShareTheWorkAndOneTakesOver() {
        source.createTopic("share", 4);
        Traffic.produce(source, "share", 4, 0, 200);
        Map<String, String> settings = Map.of("task.shutdown.graceful.timeout.ms", "3000");
        try (EmbeddedConnect first = EmbeddedConnect.start(target, "sharing-workers", settings)) {
            try (EmbeddedConnect second = EmbeddedConnect.start(target, "sharing-workers", settings)) {
                var config = config("share-link", Map.of("topics", "share", "tasks.max", "2"));
                assertThat(second.put("share-link", config)).matches(Reply::isOk);
                soon(() -> assertThat(Traffic.values(target, "dc1.share")).isEqualTo(Traffic.values(source, "share")));
                assertThat(first.taskStates("share-link")).containsExactly("RUNNING", "RUNNING");
                Traffic.produce(source, "share", 4, 200, 200);
            }
            Traffic.produce(source, "share", 4, 400, 200);
            soon(() -> assertThat(Traffic.values(target, "dc1.share")).isEqualTo(Traffic.values(source, "share")));
        }
    }

    private void start(String name, Map<String, String> more) {
        Reply reply = connect.put(name, config(name, more));
        connectors.add(name);
        assertThat(reply).matches(Reply::isOk);
    }

    private static Map<String, String> config(String name, Map<String, String> more) {
        var config = new HashMap<String, String>();
        config.put("name", name);
        config.put("connector.class", "io.twinspan.connect.source.LinkSourceConnector");
        config.put("source.cluster.alias", "dc1");
        config.put("target.cluster.alias", "dc2");
        config.put("tasks.max", "1");
        source.clientProperties().forEach((key, value) -> config.put("source.cluster." + key, value));
        target.clientProperties().forEach((key, value) -> config.put("target.cluster." + key, value));
        config.put("replication.factor", "1");
        config.put("positions.topic.replication.factor", "1");
        config.put("refresh.topics.interval.seconds", "1");
        config.put("link.tip.interval.ms", "500");
        config.putAll(more);
        return config;
    }

    private static void stopped(String connector) {
        connect.stop(connector);
        soon(() -> assertThat(connect.state(connector)).isEqualTo("STOPPED"));
        soon(() -> assertThat(connect.taskStates(connector)).isEmpty());
    }

    private static Map<String, String> config(String topic) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var values = new HashMap<String, String>();
        target.admin().describeConfigs(List.of(resource)).all().get().values().stream()
                .flatMap(config -> config.entries().stream())
                .filter(entry -> !entry.isDefault())
                .forEach(entry -> values.put(entry.name(), entry.value()));
        return values;
    }

    private static List<String> of(Map<Integer, List<String>> values, int partition) {
        return values.getOrDefault(partition, List.of());
    }

    private static List<String> concat(List<String> first, List<String> second) {
        var both = new ArrayList<>(first);
        IntStream.range(0, second.size()).forEach(i -> both.add(second.get(i)));
        return both;
    }

    private static void soon(ThrowingRunnable assertion) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(200)).untilAsserted(assertion);
    }
}
