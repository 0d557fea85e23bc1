package io.twinspan.control.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.inventory.LossEstimate;
import io.twinspan.control.inventory.PartitionLoss;
import io.twinspan.control.report.Remark;
import io.twinspan.control.report.Remark.Severity;
import io.twinspan.control.report.Rpo;
import io.twinspan.control.report.TopicOutcome;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmergencyLossTest {
    private static final List<MovedTopic> TOPICS = List.of(new MovedTopic("orders", "dc1.orders", 3));

    @Test
    void whereAllWasCopiedNothingIsLostForCertain() {
        Loss loss = loss(known(0, 70, 0, 0, 0), known(1, 80, 0, 0, 0), known(2, 0, 0, 0, 0));

        assertThat(loss.isLost()).isFalse();
        assertThat(loss.sentence()).isEqualTo("no record was lost");
        assertThat(loss.rpo().none()).isTrue();
        assertThat(loss.remarks()).isEmpty();
        assertThat(loss.topics().get(0).orphans()).isZero();
    }

    @Test
    void boundsOfPartitionsAddUpAndTheTimeIsTheLongest() {
        Loss loss = loss(known(0, 70, 5, 500, 1_201), known(1, 80, 7, 700, 300), known(2, 90, 0, 0, 0));

        assertThat(loss.isLost()).isTrue();
        assertThat(loss.sentence()).isEqualTo("at most 12 records, of the last 1.3 s, were not copied yet");
        Rpo rpo = loss.rpo();
        assertThat(rpo.records()).isEqualTo(12);
        assertThat(rpo.bytes()).isEqualTo(1_200);
        assertThat(rpo.ms()).isEqualTo(1_201);
        assertThat(rpo.exact()).isFalse();
        assertThat(rpo.reason()).startsWith("dc1 did not answer, so these are bounds");
        assertThat(rpo.worst())
                .as("the worst first, without those that lost nothing")
                .containsExactly(
                        new Rpo.Partition("orders", 1, 80L, 7L, 300L), new Rpo.Partition("orders", 0, 70L, 5L, 1_201L));
    }

    @Test
    void aSizeOrTimeThatIsNotKnownIsNotTold() {
        Loss loss = loss(known(0, 70, 5, -1, -1), known(1, 80, 7, 700, 300), known(2, 90, 0, 0, 0));

        assertThat(loss.rpo().bytes()).isNull();
        assertThat(loss.rpo().ms()).isNull();
        assertThat(loss.sentence()).isEqualTo("at most 12 records were not copied yet");
    }

    @Test
    void whatNobodyCanSayIsSaid() {
        Loss loss = loss(known(0, 70, 5, 500, 1_000), known(1, 80, -1, -1, -1), known(2, -1, -1, -1, -1));

        assertThat(loss.isLost()).isTrue();
        assertThat(loss.sentence())
                .isEqualTo(
                        "at most 5 records, of the last 1.0 s, were not copied yet, besides those of 2 partitions of which"
                                + " nothing is known");
        assertThat(loss.rpo().reason()).endsWith("partitions of which nothing is known are left out");
        assertThat(loss.rpo().worst())
                .containsExactlyInAnyOrder(
                        new Rpo.Partition("orders", 0, 70L, 5L, 1_000L),
                        new Rpo.Partition("orders", 1, 80L, null, null),
                        new Rpo.Partition("orders", 2, null, null, null));
        assertThat(loss.remarks())
                .singleElement()
                .satisfies(remark -> assertThat(remark.severity()).isEqualTo(Severity.NOT_COVERED))
                .extracting(Remark::what)
                .asString()
                .startsWith("of 2 partitions nothing is known");
    }

    /** "At most 0" would sound as if nothing were missing. */
    @Test
    void whereOnlyTheUnknownIsLeftNoNumberIsTold() {
        Loss loss = loss(known(0, 70, 0, 0, 0), known(1, 80, -1, -1, -1), known(2, 90, 0, 0, 0));

        assertThat(loss.isLost()).isTrue();
        assertThat(loss.sentence()).doesNotContain("0 records").contains("of 1 partitions nobody can say");
        assertThat(loss.rpo().none()).isFalse();
    }

    @Test
    void everyPartitionOfATopicIsTold() {
        Loss loss = loss(known(0, 70, 5, 500, 1_000), known(2, -1, -1, -1, -1));

        TopicOutcome topic = loss.topics().get(0);
        assertThat(topic.source()).isEqualTo("orders");
        assertThat(topic.target()).isEqualTo("dc1.orders");
        assertThat(topic.partitions())
                .containsExactly(
                        new TopicOutcome.Partition(0, null, 70L, 5),
                        new TopicOutcome.Partition(1, null, null, 0),
                        new TopicOutcome.Partition(2, null, null, 0));
        assertThat(topic.complete()).isFalse();
    }

    @Test
    void noMoreThanAHundredPartitionsAreNamed() {
        List<PartitionLoss> losses = IntStream.range(0, 150)
                .mapToObj(i -> known(i, 10, i + 1L, 1, 1))
                .toList();
        var loss = new EmergencyLoss("dc1", TOPICS, new LossEstimate(losses)).loss();

        assertThat(loss.rpo().worst()).hasSize(100);
        assertThat(loss.rpo().worst().get(0).records()).isEqualTo(150);
        assertThat(loss.rpo().worst().get(99).records()).isEqualTo(51);
    }

    private static Loss loss(PartitionLoss... partitions) {
        return new EmergencyLoss("dc1", TOPICS, new LossEstimate(List.of(partitions))).loss();
    }

    private static PartitionLoss known(int partition, long firstMissing, long records, long bytes, long ms) {
        return new PartitionLoss("orders", partition, firstMissing, records, bytes, ms, 5);
    }
}
