package io.twinspan.testkit.sim.broker;

import static io.twinspan.testkit.sim.broker.Bench.PID;
import static io.twinspan.testkit.sim.broker.Bench.batch;
import static io.twinspan.testkit.sim.broker.Bench.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.exchange.Appended;
import io.twinspan.testkit.sim.load.Batches;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.api.Test;

/** What brokers of 3.9 to 4.3 answer to sequence numbers, row by row as measured on real ones. */
final class ProducerRulesTest {
    private static final String OUT_OF_ORDER = "OUT_OF_ORDER_SEQUENCE_NUMBER";

    @Test
    void takesAnInventedProducerIdAtAnySequence() {
        assertThat(Bench.single().answerTo(0, 10)).isEqualTo("NONE @0");
        assertThat(Bench.single().answerTo(777, 10)).isEqualTo("NONE @0");
        assertThat(said(Bench.single().append(batch(Long.MAX_VALUE, 777, 3)))).isEqualTo("NONE @0");
    }

    @Test
    void answersARepeatWithTheOriginalOffsetAndAppendsNothing() {
        Bench bench = Bench.single();
        bench.answerTo(0, 10);

        assertThat(bench.answerTo(0, 10)).isEqualTo("NONE @0");
        assertThat(bench.end()).isEqualTo(10);
    }

    @Test
    void doesNotCompareTheContentOfARepeat() {
        Bench bench = Bench.single();
        bench.answerTo(0, 10);
        byte[] other = Batches.idempotent(Compression.NONE, PID, 0, Bench.records(500, 10));

        assertThat(said(bench.append(other))).isEqualTo("NONE @0");
        assertThat(bench.end()).isEqualTo(10);
    }

    @Test
    void refusesOtherCutsAndGapsAsAWhole() {
        Bench bench = Bench.single();
        bench.answerTo(0, 10);

        assertThat(bench.answerTo(5, 10)).isEqualTo(OUT_OF_ORDER);
        assertThat(bench.answerTo(0, 5)).isEqualTo(OUT_OF_ORDER);
        assertThat(bench.answerTo(0, 20)).isEqualTo(OUT_OF_ORDER);
        assertThat(bench.answerTo(11, 10)).isEqualTo(OUT_OF_ORDER);
        assertThat(bench.end()).isEqualTo(10);
        assertThat(bench.answerTo(10, 10)).isEqualTo("NONE @10");
    }

    @Test
    void remembersTheLastFiveBatches() {
        Bench bench = Bench.single();
        for (int i = 0; i < 7; i++) {
            bench.answerTo(10 * i, 10);
        }

        for (int i = 2; i < 7; i++) {
            assertThat(bench.answerTo(10 * i, 10)).isEqualTo("NONE @" + 10 * i);
        }
        assertThat(bench.answerTo(10, 10)).isEqualTo(OUT_OF_ORDER);
        assertThat(bench.end()).isEqualTo(70);
    }

    @Test
    void keepsProducersOfOnePartitionApart() {
        Bench bench = Bench.single();
        bench.answerTo(0, 10);

        assertThat(said(bench.append(batch(PID + 1, 777, 10)))).isEqualTo("NONE @10");
        assertThat(bench.answerTo(10, 1)).isEqualTo("NONE @20");
        assertThat(bench.partition().knownProducers()).containsExactly(PID, PID + 1);
    }

    @Test
    void wrapsTheSequenceAfterTwoToTheThirtyOneMinusOne() {
        Bench bench = Bench.single();

        assertThat(bench.answerTo(2_147_483_643, 10)).isEqualTo("NONE @0");
        assertThat(bench.answerTo(2_147_483_643, 10)).isEqualTo("NONE @0");
        assertThat(bench.answerTo(5, 3)).isEqualTo("NONE @10");
    }

    @Test
    void wrapsTheSequenceBetweenTwoBatches() {
        Bench bench = Bench.single();

        assertThat(bench.answerTo(Integer.MAX_VALUE - 4, 5)).isEqualTo("NONE @0");
        assertThat(bench.answerTo(0, 5)).isEqualTo("NONE @5");
    }

    @Test
    void aNewEpochBeginsAtZeroAndFencesTheOldOne() {
        Bench bench = Bench.single();
        bench.answerTo(0, 10);

        assertThat(said(bench.append(withEpoch(1, 5)))).isEqualTo(OUT_OF_ORDER);
        assertThat(said(bench.append(withEpoch(1, 0)))).isEqualTo("NONE @10");
        assertThat(said(bench.append(withEpoch(0, 10)))).isEqualTo("INVALID_PRODUCER_EPOCH");
    }

    private static byte[] withEpoch(int epoch, int sequence) {
        MemoryRecords records = MemoryRecords.withRecords(
                RecordBatch.MAGIC_VALUE_V2,
                0,
                Compression.NONE,
                TimestampType.CREATE_TIME,
                PID,
                (short) epoch,
                sequence,
                -1,
                false,
                Bench.records(sequence, 2));
        byte[] bytes = new byte[records.sizeInBytes()];
        records.buffer().duplicate().get(bytes);
        return bytes;
    }

    @Test
    void anUnknownProducerWithTwoInFlightLeavesAHoleForEver() {
        Bench bench = Bench.single();

        assertThat(said(bench.append(damaged(batch(PID, 0, 10))))).isEqualTo("CORRUPT_MESSAGE");
        assertThat(bench.answerTo(10, 10)).isEqualTo("NONE @0");
        assertThat(bench.answerTo(0, 10)).isEqualTo(OUT_OF_ORDER);
    }

    @Test
    void aKnownProducerWithTwoInFlightLosesNothing() {
        Bench bench = Bench.single();
        bench.answerTo(0, 10);

        assertThat(said(bench.append(damaged(batch(PID, 10, 10))))).isEqualTo("CORRUPT_MESSAGE");
        assertThat(bench.answerTo(20, 10)).isEqualTo(OUT_OF_ORDER);
        assertThat(bench.answerTo(10, 10)).isEqualTo("NONE @10");
        assertThat(bench.answerTo(20, 10)).isEqualTo("NONE @20");
    }

    private static byte[] damaged(byte[] batch) {
        batch[batch.length - 1] ^= 1;
        return batch;
    }

    @Test
    void aRestartKeepsTheStateButOnlyTheLastBatchAsARepeat() {
        Bench bench = Bench.single();
        for (int i = 0; i < 5; i++) {
            bench.answerTo(10 * i, 10);
        }

        bench.cluster().crash(0, 0);
        bench.cluster().restart(0);
        bench.settle();

        assertThat(bench.answerTo(30, 10)).isEqualTo(OUT_OF_ORDER);
        assertThat(bench.answerTo(60, 10)).isEqualTo(OUT_OF_ORDER);
        assertThat(bench.answerTo(40, 10)).isEqualTo("NONE @40");
        assertThat(bench.answerTo(50, 10)).isEqualTo("NONE @50");
    }

    @Test
    void anExpiredProducerMayBeginAnywhere() {
        Bench bench = Bench.single();
        bench.answerTo(0, 10);

        assertThat(bench.partition().expire(PID)).isTrue();

        assertThat(bench.partition().expire(PID)).isFalse();
        assertThat(bench.answerTo(12_345, 10)).isEqualTo("NONE @10");
    }

    @Test
    void movingTheLogStartForgetsNoProducer() {
        Bench bench = Bench.single();
        bench.answerTo(0, 10);

        bench.partition().raiseStart(10);

        assertThat(bench.answerTo(20, 10)).isEqualTo(OUT_OF_ORDER);
        assertThat(bench.answerTo(10, 10)).isEqualTo("NONE @10");
    }

    @Test
    void anUncleanLeaderThatHasAPartOfTheLogShowsTheLoss() {
        Bench bench = new Bench(2, TopicSettings.of(1, 2));
        bench.answerTo(0, 30);
        bench.settle();
        int behind = loseEverythingAfterNow(bench, 30, 40, 50);

        assertThat(bench.partition().leader()).isEqualTo(behind);
        assertThat(bench.end()).isEqualTo(30);
        assertThat(bench.answerTo(60, 10)).isEqualTo(OUT_OF_ORDER);
        assertThat(bench.answerTo(40, 10)).isEqualTo(OUT_OF_ORDER);
        assertThat(bench.answerTo(30, 10)).isEqualTo("NONE @30");
        bench.cluster().restart(1 - behind);
        bench.world().runFor(1_000);
        assertThat(bench.partition().isHealed()).isTrue();
    }

    @Test
    void anUncleanLeaderThatHasNothingTakesAnythingAndPoisonsItsState() {
        Bench bench = new Bench(2, TopicSettings.of(1, 2));
        loseEverythingAfterNow(bench, 0, 10, 20);

        assertThat(bench.end()).isZero();
        assertThat(bench.answerTo(60, 10)).isEqualTo("NONE @0");
        assertThat(bench.answerTo(40, 10)).isEqualTo(OUT_OF_ORDER);
        assertThat(bench.answerTo(0, 10)).isEqualTo(OUT_OF_ORDER);
    }

    /** Appends batches that only the leader has, all acknowledged, and elects the follower. */
    private static int loseEverythingAfterNow(Bench bench, int... sequences) {
        int leader = bench.partition().leader();
        int follower = 1 - leader;
        bench.cluster().pauseCopying(bench.partition(), follower, true);
        bench.settle();
        assertThat(bench.partition().inSync()).containsExactly(leader);
        for (int sequence : sequences) {
            assertThat(bench.answerTo(sequence, 10)).startsWith("NONE");
        }
        bench.cluster().crash(leader, 0);
        bench.cluster().electUnclean(bench.partition(), follower);
        bench.settle();
        bench.cluster().pauseCopying(bench.partition(), follower, false);
        return follower;
    }

    @Test
    void theOriginalAndItsRepeatBothWaitForTheHighWatermark() {
        Bench bench = new Bench(2, TopicSettings.of(1, 2));
        int leader = bench.partition().leader();
        bench.cluster().pauseCopying(bench.partition(), 1 - leader, true);

        List<Appended.Partition> original = bench.send(leader, batch(PID, 0, 10), 10_000);
        List<Appended.Partition> repeat = bench.send(leader, batch(PID, 0, 10), 10_000);
        bench.world().runFor(80);

        assertThat(original).isEmpty();
        assertThat(repeat).isEmpty();
        bench.cluster().pauseCopying(bench.partition(), 1 - leader, false);
        bench.settle();
        assertThat(said(original.get(0))).isEqualTo("NONE @0");
        assertThat(said(repeat.get(0))).isEqualTo("NONE @0");
        assertThat(bench.end()).isEqualTo(10);
    }

    @Test
    void aNewLeaderKnowsTheProducersOfTheOldOne() {
        Bench bench = new Bench(3, TopicSettings.of(1, 3));
        for (int i = 0; i < 6; i++) {
            bench.answerTo(10 * i, 10);
        }
        int before = bench.partition().leader();

        assertThat(bench.partition().moveLeader()).isTrue();
        bench.settle();

        assertThat(said(bench.append(before, batch(PID, 60, 10)))).isEqualTo("NOT_LEADER_OR_FOLLOWER");
        assertThat(bench.answerTo(70, 10)).isEqualTo(OUT_OF_ORDER);
        assertThat(bench.answerTo(20, 10)).isEqualTo("NONE @20");
        assertThat(bench.answerTo(60, 10)).isEqualTo("NONE @60");
    }

    @Test
    void killingTheLeaderLosesNothingThatWasAcknowledged() {
        Bench bench = new Bench(3, TopicSettings.of(1, 3).withMinInSync(2));
        bench.answerTo(0, 10);
        int before = bench.partition().leader();

        bench.cluster().crash(before, 0);
        bench.world().runFor(1_000);

        assertThat(bench.partition().leader()).isNotEqualTo(before);
        assertThat(bench.answerTo(10, 10)).isEqualTo("NONE @10");
        bench.cluster().restart(before);
        bench.world().runFor(1_000);
        assertThat(bench.partition().inSync()).hasSize(3);
        assertThat(bench.partition().isHealed()).isTrue();
    }
}
