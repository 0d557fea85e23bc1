package io.twinspan.it.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.exchange.Topology;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.cluster.Mechanism;
import io.twinspan.testkit.cluster.Security;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SecureExchangeIT {
    private static EmbeddedCluster sasl;
    private static EmbeddedCluster mutual;

    @BeforeAll
    static void startClusters() {
        sasl = EmbeddedCluster.builder("sasl")
                .security(Security.SASL_SSL)
                .user("mm2", "mm2-secret")
                // So short that every link test with it goes through re-authentication (KIP-368).
                .setting("connections.max.reauth.ms", "1500")
                .start();
        mutual = EmbeddedCluster.builder("mutual").security(Security.MUTUAL_TLS).start();
    }

    @AfterAll
    static void stopClusters() {
        sasl.close();
        mutual.close();
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void getsInByEveryMechanism(Mechanism mechanism) throws Exception {
        String topic = "in-" + mechanism.saslName().toLowerCase(java.util.Locale.ROOT);
        sasl.createTopic(topic, 1);
        List<String> values = Records.values("v", 100);
        Records.send(sasl.clientProperties(), topic, 0, values);
        mutual.createTopic(topic, 1);

        try (Asking asking = new Asking(sasl.clientProperties("mm2", mechanism), mutual.clientProperties())) {
            Copy.partition(asking, topic, 0, values.size());
            assertThat(asking.exchange.leasedBytes()).isZero();
        }

        assertThat(Records.read(mutual.clientProperties(), topic, 0, values.size()))
                .isEqualTo(values);
    }

    @Test
    void authenticatesAgainWhileItWorks() throws Exception {
        sasl.createTopic("again", 1);
        Records.send(sasl.clientProperties(), "again", 0, Records.values("v", 10));
        try (Asking asking = new Asking(sasl, mutual)) {
            Topology.Topic topic = asking.topic(Side.SOURCE, "again");
            long until = System.nanoTime() + 4_000_000_000L;
            int answers = 0;
            while (System.nanoTime() < until) {
                var fetched = asking.fetching(
                                Asking.leader(Side.SOURCE, topic, 0),
                                Asking.fetch(true, Asking.position("again", topic.topicId(), 0, answers % 10)))
                        .answer();
                fetched.lease().release();
                answers++;
            }
            assertThat(answers).isGreaterThan(10);
            assertThat(asking.exchange.leasedBytes()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Mechanism.class,
            names = {"PLAIN", "SCRAM_SHA_256"})
    void saysSoonThatThePasswordIsWrong(Mechanism mechanism) {
        Map<String, String> wrong = new HashMap<>(sasl.clientProperties("mm2", mechanism));
        wrong.computeIfPresent("sasl.jaas.config", (key, jaas) -> jaas.replace("mm2-secret", "not-it"));
        try (Asking asking = new Asking(wrong, mutual.clientProperties())) {
            for (int i = 0; i < 2; i++) {
                long begun = System.nanoTime();
                Failure failure = asking.describing(Side.SOURCE, List.of()).failure();

                assertThat(failure.kind()).isEqualTo(Failure.Kind.AUTHENTICATION);
                assertThat(failure.message())
                        .contains("source cluster", sasl.bootstrapServers(), "SASL_SSL")
                        .doesNotContain("not-it");
                assertThat(System.nanoTime() - begun).isLessThan(5_000_000_000L);
            }
        }
    }

    @Test
    void saysSoonThatACertificateIsNotTrusted() {
        Map<String, String> wrong = new HashMap<>(mutual.clientProperties());
        sasl.clientProperties().forEach((key, value) -> {
            if (key.startsWith("ssl.truststore")) {
                wrong.put(key, value);
            }
        });
        try (Asking asking = new Asking(wrong, sasl.clientProperties())) {
            Failure failure = asking.describing(Side.SOURCE, List.of()).failure();

            assertThat(failure.kind()).isEqualTo(Failure.Kind.AUTHENTICATION);
            assertThat(failure.message()).contains("SSL");
        }
    }

    @Test
    void survivesAListenerThatSpeaksAnotherProtocol() {
        Map<String, String> plaintext = Map.of("bootstrap.servers", sasl.bootstrapServers());
        try (Asking asking = new Asking(plaintext, mutual.clientProperties())) {
            Failure failure = asking.describing(Side.SOURCE, List.of()).failure();

            assertThat(failure.kind()).isEqualTo(Failure.Kind.DISCONNECTED);
            assertThat(failure.message()).contains("PLAINTEXT (security.protocol)");
            assertThat(asking.exchange.leasedBytes()).isZero();
        }
    }
}
