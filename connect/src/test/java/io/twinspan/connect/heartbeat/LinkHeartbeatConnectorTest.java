package io.twinspan.connect.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigValue;
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
    void theWholeConfigurationIsValidated() {
        assertThat(errors(config("enabled", "true"))).isEmpty();
        assertThat(errors(config("target.cluster.bootstrap.servers", " ")))
                .containsOnlyKeys("target.cluster.bootstrap.servers");
        assertThat(errors(config("value.converter", "org.apache.kafka.connect.json.JsonConverter")))
                .containsOnlyKeys("value.converter");
        assertThat(errors(config("replication.policy.class", "no.such.Policy")))
                .containsOnlyKeys("replication.policy.class");
    }

    private Map<String, List<String>> errors(Map<String, String> config) {
        return connector.validate(config).configValues().stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }

    @Test
    void failsWhenAConverterChangedTheBytes() throws InterruptedException {
        var task = new LinkHeartbeatTask();
        task.start(config("emit.heartbeats.enabled", "false"));
        var record = LinkHeartbeatTask.record(HeartbeatSettings.parse(config("enabled", "true")), "heartbeats", 7);
        var partition = new TopicPartition("heartbeats", 0);
        int kept = ((byte[]) record.key()).length;

        task.commitRecord(record, new RecordMetadata(partition, 0, 0, 7, kept, 10));
        assertThat(task.poll()).isNull();

        task.commitRecord(record, new RecordMetadata(partition, 1, 0, 7, kept + 2, 14));
        assertThatThrownBy(task::poll).isInstanceOf(ConnectException.class).hasMessageContaining("key.converter");
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
