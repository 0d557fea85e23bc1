package io.twinspan.control.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.journal.JournalRecord;
import io.twinspan.control.journal.JournalTopic;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.verify.StoredPartition.StoredLeg;
import io.twinspan.control.verify.compare.Comparison.Place;
import io.twinspan.control.verify.compare.Counts;
import io.twinspan.control.verify.compare.DifferenceKind;
import io.twinspan.control.verify.compare.Finding;
import io.twinspan.control.verify.compare.KeyRoom;
import io.twinspan.control.verify.compare.Leg;
import io.twinspan.control.verify.compare.RunMap;
import io.twinspan.control.verify.plan.PartitionPlan;
import io.twinspan.control.verify.plan.PlannedLeg;
import io.twinspan.control.verify.result.Difference;
import io.twinspan.control.verify.result.NotCompared;
import io.twinspan.control.verify.result.NotCompared.Reason;
import io.twinspan.control.verify.result.PartitionResult;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the journal has of verifications, and how one goes on from it. */
class VerifyJournalTest {
    private static final TopicPartition PARTITION = new TopicPartition("orders", 3);
    private static final LaneId LANE = new LaneId(new Uuid(1, 2), "orders", 3, 0);
    private static final VerifyRequest REQUEST = VerifyRequest.everything()
            .of("orders.*")
            .to(Extent.between(5L, null), "the last 2 h")
            .telling(9);
    private static final StoredRun RUN = StoredRun.of(REQUEST, 100);

    private final List<JournalRecord> journal = new ArrayList<>();

    private void write(String key, @Nullable Object value) {
        journal.add(new JournalRecord(key, value == null ? null : JsonText.line(value), journal.size(), 0));
    }

    private static StoredPartition stored(int leg, @Nullable Place place) {
        var finding = new Finding(
                DifferenceKind.ALTERED, 5, 7, -1, 1, 5, new Finding.Content(1, 2), new Finding.Content(3, 4), "");
        return new StoredPartition(
                "orders",
                3,
                LANE.topicId().toString(),
                List.of(
                        new StoredLeg(0, new Leg.Range(0, 60), new Leg.Range(0, 60)),
                        new StoredLeg(1, new Leg.Range(60, 90), new Leg.Range(104, 134))),
                leg,
                place,
                new Gathered(
                        Counts.NONE.plus(new Counts(8, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)),
                        1,
                        1,
                        List.of(finding)),
                List.of(new NotCompared(Reason.SOURCE_RETENTION, 7, "source offsets 0 to 6")),
                null);
    }

    @Test
    void theLastRunThatDidNotEndIsFoundWithItsPartitions() {
        write("verify/a/run", RUN);
        write("failover/x/step", "anything");
        write("verify/b/orders-3", stored(0, null));
        write("verify/b/run", RUN);
        write("verify/b/orders-3", stored(1, new Place(70, 114, -1)));
        write("verify/c/run", RUN);
        write("verify/c/orders-3", stored(0, null));
        write("verify/c/run", RUN.at(5, 200));
        write("verify/c/orders-3", null);

        VerifyJournal.Unfinished found =
                VerifyJournal.lastUnfinished(journal, false).orElseThrow();

        assertThat(found.id()).isEqualTo("b");
        assertThat(found.run()).isEqualTo(RUN);
        assertThat(found.partitions()).isEqualTo(Map.of(PARTITION, stored(1, new Place(70, 114, -1))));
        assertThat(found.run().request(50, 1 << 20)).isEqualTo(REQUEST.at(50).within(1 << 20));
    }

    @Test
    void whatCannotBeReadIsLeftOut() {
        journal.add(new JournalRecord("verify/a/run", "{\"what\":", 0, 0));
        journal.add(new JournalRecord("verify/b", "{}", 1, 0));
        assertThat(VerifyJournal.lastUnfinished(journal, false)).isEmpty();

        write("verify/a/run", RUN);
        journal.add(new JournalRecord("verify/a/orders-3", "null", 3, 0));
        assertThat(VerifyJournal.lastUnfinished(journal, false))
                .hasValueSatisfying(found -> assertThat(found.partitions()).isEmpty());
    }

    @Test
    void aPartitionWithAllItsDifferencesFitsIntoARecord() {
        var large = new ConsumerRecord<>(
                "orders",
                3,
                5,
                "k".repeat(500).getBytes(),
                "\u20ac".repeat(5_000).getBytes());
        for (int i = 0; i < 10; i++) {
            large.headers().add("\"".repeat(300) + i, "\"".repeat(500).getBytes(UTF_8));
        }
        Finding finding = stored(0, null).gathered().findings().get(0);
        List<Difference> differences =
                Collections.nCopies(VerifyRequest.MOST_DIFFERENCES, Difference.of(finding, large, large));
        var result = new PartitionResult("orders", 3, "dc1.orders", 0, 90, Counts.NONE, 20, 20, differences, List.of());
        StoredPartition before = stored(2, null);
        var whole = new StoredPartition(
                "orders",
                3,
                before.topicId(),
                before.legs(),
                2,
                null,
                new Gathered(Counts.NONE, 20, 20, Collections.nCopies(20, finding)),
                List.of(),
                result);

        assertThat(JsonText.line(whole).length()).isBetween(50_000, JournalTopic.MOST_CHARACTERS);
    }

    // ---- going on

    private static PlannedLeg planned(LaneId lane, long sourceFrom, long sourceTo) {
        var none = new RunMap() {
            @Override
            public Iterator<Run> fromSource(long source) {
                return Collections.emptyIterator();
            }

            @Override
            public Iterator<Run> fromTarget(long target) {
                return Collections.emptyIterator();
            }
        };
        var leg = new Leg(
                none,
                new Leg.Range(sourceFrom, sourceTo),
                new Leg.Range(sourceFrom, sourceTo),
                any -> true,
                any -> true,
                List.of(),
                false,
                Leg.Neighbours.NONE);
        return new PlannedLeg(lane, leg);
    }

    /** The link has come further since, and the source has lost its beginning. */
    private static PartitionPlan now() {
        return new PartitionPlan(
                PARTITION,
                "dc1.orders",
                List.of(planned(LANE, 20, 60), planned(LANE.next(), 60, 500)),
                List.of(new NotCompared(Reason.NOT_COPIED_YET, 3, "later")));
    }

    @Test
    void goesOnInTheRangesOfThen() {
        PartitionTask task = PartitionTask.resume(stored(1, new Place(70, 114, -1)), now(), 9, new KeyRoom(1))
                .orElseThrow();

        assertThat(task.plan().legs())
                .extracting(leg -> leg.leg().source())
                .containsExactly(new Leg.Range(0, 60), new Leg.Range(60, 90));
        assertThat(task.plan().notCompared()).extracting(NotCompared::reason).containsExactly(Reason.SOURCE_RETENTION);
        assertThat(task.counts().records()).isEqualTo(8);
        assertThat(task.differences()).isEqualTo(1);
        assertThat(task.offsetsDone()).isEqualTo(60);
        assertThat(task.isDone()).isFalse();
        assertThat(task.keep()).isEqualTo(stored(1, new Place(70, 114, -1)));
    }

    @Test
    void whatIsDoneStaysDone() {
        var result = new PartitionResult("orders", 3, "dc1.orders", 0, 90, Counts.NONE, 0, 0, List.of(), List.of());
        StoredPartition before = stored(2, null);
        var done = new StoredPartition(
                "orders", 3, before.topicId(), before.legs(), 2, null, before.gathered(), List.of(), result);

        assertThat(PartitionTask.resume(done, now(), 9, new KeyRoom(1)))
                .hasValueSatisfying(task -> assertThat(task.result()).isEqualTo(result));
    }

    @Test
    void aPartitionThatIsAnotherOneNowBeginsAnew() {
        var other = new LaneId(new Uuid(8, 8), "orders", 3, 0);
        var recreated = new PartitionPlan(
                PARTITION, "dc1.orders", List.of(planned(other, 0, 60), planned(other.next(), 60, 90)), List.of());

        Optional<PartitionTask> task = PartitionTask.resume(stored(1, null), recreated, 9, new KeyRoom(1));

        assertThat(task).isEmpty();
    }
}
