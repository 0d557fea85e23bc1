package io.twinspan.testkit.record;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.guarantee.ClusterComparison;
import io.twinspan.testkit.guarantee.ComparisonReport;
import io.twinspan.testkit.guarantee.DifferenceKind;
import io.twinspan.testkit.guarantee.Guarantee;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TopicLoaderIT {

    private static final long START = 1_700_000_000_000L;

    private static EmbeddedCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = EmbeddedCluster.builder("loads").start();
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @ParameterizedTest
    @EnumSource
    void writesEveryCodec(Codec codec) {
        LoadedTopic topic = TopicLoader.of(cluster, "codec-" + codec.kafkaName())
                .codec(codec)
                .create()
                .load(JsonRecords.of(JsonRecords.Kind.ORDERS, 1), 2000);

        List<StoredBatch> batches = batches(topic, 0);
        assertThat(batches).extracting(StoredBatch::codec).containsOnly(codec);
        assertThat(batches.stream().mapToInt(StoredBatch::records).sum()).isEqualTo(2000);
        assertThat(batches.size()).isLessThan(200);
    }

    @Test
    void writesJsonThatCompressesLikeRealData() {
        for (JsonRecords.Kind kind : JsonRecords.Kind.values()) {
            long plain = 0;
            for (long i = 0; i < 5000; i++) {
                plain += requireNonNull(JsonRecords.of(kind, 1).at(i).value()).length;
            }
            assertThat(plain / 5000).as("bytes of one of %s", kind).isBetween(500L, 1000L);
            assertThat(ratio(kind, Codec.LZ4, plain)).as("lz4 of %s", kind).isBetween(1.8, 3.5);
            assertThat(ratio(kind, Codec.ZSTD, plain)).as("zstd of %s", kind).isBetween(2.8, 6.0);
        }
    }

    private static double ratio(JsonRecords.Kind kind, Codec codec, long plain) {
        LoadedTopic topic = TopicLoader.of(cluster, "ratio-" + kind + "-" + codec.kafkaName())
                .codec(codec)
                .create()
                .load(JsonRecords.of(kind, 1), 5000);
        return (double) plain
                / batches(topic, 0).stream().mapToLong(StoredBatch::sizeBytes).sum();
    }

    @Test
    void writesOneRecordPerBatch() {
        LoadedTopic topic = TopicLoader.of(cluster, "tiny")
                .tinyBatches()
                .create()
                .load(JsonRecords.of(JsonRecords.Kind.EVENTS, 2), 500);

        assertThat(batches(topic, 0))
                .hasSize(500)
                .extracting(StoredBatch::records)
                .containsOnly(1);
    }

    @Test
    void writesTransactionsOfWhichSomeAbort() {
        LoadedTopic topic = TopicLoader.of(cluster, "transactions")
                .partitions(2)
                .create()
                .loadInTransactions(JsonRecords.of(JsonRecords.Kind.ORDERS, 3), 2000, 50, 4);

        assertThat(topic.committed()).isEqualTo(1500);
        assertThat(topic.aborted()).isEqualTo(500);
        List<StoredBatch> batches = batches(topic, 0);
        assertThat(batches).extracting(StoredBatch::transactional).containsOnly(true);
        assertThat(batches.stream().filter(StoredBatch::control)).hasSizeGreaterThan(10);
        Set<Long> writers = batches.stream().map(StoredBatch::producerId).collect(Collectors.toSet());
        assertThat(writers).hasSize(2);
        // What consumers see is what was committed.
        assertThat(compare("transactions", "transactions").sourceRecords()).isEqualTo(1500);
    }

    @Test
    void makesHolesInsideBatchesAndKeepsTombstones() {
        LoadedTopic topic = TopicLoader.of(cluster, "compacted")
                .partitions(2)
                .compacted()
                .codec(Codec.LZ4)
                .create()
                .load(new SometimesTombstone(SizedRecords.of(4, 300, 2000), 10), 20_000)
                .clean();

        List<StoredBatch> batches = batches(topic, 0);
        assertThat(batches.stream().filter(batch -> batch.hasHoles() && batch.records() > 0))
                .hasSizeGreaterThan(10);
        assertThat(batches).extracting(StoredBatch::hasDeleteHorizon).contains(true);
        long left = topic.partitions().stream()
                .flatMap(p -> batches(topic, p.partition()).stream())
                .mapToLong(StoredBatch::records)
                .sum();
        assertThat(left).isBetween(2000L, 4002L);
        assertThat(compare("compacted", "compacted").sourceRecords()).isEqualTo(left);
    }

    @Test
    void startsALogFarAboveZero() throws Exception {
        LoadedTopic topic = TopicLoader.of(cluster, "high").create().startAt(500_000);
        topic.load(JsonRecords.of(JsonRecords.Kind.USERS, 5), 10);

        TopicPartition partition = new TopicPartition("high", 0);
        assertThat(offset(partition, OffsetSpec.earliest())).isEqualTo(500_000);
        assertThat(offset(partition, OffsetSpec.latest())).isEqualTo(500_010);
    }

    private static long offset(TopicPartition partition, OffsetSpec spec) throws Exception {
        return cluster.admin()
                .listOffsets(Map.of(partition, spec))
                .partitionResult(partition)
                .get(20, TimeUnit.SECONDS)
                .offset();
    }

    @Test
    void letsTheBrokerSetTheTime() {
        LoadedTopic topic = TopicLoader.of(cluster, "append-time")
                .logAppendTime()
                .create()
                .load(JsonRecords.of(JsonRecords.Kind.EVENTS, 6), 100);

        assertThat(batches(topic, 0)).extracting(StoredBatch::logAppendTime).containsOnly(true);
    }

    @Test
    void writesMegabyteRecords() {
        LoadedTopic topic = TopicLoader.of(cluster, "large").create().load(SizedRecords.of(7, 1_000_000, 10), 20);

        assertThat(batches(topic, 0)).hasSize(20).allMatch(batch -> batch.sizeBytes() > 1_000_000);
    }

    @Test
    void comparesTopicsOfOddRecordsAndFindsWhatIsMissing() {
        OddRecords odd = OddRecords.of(8);
        TopicLoader.of(cluster, "odd").partitions(3).codec(Codec.GZIP).create().load(odd, 5000);
        LoadedTopic copy = TopicLoader.of(cluster, "odd-copy")
                .partitions(3)
                .codec(Codec.SNAPPY)
                .create()
                .load(odd, 4990);

        ComparisonReport behind = compare("odd", "odd-copy");
        assertThat(behind.counts()).isEqualTo(Map.of(DifferenceKind.LOST, 10L));
        assertThat(behind.missingAtEnd()).isEqualTo(10);
        assertThat(behind.broken()).containsExactly(Guarantee.NO_LOSS);

        copy.load(odd, 10);
        assertThat(compare("odd", "odd-copy").verify().matched()).isEqualTo(5000);

        copy.load(index -> odd.at(5), 1);
        assertThatThrownBy(() -> compare("odd", "odd-copy").verify()).hasMessageContaining("broken: no duplicate");
    }

    @Test
    void comparesAHundredThousandRecordsInSeconds() {
        JsonRecords orders = JsonRecords.of(JsonRecords.Kind.ORDERS, 9, START);
        for (String topic : List.of("many", "many-copy")) {
            TopicLoader.of(cluster, topic)
                    .partitions(4)
                    .codec(Codec.LZ4)
                    .setting("retention.ms", "-1")
                    .create()
                    .load(orders, 100_000);
        }

        ComparisonReport report = compare("many", "many-copy").verify();

        assertThat(report.matched()).isEqualTo(100_000);
        assertThat(report.taken()).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void refusesToCompareATopicThatIsNotThere() {
        assertThatThrownBy(() -> compare("no-such-topic", "tiny")).hasMessageContaining("no topic no-such-topic");
    }

    private static ComparisonReport compare(String source, String target) {
        return ClusterComparison.compare(cluster.clientProperties(), source, cluster.clientProperties(), target);
    }

    private static List<StoredBatch> batches(LoadedTopic topic, int partition) {
        return StoredBatch.of(cluster, new TopicPartition(topic.topic(), partition));
    }
}
