package io.twinspan.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.client.LocatedGroup;
import io.twinspan.control.cluster.TopicRules;
import io.twinspan.control.json.JsonText;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.translation.GroupPosition;
import io.twinspan.model.translation.Translation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TranslationRenderingTest {
    private static final LinkName LINK = LinkName.parse("dc1->dc2");
    private static final TopicRules ORDERS_ONLY = new TopicRules() {
        @Override
        public Optional<String> reasonAgainst(String topic) {
            return topic.equals("orders") ? Optional.empty() : Optional.of("not matched");
        }

        @Override
        public String targetTopic(String topic) {
            return "dc1." + topic;
        }

        @Override
        public boolean isHeartbeats(String topic) {
            return false;
        }
    };

    @Test
    void anExactGroupIsATableWithTheVerdictOnTop() {
        TranslationReport report = group(at("orders", 0, 1_234, to(1_200, 0)), at("orders", 1, 7, to(7, 0)));

        assertThat(report.exact()).isTrue();
        assertThat(new TranslationText(report)).hasToString("""
                        dc1->dc2: group shop, 2 positions, exact
                        ON dc1  PARTITION  OFFSET  ON dc2      OFFSET THERE  READ AGAIN
                        orders          0    1234  dc1.orders          1200           0
                        orders          1       7  dc1.orders             7           0""");
    }

    @Test
    void whatIsNotExactIsCountedAndExplained() {
        TranslationReport report = group(
                at("orders", 0, 1_234, to(1_200, 34)),
                at("orders", 1, 7, Translation.unknown("the link began behind it")),
                at("private", 0, 5, Translation.unknown("no position")));

        assertThat(report.exact()).isFalse();
        assertThat(report.settled()).isFalse();
        assertThat(new TranslationText(report)).hasToString("""
                        dc1->dc2: group shop, 2 positions, 1 NOT TRANSLATED, 1 NOT COPIED YET
                        ON dc1  PARTITION  OFFSET  ON dc2      OFFSET THERE  READ AGAIN
                        orders          0    1234  dc1.orders          1200          34
                        orders          1       7  dc1.orders             -           -
                        orders-1 at 7 is not translated: the link began behind it
                        not topics of the link: private""");
    }

    @Test
    void whatNoWaitingMakesExactIsSaidAndIsNoReasonToWait() {
        TranslationReport report = group(at("orders", 0, 1_234, Translation.to(1_200, 9, false)));

        assertThat(report.exact()).isFalse();
        assertThat(report.settled()).isTrue();
        assertThat(new TranslationText(report).toString())
                .startsWith("dc1->dc2: group shop, 1 position, 1 as near as two interleavings allow\n")
                .endsWith("1200           9");
    }

    @Test
    void aGroupWithoutPositionsIsNotExact() {
        TranslationReport report = group();

        assertThat(report.exact()).isFalse();
        assertThat(new TranslationText(report)).hasToString("dc1->dc2: group shop, no position in a topic of the link");
    }

    @Test
    void checkpointsSayWhereOnTheTarget() {
        TranslationReport report = TranslationReport.ofCheckpoints(
                LINK, "shop", Map.of(new TopicPartition("dc1.orders", 0), new OffsetAndMetadata(12)));

        assertThat(report.exact()).isTrue();
        assertThat(new TranslationText(report)).hasToString("""
                        dc1->dc2: group shop, 1 position from the checkpoints
                        ON dc2      PARTITION  OFFSET THERE
                        dc1.orders          0            12""");
    }

    @Test
    void jsonNamesBothSides() {
        assertThat(JsonText.indented(group(at("orders", 0, 1_234, to(1_200, 0)))))
                .contains(
                        "\"link\" : \"dc1->dc2\"",
                        "\"group\" : \"shop\"",
                        "\"exact\" : true",
                        "\"offset\" : 1234",
                        "\"topicThere\" : \"dc1.orders\"",
                        "\"offsetThere\" : 1200",
                        "\"rereads\" : 0",
                        "\"pending\" : false",
                        "\"settled\" : true");
    }

    private static TranslationReport group(GroupPosition... positions) {
        return TranslationReport.of(LINK, new LocatedGroup("shop", List.of(positions), Map.of()), ORDERS_ONLY);
    }

    private static GroupPosition at(String topic, int partition, long offset, Translation translation) {
        return new GroupPosition(
                new TopicPartition(topic, partition),
                new TopicPartition("dc1." + topic, partition),
                offset,
                translation);
    }

    private static Translation to(long offset, long rereads) {
        return Translation.to(offset, rereads);
    }
}
