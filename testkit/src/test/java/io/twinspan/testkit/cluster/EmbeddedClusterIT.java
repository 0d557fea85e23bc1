package io.twinspan.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.testkit.leak.LeakCheck;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.server.metrics.KafkaYammerMetrics;
import org.junit.jupiter.api.Test;

class EmbeddedClusterIT {

    @Test
    void takesAndGivesRecordsInPlaintext() throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.builder("plain").start()) {
            cluster.createTopic("orders", 2);

            SimpleClient.send(cluster.clientProperties(), "orders", "one", "two");

            assertThat(SimpleClient.read(cluster.clientProperties(), "orders", 2))
                    .containsExactly("one", "two");
        }
    }

    /** A JVM that runs many tests would come to hold all brokers it ever had. */
    @Test
    void isForgottenWhenItHasEnded() {
        try (EmbeddedCluster kept = EmbeddedCluster.builder("kept").start()) {
            EmbeddedCluster.builder("ended").start().close();
            assertThat(KafkaYammerMetrics.defaultRegistry().allMetrics())
                    .as("of %s, which is still up", kept.name())
                    .isNotEmpty();
        }
        assertThat(KafkaYammerMetrics.defaultRegistry().allMetrics()).isEmpty();
    }

    @Test
    void letsUsersInByEverySaslMechanismAndNobodyByAWrongPassword() throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.builder("sasl")
                .security(Security.SASL_SSL)
                .user("mm2", "mm2-secret")
                .start()) {
            cluster.createTopic("orders", 1);

            for (Mechanism mechanism : Mechanism.values()) {
                SimpleClient.send(cluster.clientProperties("mm2", mechanism), "orders", mechanism.name());
            }

            assertThat(SimpleClient.read(cluster.clientProperties("mm2", Mechanism.SCRAM_SHA_256), "orders", 4))
                    .containsExactlyElementsOf(
                            Stream.of(Mechanism.values()).map(Enum::name).toList());
            var wrong = cluster.clientProperties("mm2", Mechanism.PLAIN);
            wrong.put("sasl.jaas.config", Mechanism.PLAIN.clientJaas("mm2", "guessed"));
            assertThatThrownBy(() -> SimpleClient.send(wrong, "orders", "never"))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    @Test
    void knowsClientsByTheirCertificatesAndAllowsOnlyWhatAnAclSays() throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.builder("mtls")
                .security(Security.MUTUAL_TLS)
                .authorizer()
                .start()) {
            cluster.createTopic("orders", 1);
            SimpleClient.send(cluster.clientProperties(), "orders", "by the admin");
            assertThatThrownBy(() -> SimpleClient.send(cluster.clientProperties("mm2"), "orders", "refused"))
                    .hasCauseInstanceOf(TopicAuthorizationException.class);

            cluster.allow("mm2", ResourceType.TOPIC, "ord", AclOperation.WRITE);
            SimpleClient.send(cluster.clientProperties("mm2"), "orders", "allowed");

            assertThat(SimpleClient.read(cluster.clientProperties(), "orders", 2))
                    .containsExactly("by the admin", "allowed");
        }
    }

    @Test
    void keepsItsDataAndAddressesWhenBrokersStopDieAndReturn() throws Exception {
        TopicPartition partition = new TopicPartition("orders", 0);
        try (EmbeddedCluster cluster = EmbeddedCluster.builder("three")
                .brokers(3)
                .setting("broker.session.timeout.ms", "3000")
                .start()) {
            cluster.createTopic("orders", 3);

            cluster.moveLeader(partition, 2);
            assertThat(cluster.leader(partition)).isEqualTo(2);
            SimpleClient.send(cluster.clientProperties(), "orders", "under 2");

            cluster.stopBroker(2);
            assertThat(cluster.leader(partition)).isIn(0, 1);
            SimpleClient.send(cluster.clientProperties(), "orders", "without 2");

            cluster.startBroker(2);
            cluster.moveLeader(partition, 2);
            cluster.killBroker(2);
            SimpleClient.send(cluster.clientProperties(), "orders", "after the kill");
            assertThat(cluster.leader(partition)).isIn(0, 1);

            cluster.startBroker(2);
            cluster.moveLeader(partition, 2);
            assertThat(SimpleClient.read(cluster.clientProperties(), "orders", 3))
                    .containsExactly("under 2", "without 2", "after the kill");
        }
    }

    @Test
    void refusesAnAuthorizerWhereNobodyHasAName() {
        assertThatThrownBy(
                        () -> EmbeddedCluster.builder("anonymous").authorizer().start())
                .hasMessageContaining("an authorizer needs clients with names");
    }

    @Test
    void leavesNothingBehindWhenABrokerCannotStart() {
        assertThatThrownBy(() -> EmbeddedCluster.builder("broken")
                        .setting("num.io.threads", "none")
                        .start())
                .hasMessageContaining("cluster broken did not start")
                .hasMessageContaining("num.io.threads");
    }

    @Test
    void saysWhichPortIsTakenAndStopsWhatHadStarted() throws Exception {
        LeakCheck leaks = LeakCheck.begin().threads("kafka-", "data-plane-").expectErrors(".*");
        try (ServerSocket taken = new ServerSocket(Ports.free(), 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(
                            () -> EmbeddedCluster.builder("taken").port(0, port).start())
                    .hasMessageContaining("cluster taken did not start")
                    .hasMessageContaining("failed to bind to 127.0.0.1:" + port + ": Address already in use");
        }
        leaks.verify();
    }
}
