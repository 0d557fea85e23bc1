package io.twinspan.it.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.twinspan.control.verify.Extent;
import io.twinspan.control.verify.Verification;
import io.twinspan.control.verify.VerifyRequest;
import io.twinspan.control.verify.result.PartitionResult;
import io.twinspan.control.verify.result.Verdict;
import io.twinspan.it.app.Cli;
import io.twinspan.testkit.load.Load;
import io.twinspan.testkit.load.Stream;
import io.twinspan.testkit.record.Codec;
import io.twinspan.testkit.record.JsonRecords;
import io.twinspan.testkit.record.LoadedTopic;
import io.twinspan.testkit.record.SizedRecords;
import io.twinspan.testkit.record.SometimesTombstone;
import io.twinspan.testkit.record.TopicLoader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whether a verification says "equal" of what is, and names exactly what is not. {@code FidelityIT} has it look at every kind of topic, and
 * {@code MutualIT} at links in both directions.
 */
class VerifyIT {
    private static final int RECORDS = 200;
    private static final int VICTIM = 70;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    private static Path directory;

    private static VerifyStage stage;
    private static String sound;
    private static String spoilt;

    @BeforeAll
    static void startEverything() {
        stage = new VerifyStage(directory);
        sound = stage.link("sound", Map.of());
        spoilt = stage.link("spoilt", Map.of());
    }

    @AfterAll
    static void stopEverything() {
        stage.close();
    }

    /** One command, one answer for each planted defect: its kind, its offsets, both records. */
    @Test
    void everyPlantedDefectIsFoundExactly() throws Exception {
        Map<String, UnaryOperator<List<ProducerRecord<byte[], byte[]>>>> defects = Map.of(
                "spoilt-nothing", records -> records,
                "spoilt-removed", changed(records -> records.remove(VICTIM)),
                "spoilt-doubled", changed(records -> records.add(VICTIM + 1, records.get(VICTIM))),
                "spoilt-exchanged", changed(records -> records.add(VICTIM, records.remove(VICTIM + 1))),
                "spoilt-bit", changed(records -> records.get(VICTIM).value()[3] ^= 1),
                "spoilt-header",
                        changed(records ->
                                records.get(VICTIM).headers().remove("number").add("number", Copies.bytes("other"))),
                "spoilt-time", changed(records -> records.set(VICTIM, later(records.get(VICTIM)))));
        String[] topics = defects.keySet().toArray(String[]::new);
        for (String topic : topics) {
            stage.source.createTopic(topic, 1);
            Copies.fill(stage.source, topic, 0, RECORDS);
        }
        stage.copied(spoilt, topics);
        stage.stop("spoilt");
        for (String topic : topics) {
            Copies.replace(stage, "dc1." + topic, defects.get(topic));
        }

        VerifyReading reading = VerifyStage.verify(spoilt, "--all-differences", "10");

        assertThat(reading.verdict()).isEqualTo("different");
        assertThat(reading.partitions("spoilt-nothing").get(0).at("/verdict").asText())
                .isEqualTo("equal");
        assertThat(reading.records("spoilt-nothing")).isEqualTo(RECORDS);
        only(reading, "spoilt-removed", "MISSING", VICTIM, VICTIM, found -> {
            isRecord(found.at("/inSource"), VICTIM);
            assertThat(found.at("/inTarget").isNull()).isTrue();
        });
        only(reading, "spoilt-doubled", "DOUBLED", VICTIM, VICTIM + 1, found -> {
            isRecord(found.at("/inSource"), VICTIM);
            isRecord(found.at("/inTarget"), VICTIM);
        });
        only(reading, "spoilt-exchanged", "REORDERED", VICTIM, VICTIM, found -> {
            isRecord(found.at("/inSource"), VICTIM);
            isRecord(found.at("/inTarget"), VICTIM + 1);
            assertThat(found.at("/elsewhere").asLong()).isEqualTo(VICTIM + 1);
        });
        only(reading, "spoilt-bit", "ALTERED", VICTIM, VICTIM, found -> {
            isRecord(found.at("/inSource"), VICTIM);
            assertThat(found.at("/what").asText()).isEqualTo("value");
            assertThat(found.at("/inTarget/value/text").asText()).isEqualTo("{\"ntmber\":" + VICTIM + "}");
        });
        only(reading, "spoilt-header", "ALTERED", VICTIM, VICTIM, found -> {
            isRecord(found.at("/inSource"), VICTIM);
            assertThat(found.at("/what").asText()).isEqualTo("headers");
            assertThat(found.at("/inTarget/headers/0/value/text").asText()).isEqualTo("other");
        });
        only(reading, "spoilt-time", "ALTERED", VICTIM, VICTIM, found -> {
            assertThat(found.at("/what").asText()).isEqualTo("timestamp");
            assertThat(found.at("/inSource/timestamp").asLong()).isEqualTo(Copies.FIRST_TIME + 10 * VICTIM);
            assertThat(found.at("/inTarget/timestamp").asLong()).isEqualTo(Copies.FIRST_TIME + 10 * VICTIM + 1);
        });
        Cli text = Cli.run("verify", spoilt, "--topics", "spoilt-removed");
        assertThat(text.exitCode()).isEqualTo(1);
        assertThat(text.out())
                .contains("dc1->dc2: DIFFERENT, 1 difference in 1 partition")
                .contains("missing: source offset 70 is not in the target, where it should be at target offset 70")
                .contains("{\"number\":70}");
    }

    private static UnaryOperator<List<ProducerRecord<byte[], byte[]>>> changed(
            Consumer<List<ProducerRecord<byte[], byte[]>>> change) {
        return records -> {
            var changed = new ArrayList<>(records);
            change.accept(changed);
            return changed;
        };
    }

    private static ProducerRecord<byte[], byte[]> later(ProducerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(
                record.topic(), 0, record.timestamp() + 1, record.key(), record.value(), record.headers());
    }

    private static void only(
            VerifyReading reading, String topic, String kind, long source, long target, Consumer<JsonNode> more) {
        JsonNode partition = reading.partitions(topic).get(0);
        assertThat(partition.at("/differences").asLong())
                .as(partition.toString())
                .isEqualTo(1);
        JsonNode found = partition.at("/found/0");
        assertThat(found.at("/kind").asText()).as(found.toString()).isEqualTo(kind);
        assertThat(found.at("/sourceOffset").asLong()).as(found.toString()).isEqualTo(source);
        assertThat(found.at("/targetOffset").asLong()).as(found.toString()).isEqualTo(target);
        more.accept(found);
    }

    private static void isRecord(JsonNode record, int number) {
        assertThat(record.at("/key/text").asText()).isEqualTo("k" + number);
        assertThat(record.at("/value/text").asText()).isEqualTo("{\"number\":" + number + "}");
        assertThat(record.at("/headers/0/value/text").asText()).isEqualTo("h" + number);
        assertThat(record.at("/timestamp").asLong()).isEqualTo(Copies.FIRST_TIME + 10L * number);
    }

    /** The source's cleaner has taken records after they were copied. */
    @Test
    void aCompactedTopicIsEqualWhateverTheCleanerHasTaken() {
        LoadedTopic topic = TopicLoader.of(stage.source, "sound-compacted")
                .compacted()
                .codec(Codec.ZSTD)
                .create()
                .load(new SometimesTombstone(SizedRecords.of(5, 300, 400), 7), 3_000);
        stage.copied(sound, topic.topic());
        topic.clean();
        stage.copied(sound, topic.topic());

        VerifyReading reading = VerifyStage.verify(sound, "--topics", topic.topic());

        assertThat(reading.verdict()).isEqualTo("equal");
        assertThat(reading.sum(topic.topic(), "/counts/cleaned")).isPositive();
    }

    @Test
    void recordsOfOthersInACopyOfTheSameNameDoNotCount() {
        String file = stage.link(
                "alike",
                Map.of("replication.policy.class", "org.apache.kafka.connect.mirror.IdentityReplicationPolicy"));
        stage.source.createTopic("alike-orders", 1);
        Copies.fill(stage.source, "alike-orders", 0, 100);
        stage.copied(file, "alike-orders");
        Copies.fill(stage.target, "alike-orders", 1_000, 50);
        Copies.fill(stage.source, "alike-orders", 100, 100);
        stage.copied(file, "alike-orders");

        VerifyReading reading = VerifyStage.verify(file);

        assertThat(reading.verdict()).isEqualTo("equal");
        assertThat(reading.records("alike-orders")).isEqualTo(200);
        assertThat(reading.sum("alike-orders", "/counts/foreign")).isEqualTo(50);
    }

    /** Only where the copies carry the link's producer ids are records of others told from them. */
    @Test
    void aCompactedTopicOfTheSameNameIsEqualUntilARecordIsChanged() throws Exception {
        String file = stage.link(
                "same",
                Map.of("replication.policy.class", "org.apache.kafka.connect.mirror.IdentityReplicationPolicy"));
        String topic =
                TopicLoader.of(stage.source, "same-kept").compacted().create().topic();
        Copies.fill(stage.source, topic, 0, 100);
        stage.copied(file, topic);
        Copies.fill(stage.target, topic, 1_000, 50);
        Copies.fill(stage.source, topic, 100, 100);
        stage.copied(file, topic);

        VerifyReading sound = VerifyStage.verify(file);
        assertThat(sound.verdict()).isEqualTo("equal");
        assertThat(sound.records(topic)).isEqualTo(200);
        assertThat(sound.sum(topic, "/counts/foreign")).isEqualTo(50);

        stage.stop("same");
        Copies.replace(stage, topic, changed(records -> records.get(VICTIM).value()[3] ^= 1));
        VerifyReading changed = VerifyStage.verify(file);
        assertThat(changed.verdict()).isEqualTo("different");
        only(changed, topic, "ALTERED", VICTIM, VICTIM, found -> isRecord(found.at("/inSource"), VICTIM));
    }

    @Test
    void recordsCopiedOneByOneAreEqual() {
        String file = stage.link("single", Map.of("link.mode", "record"));
        LoadedTopic topic = TopicLoader.of(stage.source, "single-orders")
                .partitions(2)
                .codec(Codec.GZIP)
                .create()
                .loadInTransactions(JsonRecords.of(JsonRecords.Kind.ORDERS, 3), 800, 40, 3);

        // Its position does not come past what was aborted last.
        stage.soon(() -> {
            VerifyReading reading = VerifyStage.verify(file);
            assertThat(reading.verdict()).isEqualTo("equal");
            assertThat(reading.records(topic.topic())).isEqualTo(topic.committed());
            assertThat(reading.wholeBatches(topic.topic())).isZero();
        });
    }

    @Test
    void whatRetentionHasTakenOnEitherSideIsSaidAndNotCalledDifferent() throws Exception {
        stage.source.createTopic("sound-expired", 1);
        Copies.fill(stage.source, "sound-expired", 0, RECORDS);
        stage.copied(sound, "sound-expired");
        delete("sound-expired", 40, true);
        delete("dc1.sound-expired", 90, false);

        VerifyReading reading = VerifyStage.verify(sound, "--topics", "sound-expired");

        assertThat(reading.verdict()).isEqualTo("equal");
        assertThat(reading.records("sound-expired")).isEqualTo(RECORDS - 90);
        JsonNode partition = reading.partitions("sound-expired").get(0);
        assertThat(partition.at("/from").asLong()).isEqualTo(90);
        assertThat(partition.at("/notCompared").toString())
                .contains("\"reason\":\"SOURCE_RETENTION\",\"offsets\":40,")
                .contains("\"reason\":\"TARGET_RETENTION\",\"offsets\":50,");
    }

    private static void delete(String topic, long before, boolean inSource) throws Exception {
        (inSource ? stage.source : stage.target)
                .admin()
                .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(before)))
                .all()
                .get();
    }

    @Test
    void comparesWhileTheLinkCopiesAndProducersProduce() {
        stage.source.createTopic("sound-live", 3);
        stage.source.createTopic("sound-live-transactions", 1);
        var streams = List.of(
                Stream.plain("sound-live", 3, JsonRecords.of(JsonRecords.Kind.EVENTS, 8), 2_000, "lz4", Map.of()),
                Stream.transactional(
                        "sound-live-transactions", 1, JsonRecords.of(JsonRecords.Kind.ORDERS, 9), 300, "sound-live"));
        try (Load load = Load.start(stage.source.clientProperties(), streams)) {
            long compared = 0;
            for (int round = 0; round < 4; round++) {
                long before = compared;
                stage.soon(() -> {
                    VerifyReading reading = VerifyStage.verify(sound, "--topics", "sound-live.*");
                    assertThat(reading.verdict()).as(reading.link().toString()).isEqualTo("equal");
                    assertThat(reading.records("sound-live")).isGreaterThan(before);
                    assertThat(reading.records("sound-live-transactions")).isPositive();
                });
                compared = load.acknowledged() / 2;
            }
        }
    }

    @Test
    void onlyTheLastRecordsAreComparedIfAskedFor() {
        stage.source.createTopic("sound-last", 1);
        Copies.fill(stage.source, "sound-last", 0, RECORDS);
        stage.copied(sound, "sound-last");

        assertThat(VerifyStage.verify(sound, "--topics", "sound-last", "--last", "30")
                        .records("sound-last"))
                .isEqualTo(30);
        assertThat(VerifyStage.verify(
                                sound,
                                "--topics",
                                "sound-last",
                                "--from",
                                java.time.Instant.ofEpochMilli(Copies.FIRST_TIME + 10 * 150)
                                        .toString())
                        .records("sound-last"))
                .isEqualTo(RECORDS - 150);
    }

    /** As a program does that goes on and on: it begins where it came to the last time. */
    @Test
    void whatWasCopiedSinceTheLastTimeIsComparedAlone() {
        var partition = new TopicPartition("sound-since", 0);
        stage.source.createTopic(partition.topic(), 1);
        Copies.fill(stage.source, partition.topic(), 0, RECORDS);
        stage.copied(sound, partition.topic());
        Verification first = verified(partition, Extent.EVERYTHING);
        Copies.fill(stage.source, partition.topic(), RECORDS, 50);
        stage.copied(sound, partition.topic());
        Verification second = verified(partition, Extent.after(first.reach()));
        Verification third = verified(partition, Extent.after(second.reach()));

        assertThat(first.report().counts().records()).isEqualTo(RECORDS);
        assertThat(first.reach()).isEqualTo(Map.of(partition, (long) RECORDS));
        assertThat(second.report().counts().records()).isEqualTo(50);
        assertThat(second.reach()).isEqualTo(Map.of(partition, RECORDS + 50L));
        assertThat(third.report().counts().records()).isZero();
        assertThat(third.report().verdict()).isEqualTo(Verdict.EQUAL);
    }

    /** As before a failover: where the source ended was found out before, and may be all that is left of it. */
    @Test
    void theTailBelowAnEndIsComparedAlone() {
        var partition = new TopicPartition("sound-tail", 0);
        stage.source.createTopic(partition.topic(), 1);
        Copies.fill(stage.source, partition.topic(), 0, RECORDS);
        stage.copied(sound, partition.topic());

        PartitionResult byRecords = verified(partition, Extent.tail(30, 0, Map.of(partition, 150L)))
                .report()
                .partitions()
                .get(0);
        assertThat(byRecords.from()).isEqualTo(120);
        assertThat(byRecords.to()).isEqualTo(150);
        assertThat(byRecords.counts().records()).isEqualTo(30);

        PartitionResult byBytes = verified(partition, Extent.tail(0, 1_000, Map.of(partition, 150L)))
                .report()
                .partitions()
                .get(0);
        assertThat(byBytes.to()).isEqualTo(150);
        assertThat(byBytes.counts().records()).isBetween(1L, 100L);
    }

    private static Verification verified(TopicPartition partition, Extent extent) {
        VerifyRequest request = VerifyRequest.everything()
                .of(partition.topic())
                .to(extent, "a part")
                .unkept();
        try (Verification verification =
                Verification.begin(VerifyStage.verifiedLink(sound), request, Clock.systemUTC(), LIMIT)) {
            boolean isDone = false;
            for (int step = 0; step < 100 && !isDone; step++) {
                isDone = verification.step(100);
            }
            assertThat(isDone).isTrue();
            return verification;
        }
    }

    /** With the same outcome as one that was not interrupted. */
    @Test
    void goesOnWhereItWasKilled() {
        LoadedTopic topic = TopicLoader.of(stage.source, "sound-interrupted")
                .partitions(3)
                .codec(Codec.NONE)
                .create()
                .load(JsonRecords.of(JsonRecords.Kind.EVENTS, 77), 20_000);
        stage.copied(sound, topic.topic());
        String whole = essence(VerifyStage.verify(sound, "--topics", topic.topic()));

        VerifyRequest slowly = VerifyRequest.everything().of(topic.topic()).at(2_000_000);
        long compared;
        try (Verification first =
                Verification.begin(VerifyStage.verifiedLink(sound), slowly, Clock.systemUTC(), LIMIT)) {
            boolean isDone = false;
            while (!isDone && first.progress().records() < 3_000) {
                isDone = first.step(50);
            }
            compared = first.progress().records();
            assertThat(isDone).isFalse();
        }
        VerifyReading resumed = VerifyStage.verify(sound, "--resume");

        assertThat(essence(resumed)).isEqualTo(whole);
        assertThat(compared).isBetween(3_000L, topic.committed() - 1);
        Cli none = Cli.run("verify", sound, "--resume");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("there is no verification to go on with");
    }

    /** What does not depend on how it came about. */
    private static String essence(VerifyReading reading) {
        var essence = new HashMap<String, Object>();
        for (JsonNode partition : reading.link().at("/partitions")) {
            long batches = partition.at("/counts/wholeBatches").asLong()
                    + partition.at("/counts/openedBatches").asLong();
            essence.put(
                    partition.at("/topic").asText() + partition.at("/partition").asText(),
                    partition.at("/verdict").asText() + " " + partition.at("/from") + " " + partition.at("/to") + " "
                            + partition.at("/counts/records") + " " + partition.at("/counts/sourceBytes") + " "
                            + batches);
        }
        return essence.toString();
    }

    @Test
    void aLinkThatHasNotBegunCannotBeCompared() {
        stage.source.createTopic("never-copied", 1);
        Copies.fill(stage.source, "never-copied", 0, 10);
        String file = Cli.file(
                        directory,
                        Map.of(
                                "clusters", "dc1, dc2",
                                "dc1.bootstrap.servers", stage.source.bootstrapServers(),
                                "dc2.bootstrap.servers", stage.target.bootstrapServers(),
                                "dc1->dc2.enabled", "true",
                                "topics", "never-.*"))
                .toString();

        Cli verified = Cli.run("verify", file);

        assertThat(verified.exitCode()).isEqualTo(1);
        assertThat(verified.out())
                .contains("no difference found, but not all could be compared")
                .contains("never-copied-0 is not compared: the link has stored no position for it");
    }
}
