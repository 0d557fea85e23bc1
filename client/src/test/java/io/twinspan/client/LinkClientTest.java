package io.twinspan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.TransientFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What needs no cluster; nobody listens at the address. The rest is in LinkClientIT. */
class LinkClientTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    @Test
    void aMissingAddressIsNamedAsItWasWritten() {
        assertThatThrownBy(() -> LinkClient.of("dc1", "dc2").open())
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("'bootstrap.servers' is missing");
        assertThatThrownBy(() ->
                        LinkClient.of("dc1", "dc2").written("dc1.", "dc2.").open())
                .hasMessageContaining("'dc2.bootstrap.servers' is missing");
    }

    @Test
    void aGroupNeedsTheSource() {
        try (LinkClient client = client(Map.of())) {
            assertThatThrownBy(() -> client.group("shop"))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining("a broker of dc1");
        }
    }

    @Test
    void aTopicThatIsNoCopyByItsNameIsRefused() {
        try (LinkClient client = client(Map.of("replication.policy.separator", "-"))) {
            assertThatThrownBy(() -> client.toSource(ORDERS, 0))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining("'dc1-orders'");
            assertThatThrownBy(() -> client.toSource(new TopicPartition("dc3-orders", 0), 0))
                    .hasMessageContaining("no copy of a topic of dc1");
        }
    }

    @Test
    void aPolicyThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> client(Map.of("replication.policy.class", "com.example.None")))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("com.example.None");
        assertThatThrownBy(() -> client(Map.of("replication.policy.class", String.class)))
                .hasMessageContaining("java.lang.String");
    }

    @Test
    void aClusterThatDoesNotAnswerIsAFailureThatMayPassAndIsNamed() {
        try (LinkClient client = client(
                Map.of("replication.policy.class", "org.apache.kafka.connect.mirror.IdentityReplicationPolicy"))) {
            assertThatThrownBy(() -> client.toSource(ORDERS, 0))
                    .isInstanceOf(TransientFailure.class)
                    .hasMessageContaining("dc2")
                    .hasMessageContaining("bootstrap.servers");
            assertThatThrownBy(() -> client.checkpoints("shop")).isInstanceOf(TransientFailure.class);
        }
    }

    @Test
    void anOffsetBelowZeroIsADefectOfTheCaller() {
        try (LinkClient client = client(Map.of())) {
            assertThatIllegalArgumentException().isThrownBy(() -> client.toTarget(ORDERS, -1));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinkClient.of("dc1", "dc2").timeout(Duration.ZERO));
    }

    @Test
    void keysOfTheLinkDoNotReachKafkasClients() {
        Map<String, Object> settings = LinkClient.of("dc1", "dc2")
                .target(Map.of(
                        "bootstrap.servers", "localhost:1", "replication.policy.separator", "-", "client.id", "shop"))
                .targetConsumer("positions");

        assertThat(settings)
                .doesNotContainKey("replication.policy.separator")
                .containsEntry("client.id", "shop|twinspan-client|dc1->dc2|positions");
    }

    private static LinkClient client(Map<String, Object> more) {
        var settings = new HashMap<>(more);
        settings.put("bootstrap.servers", "127.0.0.1:1");
        return LinkClient.of("dc1", "dc2")
                .target(settings)
                .timeout(Duration.ofMillis(300))
                .open();
    }
}
