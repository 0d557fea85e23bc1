package io.twinspan.control.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.report.Remark.Severity;
import io.twinspan.control.report.Rpo;
import io.twinspan.control.report.TopicOutcome;
import io.twinspan.control.scene.Scene;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PlannedLossTest {
    private static final TopicPartition ZERO = new TopicPartition("orders", 0);
    private static final TopicPartition ONE = new TopicPartition("orders", 1);
    private static final List<MovedTopic> TOPICS = List.of(new MovedTopic("orders", "dc1.orders", 2));
    private static final Map<TopicPartition, Long> ENDS = Map.of(ZERO, 70L, ONE, 0L);

    @Test
    void logsThatEndWhereTheFenceStoodHaveNothingBehindIt() {
        assertThat(PlannedLoss.behind(ENDS, ENDS)).isEmpty();
        assertThat(PlannedLoss.behind(ENDS, Map.of(ZERO, 60L, ONE, 0L)))
                .as("one that lost its end")
                .isEmpty();
        assertThat(PlannedLoss.behind(Map.of(ZERO, 70L), Map.of(ZERO, 70L, ONE, 5L)))
                .as("one where no fence stood")
                .isEmpty();
    }

    @Test
    void whatWasWrittenBehindTheFenceIsCountedTheMostFirst() {
        assertThat(PlannedLoss.behind(ENDS, Map.of(ZERO, 72L, ONE, 9L)))
                .containsExactly(
                        new Rpo.Partition("orders", 1, 0L, 9L, null), new Rpo.Partition("orders", 0, 70L, 2L, null));
    }

    @Test
    void everythingBelowTheFenceIsCopied() {
        try (Scene scene = Scenes.unanswered()) {
            Loss loss = new PlannedLoss(scene, TOPICS, ENDS, Map.of(), Compared.NOTHING, true).loss();

            assertThat(loss.isLost()).isFalse();
            assertThat(loss.rpo().none()).isTrue();
            assertThat(loss.remarks())
                    .as("where the way back writes, nobody looks")
                    .isEmpty();
            assertThat(loss.topics().get(0).partitions())
                    .containsExactly(
                            new TopicOutcome.Partition(0, 70L, 70L, 0), new TopicOutcome.Partition(1, 0L, 0L, 0));
            assertThat(loss.topics().get(0).complete()).isTrue();
        }
    }

    @Test
    void aSourceThatDoesNotAnswerAnyMoreIsSaidNotToBeLookedAt() {
        try (Scene scene = Scenes.unanswered()) {
            Loss loss = new PlannedLoss(scene, TOPICS, ENDS, Map.of(), Compared.NOTHING, false).loss();

            assertThat(loss.isLost()).isFalse();
            assertThat(loss.remarks()).singleElement().satisfies(remark -> {
                assertThat(remark.severity()).isEqualTo(Severity.NOT_COVERED);
                assertThat(remark.what()).startsWith("whether anybody wrote to dc1 behind the fence could not be seen");
            });
        }
    }
}
