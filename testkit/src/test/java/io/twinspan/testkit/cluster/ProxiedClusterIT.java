package io.twinspan.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.testkit.fault.FaultProxy;
import io.twinspan.testkit.leak.LeakCheck;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ProxiedClusterIT {

    @Test
    void keepsClientsBehindTheProxiesAndLetsThemRecover() throws Exception {
        LeakCheck leaks = LeakCheck.begin();
        try (EmbeddedCluster cluster =
                EmbeddedCluster.builder("proxied").brokers(2).proxied().start()) {
            cluster.createTopic("orders", 1);
            FaultProxy leader = cluster.proxy(cluster.leader(new TopicPartition("orders", 0)));

            SimpleClient.send(cluster.clientProperties(), "orders", "one");
            assertThat(leader.counters().bytesToBroker()).isPositive();
            assertThat(cluster.bootstrapServers()).contains(Integer.toString(leader.port()));

            leader.stall();
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    SimpleClient.send(cluster.clientProperties(), "orders", "two");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(sent.orTimeout(700, TimeUnit.MILLISECONDS)
                            .handle((v, e) -> e)
                            .join())
                    .isNotNull();
            leader.heal();
            leader.delay(Duration.ofMillis(5));
            assertThat(SimpleClient.read(cluster.clientProperties(), "orders", 2))
                    .containsExactly("one", "two");
            assertThat(leader.counters().delayedBytes()).isPositive();
        }
        leaks.verify();
    }
}
