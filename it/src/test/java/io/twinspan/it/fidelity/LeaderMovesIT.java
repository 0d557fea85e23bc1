package io.twinspan.it.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.position.ProducerIds;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.cluster.KafkaCluster;
import io.twinspan.testkit.guarantee.ClusterComparison;
import io.twinspan.testkit.guarantee.ComparisonReport;
import io.twinspan.testkit.record.StoredBatch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Clusters of three brokers whose leaders move, and of which brokers stop and are killed, while records come and go. */
class LeaderMovesIT {
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final int PARTITIONS = 3;
    private static final int ROUNDS = 8;
    private static final List<String> TOPICS = List.of("moves-lz4", "moves-tiny");

    @Test
    void nothingIsLostDoubledOrReorderedWhileLeadersMove() {
        try (EmbeddedCluster dc1 = cluster("dc1");
                EmbeddedCluster dc2 = cluster("dc2")) {
            TOPICS.forEach(topic -> dc1.createTopic(topic, PARTITIONS));
            Map<String, String> file = CopyingLink.clusters(3, dc1, dc2);
            file.put("dc1->dc2.enabled", "true");
            file.put("dc1->dc2.topics", "moves-.*");
            int moves;
            try (CopyingLink link = CopyingLink.start(file)) {
                try (Load lz4 = Load.start(dc1, TOPICS.get(0), PARTITIONS, Map.of("compression.type", "lz4"));
                        Load tiny = Load.start(dc1, TOPICS.get(1), PARTITIONS, Map.of("batch.size", 1))) {
                    // The copies must exist before their leaders can move.
                    link.awaitStarted(SOON, TOPICS);
                    moves = moveLeaders(dc1, dc2);
                    restartBrokers(dc1, dc2);
                    moves += moveLeaders(dc1, dc2);
                    assertThat(lz4.sent()).isGreaterThan(1_000);
                    assertThat(tiny.sent()).isGreaterThan(1_000);
                    lz4.finish();
                    tiny.finish();
                }
                link.awaitNoLag(SOON, TOPICS);
            }
            assertThat(moves).isEqualTo(4 * ROUNDS);
            for (String topic : TOPICS) {
                ComparisonReport report = ClusterComparison.compare(
                        dc1.clientProperties(), topic, dc2.clientProperties(), "dc1." + topic);
                report.verify();
                assertThat(report.matched()).isGreaterThan(1_000);
            }
            TOPICS.forEach(topic -> verifyProducers(dc2, "dc1." + topic));
        }
    }

    private static EmbeddedCluster cluster(String name) {
        return EmbeddedCluster.builder(name)
                .brokers(3)
                .setting("min.insync.replicas", "2")
                .start();
    }

    /** Moves leaders of both clusters to the next broker; returns how many moves there were. */
    private static int moveLeaders(KafkaCluster... clusters) {
        var random = new Random(7);
        int moves = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (KafkaCluster cluster : clusters) {
                String topic = TOPICS.get(round % TOPICS.size());
                var partition = new TopicPartition(
                        cluster.name().equals("dc1") ? topic : "dc1." + topic, random.nextInt(PARTITIONS));
                int before = cluster.leader(partition);
                int after = (before + 1 + random.nextInt(2)) % 3;
                cluster.moveLeader(partition, after);
                assertThat(after).isNotEqualTo(before);
                moves++;
            }
        }
        return moves;
    }

    /** One in good order, one without a word; each leads something when it goes. */
    private static void restartBrokers(EmbeddedCluster dc1, EmbeddedCluster dc2) {
        int stopped = dc1.leader(new TopicPartition(TOPICS.get(0), 0));
        dc1.stopBroker(stopped);
        int killed = dc2.leader(new TopicPartition("dc1." + TOPICS.get(0), 0));
        dc2.killBroker(killed);
        dc1.startBroker(stopped);
        dc2.startBroker(killed);
    }

    /** A lane keeps one producer id whoever leads. */
    private static void verifyProducers(KafkaCluster cluster, String topic) {
        Set<Long> all = new TreeSet<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            Set<Long> ids = StoredBatch.of(cluster, new TopicPartition(topic, partition)).stream()
                    .map(StoredBatch::producerId)
                    .collect(Collectors.toSet());
            assertThat(ids).hasSize(1).allMatch(ProducerIds::isOurs);
            all.addAll(ids);
        }
        assertThat(all).hasSize(PARTITIONS);
    }
}
