package io.twinspan.connect.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class LinkHeartbeatConnectorTest {
    private final LinkHeartbeatConnector connector = new LinkHeartbeatConnector();

    @Test
    void emitsEvenIfTheLinkIsNotEnabled() {
        connector.start(config("enabled", "false"));

        assertThat(connector.taskConfigs(8)).hasSize(1);
    }

    @Test
    void hasNoTaskIfHeartbeatsAreOffOrNeverDue() {
        connector.start(config("emit.heartbeats.enabled", "false"));
        assertThat(connector.taskConfigs(1)).isEmpty();

        connector.start(config("emit.heartbeats.interval.seconds", "-1"));
        assertThat(connector.taskConfigs(1)).isEmpty();
    }

    @Test
    void needsATarget() {
        assertThatThrownBy(() -> connector.start(Map.of("source.cluster.alias", "dc1")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("target.cluster.bootstrap.servers");
    }

    @Test
    void aRecordIsOneOfMirrorMakers() {
        var record = LinkHeartbeatTask.record(HeartbeatSettings.parse(config("enabled", "true")), "heartbeats", 7);

        assertThat(record.topic()).isEqualTo("heartbeats");
        assertThat(record.kafkaPartition()).isZero();
        assertThat(record.timestamp()).isEqualTo(7);
        assertThat(record.sourcePartition().toString()).isEqualTo("{sourceClusterAlias=dc1, targetClusterAlias=dc2}");
        assertThat(record.sourceOffset()).isEqualTo(Map.of("offset", 0L));
    }

    @Test
    void takesTheOffsetsThatMirrorMakerTakes() {
        Map<String, String> partition = HeartbeatOffsets.partition("dc1", "dc2");
        var deleted = new HashMap<Map<String, ?>, Map<String, ?>>();
        deleted.put(partition, null);

        assertThat(connector.alterOffsets(Map.of(), Map.of(partition, Map.of("offset", 0))))
                .isTrue();
        assertThat(connector.alterOffsets(Map.of(), deleted)).isTrue();
        assertThatThrownBy(() -> connector.alterOffsets(Map.of(), Map.of(partition, Map.of("offset", 1L))))
                .isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> connector.alterOffsets(Map.of(), Map.of(Map.of("topic", "t"), Map.of("offset", 0L))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("sourceClusterAlias");
    }

    private static Map<String, String> config(String key, String value) {
        var config = new HashMap<String, String>();
        config.put("name", "beat");
        config.put("connector.class", LinkHeartbeatConnector.class.getName());
        config.put("source.cluster.alias", "dc1");
        config.put("target.cluster.alias", "dc2");
        config.put("target.cluster.bootstrap.servers", "localhost:9092");
        config.put(key, value);
        return config;
    }
}
