package io.twinspan.connect.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.connect.sync.TopicReconciler.Desired;
import io.twinspan.model.error.Misconfigured;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigType;
import org.apache.kafka.connect.mirror.DefaultConfigPropertyFilter;
import org.junit.jupiter.api.Test;

class TopicReconcilerTest {

    @Test
    void createsWhatIsMissingAndGrowsWhatIsTooSmall() {
        var orders = new Desired("dc1.orders", 8, (short) 3, Map.of("cleanup.policy", "compact"));
        var events = new Desired("dc1.events", 4, (short) 3, Map.of());
        var users = new Desired("dc1.users", 2, (short) 3, Map.of());
        var wide = new Desired("dc1.wide", 2, (short) 3, Map.of());

        var changes = TopicReconciler.plan(
                Map.of("dc1.events", 1, "dc1.users", 2, "dc1.wide", 5, "other", 9),
                List.of(orders, wide, users, events));

        assertThat(changes).containsExactly(new TopicChange.Grow("dc1.events", 1, 4), new TopicChange.Create(orders));
    }

    @Test
    void planningAgainAfterTheChangesPlansNothing() {
        var orders = new Desired("dc1.orders", 8, (short) 3, Map.of());

        assertThat(TopicReconciler.plan(Map.of("dc1.orders", 8), List.of(orders)))
                .isEmpty();
    }

    @Test
    void aReplicationFactorAboveTheBrokersNamesTheKey() {
        List<TopicChange> create = List.of(new TopicChange.Create(new Desired("dc1.orders", 8, (short) 3, Map.of())));

        assertThatThrownBy(() -> TopicReconciler.requireReplication(create, 1, "replication.factor"))
                .isInstanceOfSatisfying(
                        Misconfigured.class, e -> assertThat(e.key()).isEqualTo("replication.factor"))
                .hasMessageContaining("'replication.factor' is 3, but the target cluster has 1 broker,")
                .hasMessageContaining("dc1.orders");
        assertThatCode(() -> TopicReconciler.requireReplication(create, 3, "replication.factor"))
                .doesNotThrowAnyException();
        assertThatCode(() -> TopicReconciler.requireReplication(
                        List.of(new TopicChange.Grow("dc1.orders", 1, 2)), 1, "replication.factor"))
                .doesNotThrowAnyException();
    }

    @Test
    void takesTheConfigsThatWereSetOnTheTopicAndNotExcluded() {
        var filter = new DefaultConfigPropertyFilter();
        filter.configure(Map.of());
        var entries = List.of(
                entry("cleanup.policy", "compact", ConfigSource.DYNAMIC_TOPIC_CONFIG, false),
                entry("min.insync.replicas", "2", ConfigSource.DYNAMIC_TOPIC_CONFIG, false),
                entry("retention.ms", "1", ConfigSource.DEFAULT_CONFIG, false),
                entry("segment.bytes", "2", ConfigSource.STATIC_BROKER_CONFIG, false),
                entry("flush.ms", "3", ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG, false),
                entry("locked", "4", ConfigSource.DYNAMIC_TOPIC_CONFIG, true));

        assertThat(ConfigSelection.select(entries, filter).own()).isEqualTo(Map.of("cleanup.policy", "compact"));
    }

    @Test
    void takesTheSourcesDefaultsIfToldTo() {
        var filter = new DefaultConfigPropertyFilter();
        filter.configure(Map.of("use.defaults.from", "source"));

        assertThat(ConfigSelection.select(
                                List.of(entry("retention.ms", "1", ConfigSource.DEFAULT_CONFIG, false)), filter)
                        .all())
                .isEqualTo(Map.of("retention.ms", "1"));
    }

    private static ConfigEntry entry(String name, String value, ConfigSource source, boolean readOnly) {
        return new ConfigEntry(name, value, source, false, readOnly, List.of(), ConfigType.STRING, null);
    }
}
