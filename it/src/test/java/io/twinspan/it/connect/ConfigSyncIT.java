package io.twinspan.it.connect;

import static io.twinspan.it.connect.SyncBench.own;
import static io.twinspan.it.connect.SyncBench.set;
import static io.twinspan.it.connect.SyncBench.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.cluster.EmbeddedConnect;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A link keeps its target's topic configs in step, and {@code twinspan plan} says what it would do. */
class ConfigSyncIT {
    private static EmbeddedCluster source;
    private static EmbeddedCluster target;
    private static EmbeddedConnect connect;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startEverything() {
        source = EmbeddedCluster.builder("dc1").start();
        target = EmbeddedCluster.builder("dc2")
                .setting("alter.config.policy.class.name", NoFlush.class.getName())
                .start();
        connect = EmbeddedConnect.start(target, "workers", Map.of());
    }

    @AfterAll
    static void stopEverything() {
        connect.close();
        target.close();
        source.close();
    }

    @Test
    void configsFollowTheSourceAndWhatWasSetOnTheTargetStays() throws Exception {
        var link = new SyncBench(source, target, connect, "admin");
        source.createTopic(
                "orders", 2, Map.of("retention.ms", "1000000", "message.timestamp.before.max.ms", "86400000"));
        assertThat(link.plan(directory, "orders").out())
                .contains("create topic dc1.orders with 2 partitions, 1 replica, {retention.ms=1000000}")
                .contains("note: cluster dc1: has no authorizer");

        link.start("orders", Map.of());
        // The limit of timestamps would have the target refuse old records.
        soon(() -> assertThat(own(target, "dc1.orders")).isEqualTo(Map.of("retention.ms", "1000000")));

        set(target, "dc1.orders", "max.message.bytes", "2000000");
        set(target, "dc1.orders", "retention.ms", "5");
        set(source, "orders", "segment.ms", "60000");
        var inStep = Map.of("retention.ms", "1000000", "segment.ms", "60000", "max.message.bytes", "2000000");
        soon(() -> assertThat(own(target, "dc1.orders")).isEqualTo(inStep));

        set(source, "orders", "segment.ms", null);
        soon(() -> assertThat(own(target, "dc1.orders"))
                .isEqualTo(Map.of("retention.ms", "1000000", "max.message.bytes", "2000000")));

        link.stop();
        assertThat(link.plan(directory, "orders").out())
                .contains("nothing to change on dc2")
                .contains("max.message.bytes: 2000000 stays");

        // While nobody looks; the link remembers what it set.
        set(source, "orders", "retention.ms", null);
        set(source, "orders", "segment.ms", "70000");
        source.admin()
                .createPartitions(Map.of("orders", NewPartitions.increaseTo(3)))
                .all()
                .get();
        JsonNode plan = new ObjectMapper()
                .readTree(link.plan(directory, "orders", "--json").out())
                .get(0);
        assertThat(plan.at("/nothingToChange").asBoolean()).isFalse();
        assertThat(plan.at("/grown/0").toString()).isEqualTo("{\"topic\":\"dc1.orders\",\"from\":2,\"to\":3}");
        assertThat(plan.at("/configs").findValuesAsText("action")).containsExactly("leave", "unset", "set");
        assertThat(plan.at("/configs").findValuesAsText("name"))
                .containsExactly("max.message.bytes", "retention.ms", "segment.ms");

        link.resume();
        soon(() -> assertThat(own(target, "dc1.orders"))
                .isEqualTo(Map.of("segment.ms", "70000", "max.message.bytes", "2000000")));
    }

    @Test
    void aConfigThatTheTargetRefusesDoesNotKeepTheOthersAway() throws Exception {
        var link = new SyncBench(source, target, connect, "admin");
        source.createTopic("picky", 1);
        link.start("picky", Map.of());
        soon(() -> assertThat(Traffic.values(target, "dc1.picky")).hasSize(1));

        set(source, "picky", "flush.ms", "1000");
        set(source, "picky", "retention.ms", "2000000");

        soon(() -> assertThat(own(target, "dc1.picky")).isEqualTo(Map.of("retention.ms", "2000000")));
    }
}
