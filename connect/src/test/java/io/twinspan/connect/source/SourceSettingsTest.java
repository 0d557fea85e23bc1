package io.twinspan.connect.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.link.LaneSpec.StartAt;
import io.twinspan.model.error.Misconfigured;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceSettingsTest {

    @Test
    void hasMirrorMaker2sDefaultsButReadsCommitted() {
        var settings = SourceSettings.parse(properties());

        assertThat(settings.link()).hasToString("dc1->dc2");
        assertThat(settings.enabled()).isTrue();
        assertThat(settings.replicationFactor()).isEqualTo((short) 2);
        assertThat(settings.refreshInterval()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.heartbeats()).isTrue();
        assertThat(settings.start()).isEqualTo(StartAt.EARLIEST);
        assertThat(settings.positionsReplication()).isEqualTo((short) 3);
        assertThat(settings.linkConfig().readCommitted()).isTrue();
        assertThat(settings.linkConfig().targetCodec()).isNull();
    }

    @Test
    void thePositionsTopicIsReplicatedAsTheOffsetSyncsUnlessTold() {
        assertThat(SourceSettings.parse(with("offset-syncs.topic.replication.factor", "1"))
                        .positionsReplication())
                .isEqualTo((short) 1);

        var both = with("offset-syncs.topic.replication.factor", "1");
        both.put("positions.topic.replication.factor", "2");
        assertThat(SourceSettings.parse(both).positionsReplication()).isEqualTo((short) 2);
    }

    @Test
    void layersClientKeysAsMirrorMaker2() {
        var given = properties();
        given.put("source.cluster.security.protocol", "SASL_SSL");
        given.put("source.cluster.some.other", "dropped");
        given.put("consumer.security.protocol", "SSL");
        given.put("consumer.fetch.min.bytes", "1");
        given.put("source.consumer.fetch.min.bytes", "2");
        given.put("source.consumer.receive.buffer.bytes", "-1");
        given.put("admin.request.timeout.ms", "5");

        var clients = SourceSettings.parse(given).clients();

        assertThat(clients.sourceLink())
                .containsEntry("bootstrap.servers", "one:9092")
                .containsEntry("security.protocol", "SSL")
                .containsEntry("fetch.min.bytes", "2")
                .containsEntry("receive.buffer.bytes", "-1")
                .containsEntry("client.id", "dc1->dc2|mirror|replication-consumer")
                .doesNotContainKeys("some.other", "request.timeout.ms", "topics");
        assertThat(clients.sourceAdmin())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("request.timeout.ms", "5");
        assertThat(clients.targetAdmin())
                .containsEntry("bootstrap.servers", "two:9092")
                .doesNotContainKey("security.protocol");
    }

    @Test
    void whatAppendsObeysTheOverridesOfTheWorkersProducer() {
        var given = properties();
        given.put("producer.compression.type", "gzip");
        // As in MirrorMaker 2, the link's own producer keys are for offset syncs only.
        assertThat(SourceSettings.parse(given).linkConfig().targetCodec()).isNull();
        given.put("target.producer.compression.type", "lz4");
        assertThat(SourceSettings.parse(given).linkConfig().targetCodec()).isEqualTo("lz4");

        given.put("producer.override.compression.type", "zstd");
        var settings = SourceSettings.parse(given);
        assertThat(settings.linkConfig().targetCodec()).isEqualTo("zstd");
        assertThat(settings.clients().positionsProducer()).containsEntry("compression.type", "lz4");
    }

    @Test
    void clientIdsHaveTheUsersAndTheTasksPart() {
        var given = with("source.consumer.client.id", "mine");
        given.put("task.index", "4");

        var clients = SourceSettings.parse(given).clients();

        assertThat(clients.sourceLink()).containsEntry("client.id", "mine|dc1->dc2|mirror-4|replication-consumer");
        assertThat(clients.targetAdmin()).containsEntry("client.id", "dc1->dc2|mirror-4|replication-target-admin");
    }

    @Test
    void honoursIsolationAndStart() {
        var given = with("source.consumer.isolation.level", "read_uncommitted");
        given.put("source.consumer.auto.offset.reset", "latest");

        var settings = SourceSettings.parse(given);

        assertThat(settings.linkConfig().readCommitted()).isFalse();
        assertThat(settings.start()).isEqualTo(StartAt.LATEST);
        assertThat(new LinkSourceConnector().exactlyOnceSupport(given)).isEqualTo(ExactlyOnceSupport.UNSUPPORTED);
        assertThat(new LinkSourceConnector().exactlyOnceSupport(properties())).isEqualTo(ExactlyOnceSupport.SUPPORTED);
    }

    @Test
    void aNegativeIntervalLooksOnlyOnce() {
        assertThat(SourceSettings.parse(with("refresh.topics.interval.seconds", "-1"))
                        .refreshInterval())
                .isNull();
        assertThat(SourceSettings.parse(with("refresh.topics.enabled", "false")).refreshInterval())
                .isNull();
    }

    @Test
    void transformationsNeedRecordMode() {
        var connector = new LinkSourceConnector();
        assertThat(connector.taskClass()).isEqualTo(LinkSourceTask.class);
        assertThat(SourceSettings.parse(properties()).recordMode()).isFalse();
        assertThat(SourceSettings.parse(with("transforms", "mask")).recordMode())
                .isTrue();
        assertThat(SourceSettings.parse(with("link.mode", "record")).recordMode())
                .isTrue();

        var both = with("transforms", "mask");
        both.put("link.mode", "batch");
        assertThatThrownBy(() -> SourceSettings.parse(both))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("'transforms' needs records one by one");
    }

    @Test
    void namesThatKafkaRemovedStillCount() {
        var given = with("topics.blacklist", "private.*");
        given.put("config.properties.blacklist", "retention.ms");
        given.put("config.properties.exclude", "segment.bytes");

        var settings = SourceSettings.parse(given);

        assertThat(settings.topicFilter().shouldReplicateTopic("private-1")).isFalse();
        assertThat(settings.topicFilter().shouldReplicateTopic("orders")).isTrue();
        assertThat(settings.configFilter().shouldReplicateConfigProperty("retention.ms"))
                .isTrue();
        assertThat(settings.configFilter().shouldReplicateConfigProperty("segment.bytes"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "source.cluster.bootstrap.servers, '', source.cluster.bootstrap.servers",
        "target.cluster.bootstrap.servers, '', target.cluster.bootstrap.servers",
        "refresh.topics.interval.seconds, 0, refresh.topics.interval.seconds",
        "replication.factor, 0, replication.factor",
        "source.consumer.auto.offset.reset, none, source.consumer.auto.offset.reset",
        "source.consumer.isolation.level, dirty, source.consumer.isolation.level",
        "target.producer.compression.type, rar, target.producer.compression.type",
    })
    void refusesWhatMakesNoLinkAndNamesTheKey(String key, String value, String named) {
        assertThatThrownBy(() -> SourceSettings.parse(with(key, value)))
                .isInstanceOfSatisfying(
                        Misconfigured.class, e -> assertThat(e.key()).isEqualTo(named))
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource({
        "key.converter, org.apache.kafka.connect.json.JsonConverter, key.converter",
        "value.converter, org.apache.kafka.connect.storage.StringConverter, value.converter",
        "target.cluster.alias, dc1, source.cluster.alias",
        "source.cluster.alias, 'a b', source.cluster.alias",
        "link.mode, warp, link.mode",
        "link.lane.window, 6, link.lane.window",
        "replication.policy.class, no.such.Policy, replication.policy.class",
        "topic.filter.class, java.lang.String, topic.filter.class",
        "config.property.filter.class, no.such.Filter, config.property.filter.class",
        "forwarding.admin.class, no.such.Admin, forwarding.admin.class",
        "forwarding.admin.class, java.lang.String, forwarding.admin.class",
        "topics, '[', topic.filter.class",
        "link.rate.bytes, 0, link.rate.bytes",
        "refresh.topics.interval.seconds, 0, refresh.topics.interval.seconds",
    })
    void validationShowsTheErrorAtItsKey(String key, String value, String named) {
        assertThat(errors(with(key, value))).containsKey(named);
    }

    @Test
    void validationAcceptsAWorkingConfiguration() {
        var given = properties();
        given.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        given.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");

        assertThat(errors(given)).isEmpty();
        assertThat(errors(with("exactly.once.support", "required"))).isEmpty();
    }

    @Test
    void exactlyOnceNeedsCommittedReads() {
        var given = with("exactly.once.support", "required");
        given.put("source.consumer.isolation.level", "read_uncommitted");

        assertThat(errors(given)).containsKey("exactly.once.support");
    }

    private static Map<String, List<String>> errors(Map<String, String> given) {
        var errors = new HashMap<String, List<String>>();
        for (ConfigValue value : new LinkSourceConnector().validate(given).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        return errors;
    }

    private static Map<String, String> with(String key, String value) {
        var given = properties();
        given.put(key, value);
        return given;
    }

    private static Map<String, String> properties() {
        var given = new HashMap<String, String>();
        given.put("name", "mirror");
        given.put("connector.class", LinkSourceConnector.class.getName());
        given.put("source.cluster.alias", "dc1");
        given.put("target.cluster.alias", "dc2");
        given.put("source.cluster.bootstrap.servers", "one:9092");
        given.put("target.cluster.bootstrap.servers", "two:9092");
        return given;
    }
}
