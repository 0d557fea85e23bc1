package io.twinspan.connect.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.connect.source.Discovery.Described;
import io.twinspan.connect.source.Discovery.SourceTopic;
import io.twinspan.model.name.LinkName;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.mirror.DefaultReplicationPolicy;
import org.apache.kafka.connect.mirror.DefaultTopicFilter;
import org.apache.kafka.connect.mirror.IdentityReplicationPolicy;
import org.junit.jupiter.api.Test;

class DiscoveryTest {

    @Test
    void selectsByFullMatchAndExcludeWins() {
        var selection = prefixing(Map.of("topics", "orders.*, events", "topics.exclude", "orders-tmp"));

        assertThat(Discovery.select(
                        List.of("orders", "orders-new", "orders-tmp", "events", "events2", "preorders"), selection))
                .containsExactly("events", "orders", "orders-new");
    }

    @Test
    void neverSelectsInternalTopics() {
        var selection = prefixing(Map.of("topics", ".*", "topics.exclude", "nothing"));

        assertThat(Discovery.select(
                        List.of(
                                "__consumer_offsets",
                                ".hidden",
                                "mm2-offsets.dc1.internal",
                                "mm2-positions.dc9.internal",
                                "dc1.checkpoints.internal",
                                "mm2-offset-syncs.dc2.internal",
                                "orders"),
                        selection))
                .containsExactly("orders");
    }

    @Test
    void neverSelectsPositionsTopicsEvenIfThePolicyHasAnotherSeparator() {
        var policy = new DefaultReplicationPolicy();
        policy.configure(Map.of("replication.policy.separator", "_"));
        var selection = new TopicSelection(
                LinkName.parse("dc1->dc2"), policy, filter(Map.of("topics", ".*", "topics.exclude", "nothing")), true);

        assertThat(Discovery.select(List.of("mm2-positions.dc3.internal", "orders"), selection))
                .containsExactly("orders");
    }

    @Test
    void copiesHeartbeatsWhateverTheFilterSays() {
        Map<String, String> filter = Map.of("topics", "orders");
        assertThat(Discovery.select(List.of("heartbeats", "dc3.heartbeats", "orders"), prefixing(filter)))
                .containsExactly("dc3.heartbeats", "heartbeats", "orders");

        var without = new TopicSelection(LinkName.parse("dc1->dc2"), policy(), filter(filter), false);
        assertThat(Discovery.select(List.of("heartbeats", "orders"), without)).containsExactly("orders");
    }

    @Test
    void leavesOutWhatCameFromTheTargetOverAnyNumberOfHops() {
        var selection = prefixing(Map.of("topics", ".*"));

        assertThat(Discovery.select(
                        List.of("dc2.orders", "dc3.dc2.orders", "dc3.orders", "orders.v1", "dc2.heartbeats"),
                        selection))
                .containsExactly("dc3.orders", "orders.v1");
    }

    @Test
    void anIdentityPolicyFindsNoCycleButThatOfHeartbeats() {
        var policy = new IdentityReplicationPolicy();
        policy.configure(Map.of("source.cluster.alias", "dc1"));
        var selection = new TopicSelection(LinkName.parse("dc1->dc2"), policy, filter(Map.of("topics", ".*")), true);

        assertThat(Discovery.select(List.of("dc2.orders", "orders", "dc2.heartbeats", "heartbeats"), selection))
                .containsExactly("dc2.orders", "heartbeats", "orders");
        assertThat(selection.targetOf("orders")).isEqualTo("orders");
        assertThat(selection.targetOf("heartbeats")).isEqualTo("dc1.heartbeats");
    }

    @Test
    void aPolicyThatNeverEndsDoesNotHangTheSearchForCycles() {
        var endless = new DefaultReplicationPolicy() {
            @Override
            public String topicSource(String topic) {
                return "dc9";
            }

            @Override
            public String upstreamTopic(String topic) {
                return topic + "x";
            }
        };
        var selection = new TopicSelection(LinkName.parse("dc1->dc2"), endless, filter(Map.of("topics", ".*")), true);

        assertThat(selection.isCycle("orders")).isFalse();
    }

    @Test
    void aTopicThatCannotBeDescribedTakesNothingElseDown() {
        var found = Discovery.of(
                prefixing(Map.of()),
                Map.of(
                        "events", Described.partitions(3),
                        "orders", Described.refused("no permission"),
                        "users", Described.partitions(1)));

        assertThat(found.topics())
                .containsExactly(new SourceTopic("events", "dc1.events", 3), new SourceTopic("users", "dc1.users", 1));
        assertThat(found.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.subject()).isEqualTo("source topic orders");
            assertThat(problem.message()).isEqualTo("no permission");
        });
    }

    @Test
    void twoTopicsWithOneNameOnTheTargetAreAProblemOfTheSecond() {
        var clashing = new IdentityReplicationPolicy() {
            @Override
            public String formatRemoteTopic(String source, String topic) {
                return "all";
            }
        };
        var selection = new TopicSelection(LinkName.parse("dc1->dc2"), clashing, filter(Map.of()), true);

        var found = Discovery.of(selection, Map.of("a", Described.partitions(1), "b", Described.partitions(1)));

        assertThat(found.topics()).extracting(SourceTopic::name).containsExactly("a");
        assertThat(found.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .contains("a already goes to target topic all")
                        .contains("topics.exclude"));
    }

    private static TopicSelection prefixing(Map<String, String> filter) {
        return new TopicSelection(LinkName.parse("dc1->dc2"), policy(), filter(filter), true);
    }

    private static DefaultReplicationPolicy policy() {
        var policy = new DefaultReplicationPolicy();
        policy.configure(Map.of());
        return policy;
    }

    private static DefaultTopicFilter filter(Map<String, String> properties) {
        var filter = new DefaultTopicFilter();
        filter.configure(properties);
        return filter;
    }
}
