package io.twinspan.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.position.Cause;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens in each case that has a policy, what tells of it, and how one command continues it, while the rest goes on. */
class PolicyIT {
    @TempDir
    private static Path directory;

    private static PolicyStage stage;

    @BeforeAll
    static void startEverything() {
        stage = new PolicyStage(directory);
    }

    @AfterAll
    static void stopEverything() {
        stage.close();
    }

    @Test
    void retentionOvertook() throws Exception {
        String topic = "case-gap";
        stage.source.createTopic(topic, 1);
        stage.produce(stage.source, topic, "a", "b");
        stage.copied(topic, "a", "b");
        stage.connect.stop(PolicyStage.CONNECTOR);
        stage.soon(() -> {
            assertThat(stage.connect.state(PolicyStage.CONNECTOR)).isEqualTo("STOPPED");
            assertThat(stage.connect.taskStates(PolicyStage.CONNECTOR)).isEmpty();
        });
        stage.produce(stage.source, topic, "c", "d", "e", "f");
        deleteBefore(stage.source, topic, 5);
        stage.connect.resume(PolicyStage.CONNECTOR);

        stage.told(topic, Cause.SOURCE_RETENTION, "has stopped", 2);
        assertThat(stage.lanes()).contains("source offsets 2 to 4");
        stage.theRestGoesOn();

        stage.order("accept-gap", topic);
        stage.copied(topic, "a", "b", "f");
        stage.soon(() -> {
            assertThat(stage.status()).doesNotContain(topic + "-0 has stopped").contains("incident");
            assertThat(stage.lanes()).containsPattern("case-gap-0 +source-retention +source +2 to 4 +3 +yes");
            assertThat(stage.metric(topic, "state")).isEqualTo(0);
            assertThat(stage.metric(topic, "gap-offsets-total")).isEqualTo(3L);
        });
    }

    @Test
    void sourceTopicWasDeletedAndCreatedAgain() throws Exception {
        String topic = "case-anew";
        stage.source.createTopic(topic, 1);
        stage.produce(stage.source, topic, "old-1", "old-2", "old-3");
        stage.copied(topic, "old-1", "old-2", "old-3");
        stage.source.admin().deleteTopics(List.of(topic)).all().get();
        stage.soon(() -> stage.source.createTopic(topic, 1));
        stage.produce(stage.source, topic, "new-1");

        stage.told(topic, Cause.SOURCE_RECREATED, "has stopped", 2);
        stage.theRestGoesOn();

        stage.order("restart-at", topic, "--earliest");
        stage.copied(topic, "old-1", "old-2", "old-3", "new-1");
    }

    @Test
    void targetTopicWasDeletedAndCreatedAgain() throws Exception {
        String topic = "case-gone";
        stage.source.createTopic(topic, 1);
        stage.produce(stage.source, topic, "a", "b");
        stage.copied(topic, "a", "b");
        stage.target.admin().deleteTopics(List.of("dc1." + topic)).all().get();
        stage.produce(stage.source, topic, "c");

        stage.told(topic, Cause.TARGET_RECREATED, "has stopped", 2);
        stage.theRestGoesOn();

        stage.order("restart-at", topic, "--earliest");
        stage.copied(topic, "a", "b", "c");
    }

    @Test
    void somebodyElseWroteIntoTheCopy() throws Exception {
        String topic = "case-foreign";
        stage.source.createTopic(topic, 1);
        stage.produce(stage.source, topic, "a");
        stage.copied(topic, "a");
        stage.produce(stage.target, "dc1." + topic, "x", "y");
        stage.produce(stage.source, topic, "b");
        stage.copied(topic, "a", "x", "y", "b");

        stage.soon(() -> {
            assertThat(stage.lanes()).containsPattern("case-foreign-0 +foreign-writer +target +1 to 2 +2 +no");
            assertThat(stage.status()).contains("incident").doesNotContain(topic + "-0 is tried again");
            assertThat(stage.metric(topic, "foreign-offsets-total")).isEqualTo(2L);
        });
        assertThat(stage.log.lines())
                .anyMatch(line -> line.contains("[foreign-writer]") && line.contains("dc1." + topic));
    }

    @Test
    void aRecordIsTooLarge() throws Exception {
        String topic = "case-large";
        stage.target.createTopic("dc1." + topic, 1, Map.of("max.message.bytes", "10000"));
        stage.source.createTopic(topic, 1);
        String large = "x".repeat(20_000);
        stage.produce(stage.source, topic, "a", large, "b");

        stage.told(topic, Cause.RECORD_TOO_LARGE, "is tried again", 1);
        assertThat(stage.lanes()).contains("source offsets 1\n");
        stage.copied(topic, "a");
        stage.theRestGoesOn();

        stage.order("accept-gap", topic);
        stage.copied(topic, "a", "b");
        stage.soon(
                () -> assertThat(stage.metric(topic, "left-out-records-total")).isEqualTo(1L));
        assertThat(stage.lanes()).containsPattern("case-large-0 +record-too-large +source +1 +1 +yes");
    }

    /** The operator may also cure it; then nothing is left out. */
    @Test
    void aRecordsTimeIsRefused() throws Exception {
        String topic = "case-time";
        stage.target.createTopic("dc1." + topic, 1, Map.of("message.timestamp.before.max.ms", "3600000"));
        stage.source.createTopic(topic, 1);
        stage.send(
                stage.source,
                topic,
                Map.of("b", System.currentTimeMillis() - Duration.ofDays(2).toMillis()),
                "a",
                "b",
                "c");

        stage.told(topic, Cause.TIMESTAMP_REFUSED, "is tried again", 1);
        assertThat(stage.lanes()).contains("source offsets 1\n");
        stage.copied(topic, "a");
        stage.theRestGoesOn();

        Configs.set(stage.target, "dc1." + topic, "message.timestamp.before.max.ms", Long.toString(Long.MAX_VALUE));
        stage.copied(topic, "a", "b", "c");
        stage.soon(() -> assertThat(stage.metric(topic, "state")).isEqualTo(0));
        assertThat(stage.lanes()).doesNotContain(topic);
    }

    @Test
    void aCompactedTargetRefusesARecordWithoutAKey() throws Exception {
        String topic = "case-keyless";
        stage.target.createTopic("dc1." + topic, 1, Map.of("cleanup.policy", "compact"));
        stage.source.createTopic(topic, 1);
        try (var producer = stage.producer(stage.source)) {
            producer.send(new ProducerRecord<>(topic, 0, "k", "a"));
            producer.send(new ProducerRecord<>(topic, 0, null, "keyless"));
            producer.send(new ProducerRecord<>(topic, 0, "l", "b"));
        }

        stage.told(topic, Cause.RECORD_REFUSED, "is tried again", 1);
        assertThat(stage.lanes()).contains("source offsets 1\n");
        stage.order("accept-gap", topic);
        stage.copied(topic, "a", "b");
    }

    /** Orders that make no sense are refused with the reason, and change nothing. */
    @Test
    void ordersThatMakeNoSenseAreRefused() throws Exception {
        stage.produce(stage.source, "case-calm", "calm");
        stage.soon(() -> assertThat(stage.values(stage.target, "dc1.case-calm")).contains("calm"));

        assertThat(stage.lanes("accept-gap", "case-calm-0").err()).contains("case-calm-0 has not stopped");
        assertThat(stage.lanes("accept-gap", "case-calm").err()).contains("write it as orders-3");
        assertThat(stage.lanes("accept-gap").err()).contains("name the partitions");
        assertThat(stage.lanes("accept-gap", "--cause", "bad-luck").err()).contains("there are source-retention");
        assertThat(stage.lanes("restart-at", "case-calm-0", "--position").err()).contains("has not stopped");
        assertThat(stage.lanes("restart-at", "case-calm-0", "--offset", "999999")
                        .err())
                .contains("does not exist");
        assertThat(stage.lanes("restart-at", "case-calm-0", "--earliest", "--dry-run")
                        .out())
                .contains("case-calm-0: would copy from source offset 0 on");
    }

    /** Of one topic alone; it goes on within seconds of the grant. */
    @Test
    void aPermissionIsTakenAway() throws Exception {
        String topic = "case-locked";
        stage.source.createTopic(topic, 1);
        stage.produce(stage.source, topic, "a");
        stage.copied(topic, "a");
        Denial denial = Denial.ofWriting(stage.target, "dc1." + topic);
        stage.produce(stage.source, topic, "b");

        stage.told(topic, Cause.NOT_AUTHORIZED, "is tried again", 1);
        stage.theRestGoesOn();

        denial.lift();
        stage.copied(topic, "a", "b");
        stage.soon(() -> assertThat(stage.metric(topic, "state")).isEqualTo(0));
        assertThat(stage.lanes()).doesNotContain(topic);
    }

    /** It shows as lag, not as trouble. */
    @Test
    void aQuotaSlowsTheLinkDown() throws Exception {
        String topic = "case-quota";
        stage.source.createTopic(topic, 1);
        var values = IntStream.range(0, 40)
                .mapToObj(i -> i + "-" + "x".repeat(5_000))
                .toArray(String[]::new);
        Configs.producerQuota(stage.target, OptionalDouble.of(20_000));
        try {
            stage.produce(stage.source, topic, values);
            stage.soon(() -> assertThat(stage.status()).contains(topic));
            stage.copied(topic, values);
            assertThat(stage.lanes()).doesNotContain(topic);
            assertThat(stage.metric(topic, "state")).isEqualTo(0);
        } finally {
            Configs.producerQuota(stage.target, OptionalDouble.empty());
        }
    }

    private static void deleteBefore(EmbeddedCluster cluster, String topic, long offset) throws Exception {
        cluster.admin()
                .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
                .all()
                .get();
    }
}
