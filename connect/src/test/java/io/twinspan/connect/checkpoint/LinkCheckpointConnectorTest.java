package io.twinspan.connect.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.mirror.MirrorCheckpointConnector;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.junit.jupiter.api.Test;

/** What the connector and its settings make of a configuration; the clusters are {@code GroupsIT}'s. */
class LinkCheckpointConnectorTest {
    private final LinkCheckpointConnector connector = new LinkCheckpointConnector();

    @Test
    void takesMirrorMaker2sConfiguration() {
        assertThat(errors(Map.of())).isEmpty();
        assertThat(connector.config().names())
                .containsAll(new MirrorCheckpointConnector().config().names());
    }

    @Test
    void defaultsAreMirrorMaker2s() {
        CheckpointSettings settings = CheckpointSettings.parse(config(Map.of()));

        assertThat(settings.refreshInterval()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.emitInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.syncInterval()).as("off unless asked for").isNull();
        assertThat(settings.replication()).isEqualTo((short) 3);
        assertThat(settings.enabled()).isTrue();
        assertThat(settings.topics().checkpoints()).isEqualTo("dc1.checkpoints.internal");
    }

    @Test
    void aNegativeIntervalIsNever() {
        CheckpointSettings settings = CheckpointSettings.parse(
                config(Map.of("refresh.groups.interval.seconds", "-1", "emit.checkpoints.interval.seconds", "-1")));

        assertThat(settings.refreshInterval()).isNull();
        assertThat(settings.enabled()).isFalse();
    }

    @Test
    void refusesToRunWithoutCheckpointsAndNamesTheKey() {
        assertThat(errors(Map.of("emit.checkpoints.enabled", "false")))
                .hasEntrySatisfying(
                        "emit.checkpoints.enabled",
                        messages -> assertThat(messages)
                                .singleElement()
                                .asString()
                                .contains("leaves this connector nothing to do"));
        assertThat(errors(Map.of("emit.checkpoints.enabled", "false", "enabled", "false")))
                .isEmpty();
    }

    @Test
    void refusesWhatWouldChangeTheBytesOrCannotBeRead() {
        assertThat(errors(Map.of("key.converter", "org.apache.kafka.connect.json.JsonConverter")))
                .containsOnlyKeys("key.converter");
        assertThat(errors(Map.of("groups", "shop-("))).isNotEmpty();
        assertThat(errors(Map.of("source.cluster.bootstrap.servers", "")))
                .containsKey("source.cluster.bootstrap.servers");
    }

    @Test
    void standsInTheWayOfNoExactlyOnceWorker() {
        assertThat(connector.exactlyOnceSupport(config(Map.of()))).isEqualTo(ExactlyOnceSupport.SUPPORTED);
    }

    @Test
    void aDisabledLinkHasNoTasks() {
        connector.start(config(Map.of("enabled", "false")));

        assertThat(connector.taskConfigs(3)).isEmpty();
    }

    private Map<String, List<String>> errors(Map<String, String> more) {
        var errors = new HashMap<String, List<String>>();
        for (ConfigValue value : connector.validate(config(more)).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        return errors;
    }

    private static Map<String, String> config(Map<String, String> more) {
        var config = new HashMap<String, String>();
        config.put("name", "groups");
        config.put("connector.class", LinkCheckpointConnector.class.getName());
        config.put("source.cluster.alias", "dc1");
        config.put("target.cluster.alias", "dc2");
        config.put("source.cluster.bootstrap.servers", "one:9092");
        config.put("target.cluster.bootstrap.servers", "two:9092");
        config.putAll(more);
        return config;
    }
}
