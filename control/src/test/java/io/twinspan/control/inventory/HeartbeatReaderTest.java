package io.twinspan.control.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.wire.Heartbeats.Heartbeat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.mirror.DefaultReplicationPolicy;
import org.apache.kafka.connect.mirror.IdentityReplicationPolicy;
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

    private static List<String> path(Heartbeat heartbeat, String topic, String cluster) {
        var policy = new DefaultReplicationPolicy();
        policy.configure(Map.of());
        return HeartbeatReader.path(heartbeat, topic, cluster, policy);
    }
}
