package io.twinspan.it.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.it.app.Cli;
import io.twinspan.it.fidelity.LogBatch.Payload;
import io.twinspan.it.verify.VerifyReading;
import io.twinspan.model.position.ProducerIds;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.guarantee.ClusterComparison;
import io.twinspan.testkit.guarantee.ComparisonReport;
import io.twinspan.testkit.record.Codec;
import io.twinspan.testkit.record.JsonRecords;
import io.twinspan.testkit.record.LoadedTopic;
import io.twinspan.testkit.record.OddRecords;
import io.twinspan.testkit.record.TopicLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of topic, copied by one link: equal record by record, and batch by batch where batches pass whole. */
class FidelityIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String OLD = "kind-old";

    /** Smaller batches may be merged with their neighbours, which is cheapest for those that are not compressed. */
    private static final int NEVER_MERGED_BYTES = 4 << 10;

    private static final int NEVER_MERGED_PLAIN_BYTES = 17 << 10;

    private static final Map<TopicKind, LoadedTopic> TOPICS = new EnumMap<>(TopicKind.class);

    private static EmbeddedCluster dc1;
    private static EmbeddedCluster dc2;

    @BeforeAll
    static void copyEveryKind() {
        dc1 = EmbeddedCluster.builder("dc1").start();
        // The target's own cleaner must not touch what is to be looked at.
        dc2 = EmbeddedCluster.builder("dc2")
                .setting("log.cleaner.backoff.ms", "3600000")
                .start();
        TopicLoader.of(dc1, OLD).create();
        OldSegment.write(dc1, new TopicPartition(OLD, 0), OddRecords.of(1), 400);
        for (TopicKind kind : TopicKind.values()) {
            TOPICS.put(kind, kind.create(dc1));
        }
        List<String> topics = new ArrayList<>(List.of(OLD));
        TOPICS.values().forEach(topic -> topics.add(topic.topic()));
        try (CopyingLink link = CopyingLink.start(file(Map.of("dc1->dc2.topics", "kind-.*")))) {
            link.awaitNoLag(SOON, topics);
            TOPICS.forEach(TopicKind::loadMore);
            link.awaitNoLag(SOON, topics);
        }
    }

    @AfterAll
    static void stopClusters() {
        dc2.close();
        dc1.close();
    }

    @ParameterizedTest
    @EnumSource(TopicKind.class)
    void everyRecordIsEqual(TopicKind kind) {
        LoadedTopic topic = loaded(kind);

        ComparisonReport report = compared(topic.topic());

        report.verify();
        if (kind == TopicKind.COMPACTED) {
            assertThat(report.matched()).isBetween(600L, 700L);
        } else {
            assertThat(report.matched()).isEqualTo(topic.committed());
        }
    }

    @Test
    void everyRecordOfOldFormatsIsEqual() {
        ComparisonReport report = compared(OLD);

        // Format 0 has no headers and no timestamps, format 1 no headers; readers of the source see neither.
        report.verify();
        assertThat(report.matched()).isEqualTo(1_200);
    }

    /** What the product itself says of the same copies. */
    @Test
    void verificationFindsNoDifferenceInAnyKind(@TempDir Path directory) {
        Path properties = Cli.file(directory, file(Map.of("dc1->dc2.topics", "kind-.*")));

        Cli verified = Cli.run("verify", properties.toString(), "--json");

        assertThat(verified.exitCode()).as(verified.text()).isZero();
        VerifyReading report = VerifyReading.of(verified.out());
        assertThat(report.verdict()).isEqualTo("equal");
        TOPICS.forEach((kind, topic) -> {
            if (kind != TopicKind.COMPACTED) {
                assertThat(report.records(topic.topic())).as(kind.topic()).isEqualTo(topic.committed());
            }
            if (kind.passesWhole()) {
                assertThat(report.wholeBatches(topic.topic())).as(kind.topic()).isPositive();
            }
        });
        assertThat(report.records(OLD)).isEqualTo(1_200);
    }

    @ParameterizedTest
    @EnumSource(TopicKind.class)
    void everyBatchIsALinksOwnAndPlain(TopicKind kind) {
        for (TopicPartition partition : loaded(kind).partitions()) {
            assertThat(target(partition)).isNotEmpty().allSatisfy(batch -> {
                assertThat(ProducerIds.isOurs(batch.producerId())).isTrue();
                assertThat(batch.isControl()).isFalse();
                assertThat(batch.isTransactional()).isFalse();
                assertThat(batch.hasLogAppendTime()).isFalse();
                assertThat(batch.hasDeleteHorizon()).isFalse();
            });
        }
    }

    @ParameterizedTest
    @EnumSource(TopicKind.class)
    void everyBatchKeepsItsCodec(TopicKind kind) {
        for (TopicPartition partition : loaded(kind).partitions()) {
            List<Codec> inSource = LogBatch.of(dc1, partition).stream()
                    .filter(batch -> !batch.isControl())
                    .map(LogBatch::codec)
                    .distinct()
                    .toList();

            assertThat(inSource).hasSize(1);
            assertThat(target(partition)).extracting(LogBatch::codec).hasSameElementsAs(inSource);
        }
    }

    @ParameterizedTest
    @EnumSource(TopicKind.class)
    void batchesThatNeedNoChangePassByteForByte(TopicKind kind) {
        if (!kind.passesWhole()) {
            return;
        }
        for (TopicPartition partition : loaded(kind).partitions()) {
            List<Payload> inSource = large(LogBatch.of(dc1, partition));

            assertThat(inSource).isNotEmpty();
            assertThat(large(target(partition))).isEqualTo(inSource);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "none"})
    void aCompressionTypeOfTheTargetsProducerRecompresses(String codec) {
        String name = "packed-" + codec;
        LoadedTopic topic = TopicLoader.of(dc1, name)
                .partitions(2)
                .codec(Codec.LZ4)
                .create()
                .load(JsonRecords.of(JsonRecords.Kind.ORDERS, 31), 3_000);

        try (CopyingLink link =
                CopyingLink.start(file(Map.of("dc1->dc2.topics", name, "dc2.producer.compression.type", codec)))) {
            link.awaitNoLag(SOON, List.of(name));
        }

        assertThat(compared(name).verify().matched()).isEqualTo(3_000);
        for (TopicPartition partition : topic.partitions()) {
            assertThat(target(partition))
                    .isNotEmpty()
                    .extracting(LogBatch::codec)
                    .containsOnly(Codec.valueOf(codec.toUpperCase(Locale.ROOT)));
        }
    }

    private static Map<String, String> file(Map<String, String> more) {
        Map<String, String> properties = CopyingLink.clusters(1, dc1, dc2);
        properties.put("dc1->dc2.enabled", "true");
        properties.putAll(more);
        return properties;
    }

    private static LoadedTopic loaded(TopicKind kind) {
        LoadedTopic topic = TOPICS.get(kind);
        assertThat(topic).isNotNull();
        return topic;
    }

    private static ComparisonReport compared(String topic) {
        return ClusterComparison.compare(dc1.clientProperties(), topic, dc2.clientProperties(), "dc1." + topic);
    }

    private static List<LogBatch> target(TopicPartition partition) {
        return LogBatch.of(dc2, new TopicPartition("dc1." + partition.topic(), partition.partition()));
    }

    private static List<Payload> large(List<LogBatch> batches) {
        return batches.stream()
                .filter(batch -> batch.sizeBytes()
                        > (batch.codec() == Codec.NONE ? NEVER_MERGED_PLAIN_BYTES : NEVER_MERGED_BYTES))
                .map(LogBatch::payload)
                .toList();
    }
}
