package io.twinspan.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProcessClusterIT {

    static Stream<Kafka> versions() {
        return Stream.of(Kafka.current(), Kafka.of(Path.of("../brokers-3.9/target/lib")));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void keepsWhatWasAcknowledgedThroughKill9(Kafka kafka) throws Exception {
        try (ProcessCluster cluster = ProcessCluster.builder("dc1")
                .kafka(kafka)
                .security(Security.SASL_SSL)
                .setting("broker.session.timeout.ms", "2000")
                .start()) {
            cluster.createTopic("orders", 1);
            SimpleClient.send(cluster.clientProperties(), "orders", "before");
            long firstPid = cluster.pid(0);
            assertThat(cluster.cpuSeconds(0)).isPositive();
            assertThat(cluster.peakRssBytes(0)).isGreaterThan(50L << 20);

            cluster.killBroker(0);
            assertThat(ProcessHandle.of(firstPid).filter(ProcessHandle::isAlive))
                    .isEmpty();
            cluster.startBroker(0);

            SimpleClient.send(
                    cluster.clientProperties(ClusterBuilder.ADMIN, Mechanism.SCRAM_SHA_512), "orders", "after");
            assertThat(cluster.pid(0)).isNotEqualTo(firstPid);
            assertThat(SimpleClient.read(cluster.clientProperties(), "orders", 2))
                    .containsExactly("before", "after");
        }
    }

    @Test
    void movesLeadershipAwayFromAFrozenBroker() throws Exception {
        TopicPartition partition = new TopicPartition("orders", 0);
        try (ProcessCluster cluster = ProcessCluster.builder("dc1")
                .brokers(2)
                .setting("broker.session.timeout.ms", "2000")
                .start()) {
            cluster.createTopic("orders", 1);
            cluster.moveLeader(partition, 1);

            cluster.pause(1);
            SimpleClient.send(cluster.clientProperties(), "orders", "while frozen");
            assertThat(cluster.leader(partition)).isZero();

            cluster.resume(1);
            cluster.moveLeader(partition, 1);
            assertThat(SimpleClient.read(cluster.clientProperties(), "orders", 1))
                    .containsExactly("while frozen");

            cluster.stopBroker(1);
            assertThat(cluster.isRunning(1)).isFalse();
            assertThat(cluster.leader(partition)).isZero();
        }
    }
}
