package io.twinspan.control.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.wire.Heartbeats;
import io.twinspan.model.wire.Heartbeats.Heartbeat;
import io.twinspan.model.wire.LeftOut;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.mirror.DefaultReplicationPolicy;
import org.apache.kafka.connect.mirror.IdentityReplicationPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeartbeatReaderTest {

    @Test
    void thePathIsTheEmittingLinkAndThenTheLinksThatReplicated() {
        assertThat(path(new Heartbeat("dc1", "dc2", 0), "heartbeats", "dc2")).containsExactly("dc1", "dc2");
        assertThat(path(new Heartbeat("dc2", "dc1", 0), "dc1.heartbeats", "dc2"))
                .containsExactly("dc2", "dc1", "dc2");
        assertThat(path(new Heartbeat("dc1", "dc2", 0), "dc3.dc2.heartbeats", "dc4"))
                .containsExactly("dc1", "dc2", "dc3", "dc4");
    }

    @Test
    void theIdentityPolicyKeepsThePathOfHeartbeats() {
        var policy = new IdentityReplicationPolicy();
        policy.configure(Map.of("source.cluster.alias", "dc1"));

        assertThat(HeartbeatReader.path(new Heartbeat("dc2", "dc1", 0), "dc1.heartbeats", "dc2", policy))
                .containsExactly("dc2", "dc1", "dc2");
        assertThat(HeartbeatReader.path(new Heartbeat("dc1", "dc2", 0), "heartbeats", "dc2", policy))
                .containsExactly("dc1", "dc2");
    }

    @Test
    void whatIsNoHeartbeatOrFromTheFutureIsLeftOutAndNamed() {
        long now = 1_700_000_000_000L;
        var last = new HashMap<String, Map<HeartbeatReader.Beat, Heartbeat>>();
        var leftOut = new LeftOut();
        var real = new Heartbeat("dc1", "dc2", now - 1_000);
        keep(Heartbeats.encodeKey(real), Heartbeats.encodeValue(real), last, leftOut, now);
        var future = new Heartbeat("dc1", "dc2", Long.MAX_VALUE);
        keep(Heartbeats.encodeKey(future), Heartbeats.encodeValue(future), last, leftOut, now);
        keep(new byte[] {1, 2, 3}, new byte[] {4}, last, leftOut, now);
        keep(new byte[] {1, 2, 3}, null, last, leftOut, now);

        assertThat(last.get("heartbeats")).containsValue(real).hasSize(1);
        assertThat(leftOut.count()).isEqualTo(2);
        assertThat(leftOut.toString()).contains("future", "is no heartbeat", "partition 0, offset 7");
    }

    private static void keep(
            byte[] key,
            byte @Nullable [] value,
            Map<String, Map<HeartbeatReader.Beat, Heartbeat>> last,
            LeftOut leftOut,
            long now) {
        HeartbeatReader.keep(new ConsumerRecord<>("heartbeats", 0, 7, key, value), last, leftOut, now);
    }

    private static List<String> path(Heartbeat heartbeat, String topic, String cluster) {
        var policy = new DefaultReplicationPolicy();
        policy.configure(Map.of());
        return HeartbeatReader.path(heartbeat, topic, cluster, policy);
    }
}
