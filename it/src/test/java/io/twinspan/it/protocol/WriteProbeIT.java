package io.twinspan.it.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.link.WriteProbe;
import io.twinspan.link.WriteProbe.Answer;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.cluster.Security;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/** Brokers say who may write, and nothing is written. */
class WriteProbeIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final List<TopicPartition> ORDERS =
            List.of(new TopicPartition("orders", 0), new TopicPartition("orders", 1), new TopicPartition("orders", 2));

    @Test
    void everyLeaderSaysWhoMayWriteAndNothingIsWritten() throws Exception {
        try (var cluster = EmbeddedCluster.builder("dc1")
                .brokers(3)
                .security(Security.SASL_SSL)
                .authorizer()
                .user("shop", "shop-secret")
                .start()) {
            cluster.createTopic("orders", 3);
            cluster.allow("shop", ResourceType.TOPIC, "orders", AclOperation.WRITE);
            try (var shop = new WriteProbe(cluster.clientProperties("shop"), "probe")) {
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(shop.ask(ORDERS, LIMIT))
                                .hasSize(3)
                                .containsValues(Answer.ALLOWED)
                                .doesNotContainValue(Answer.REFUSED)
                                .doesNotContainValue(Answer.UNKNOWN));

                var denial = new AclBinding(
                        new ResourcePattern(ResourceType.TOPIC, "orders", PatternType.LITERAL),
                        new AccessControlEntry("User:*", "*", AclOperation.WRITE, AclPermissionType.DENY));
                cluster.admin().createAcls(List.of(denial)).all().get();
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(shop.ask(ORDERS, LIMIT))
                                .hasSize(3)
                                .doesNotContainValue(Answer.ALLOWED)
                                .doesNotContainValue(Answer.UNKNOWN));
            }
            try (var operator = new WriteProbe(cluster.clientProperties(), "probe")) {
                assertThat(operator.ask(ORDERS, LIMIT))
                        .as("a super user may do anything")
                        .containsOnly(
                                Map.entry(ORDERS.get(0), Answer.ALLOWED),
                                Map.entry(ORDERS.get(1), Answer.ALLOWED),
                                Map.entry(ORDERS.get(2), Answer.ALLOWED));
                assertThat(operator.ask(List.of(new TopicPartition("nothing", 0)), LIMIT))
                        .containsValue(Answer.UNKNOWN);
            }
            for (TopicPartition partition : ORDERS) {
                assertThat(cluster.admin()
                                .listOffsets(Map.of(partition, OffsetSpec.latest()))
                                .partitionResult(partition)
                                .get()
                                .offset())
                        .isZero();
            }
        }
    }
}
