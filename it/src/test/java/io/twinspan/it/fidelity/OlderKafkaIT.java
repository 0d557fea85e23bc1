package io.twinspan.it.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.cluster.Kafka;
import io.twinspan.testkit.cluster.KafkaCluster;
import io.twinspan.testkit.cluster.ProcessCluster;
import io.twinspan.testkit.guarantee.ClusterComparison;
import io.twinspan.testkit.record.LoadedTopic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Brokers of Kafka 3.9 and 4.3 in all four pairings, by one file with four links. */
class OlderKafkaIT {
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final Kafka KAFKA_39 = Kafka.of(Path.of("../brokers-3.9/target/lib"));
    private static final List<TopicKind> KINDS = List.of(
            TopicKind.LZ4, TopicKind.TINY, TopicKind.TRANSACTIONAL, TopicKind.COMPACTED, TopicKind.LOG_APPEND_TIME);

    @Test
    void everyRecordIsEqualInAllFourPairings() {
        assertThat(KAFKA_39.version()).startsWith("3.9.");
        assertThat(Kafka.current().version()).startsWith("4.3.");
        try (KafkaCluster from39 =
                        ProcessCluster.builder("from39").kafka(KAFKA_39).start();
                KafkaCluster to39 =
                        ProcessCluster.builder("to39").kafka(KAFKA_39).start();
                KafkaCluster from43 = EmbeddedCluster.builder("from43").start();
                KafkaCluster to43 = EmbeddedCluster.builder("to43").start()) {
            Map<String, String> file = CopyingLink.clusters(1, from39, from43, to39, to43);
            for (String link : List.of("from39->to39", "from39->to43", "from43->to39", "from43->to43")) {
                file.put(link + ".enabled", "true");
                file.put(link + ".topics", "kind-.*");
            }
            Map<TopicKind, LoadedTopic> older = filled(from39);
            Map<TopicKind, LoadedTopic> newer = filled(from43);
            List<String> topics = KINDS.stream().map(TopicKind::topic).toList();
            try (CopyingLink links = CopyingLink.start(file)) {
                links.awaitNoLag(SOON, topics);
                older.forEach(TopicKind::loadMore);
                newer.forEach(TopicKind::loadMore);
                links.awaitNoLag(SOON, topics);
            }
            for (KafkaCluster target : List.of(to39, to43)) {
                verify(from39, older, target);
                verify(from43, newer, target);
            }
        }
    }

    private static Map<TopicKind, LoadedTopic> filled(KafkaCluster source) {
        Map<TopicKind, LoadedTopic> topics = new EnumMap<>(TopicKind.class);
        KINDS.forEach(kind -> topics.put(kind, kind.create(source)));
        return topics;
    }

    private static void verify(KafkaCluster source, Map<TopicKind, LoadedTopic> topics, KafkaCluster target) {
        topics.forEach((kind, topic) -> {
            var report = ClusterComparison.compare(
                            source.clientProperties(),
                            topic.topic(),
                            target.clientProperties(),
                            source.name() + "." + topic.topic())
                    .verify();
            if (kind != TopicKind.COMPACTED) {
                assertThat(report.matched()).as(report.toString()).isEqualTo(topic.committed());
            }
        });
    }
}
