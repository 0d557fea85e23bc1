package io.twinspan.bench.faults.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final long HIT = 5_000;
    private static final long END = 40_000;

    /** Two partitions; the first is undisturbed at 100 records a second. */
    private static List<Sample> samples(LongUnaryOperator source, LongUnaryOperator target) {
        List<Sample> samples = new ArrayList<>();
        for (long ms = 0; ms <= END; ms += 100) {
            samples.add(
                    new Sample(ms, List.of(ms / 10, source.applyAsLong(ms)), List.of(ms / 10, target.applyAsLong(ms))));
        }
        return samples;
    }

    private static long steady(long ms) {
        return ms / 10;
    }

    /** Stands from one moment to another, and catches up at three times the rate. */
    private static LongUnaryOperator standing(long from, long to) {
        return ms -> ms < from
                ? steady(ms)
                : ms < to ? steady(from) : Math.min(steady(ms), steady(from) + (ms - to) * 3 / 10);
    }

    @Test
    void seesNothingWhereNothingHappens() {
        Recovery recovery = Recovery.of(samples(RecoveryTest::steady, RecoveryTest::steady), HIT, HIT);

        assertThat(recovery.firstMs()).hasValue(0);
        assertThat(recovery.fullMs()).hasValue(0);
        assertThat(recovery.mostBehind()).isZero();
        assertThat(recovery.isOver()).isTrue();
    }

    @Test
    void countsUntilTheFirstRecordAndUntilTheBacklogIsGone() {
        Recovery recovery = Recovery.of(samples(RecoveryTest::steady, standing(HIT, 15_000)), HIT, HIT);

        assertThat(recovery.firstMs()).hasValue(10_100);
        // 1,000 records behind at 15 s; one second's worth is left after 900 / (300 - 100) s more.
        assertThat(recovery.fullMs().orElseThrow()).isBetween(14_400L, 14_700L);
        assertThat(recovery.mostBehind()).isEqualTo(1_000);
        assertThat(recovery.sourceMs()).hasValue(0);
    }

    @Test
    void countsFromTheEndOfTheFaultWhereThatIsAsked() {
        Recovery recovery = Recovery.of(samples(RecoveryTest::steady, standing(HIT, 15_000)), HIT, 14_000);

        assertThat(recovery.firstMs()).hasValue(1_100);
        assertThat(recovery.fullMs().orElseThrow()).isBetween(5_400L, 5_700L);
    }

    @Test
    void isNotOverWhileOnePartitionStands() {
        Recovery recovery = Recovery.of(samples(RecoveryTest::steady, standing(HIT, END + 1)), HIT, HIT);

        assertThat(recovery.firstMs()).isEmpty();
        assertThat(recovery.fullMs()).isEmpty();
        assertThat(recovery.isOver()).isFalse();
    }

    @Test
    void isNotAtFullSpeedWhileTheLoadItselfStands() {
        LongUnaryOperator both = standing(HIT, 12_000);
        Recovery recovery = Recovery.of(samples(both, both), HIT, HIT);

        assertThat(recovery.sourceMs()).hasValue(7_100);
        assertThat(recovery.firstMs()).hasValue(7_100);
        assertThat(recovery.fullMs()).hasValue(7_100);
    }

    @Test
    void doesNotTakeAGapOfTheLoadForAStandstillOfTheCopy() {
        LongUnaryOperator gap = ms -> ms < 8_000 || ms > 10_000 ? steady(ms) : steady(8_000);
        Recovery recovery = Recovery.of(samples(gap, gap), HIT, HIT);

        assertThat(recovery.firstMs()).hasValue(0);
    }

    @Test
    void isNotAtFullSpeedWhileOnlyTheRateIsBack() {
        LongUnaryOperator behind = ms -> ms < HIT ? steady(ms) : Math.max(steady(HIT), steady(ms) - 500);
        Recovery recovery = Recovery.of(samples(RecoveryTest::steady, behind), HIT, HIT);

        assertThat(recovery.firstMs()).hasValue(5_100);
        assertThat(recovery.fullMs()).isEmpty();
        assertThat(recovery.isOver()).isFalse();
    }

    @Test
    void tellsAStandstillAfterFullSpeedApart() {
        LongUnaryOperator twice = ms -> ms < 25_000
                ? standing(HIT, 8_000).applyAsLong(ms)
                : standing(25_000, 28_000).applyAsLong(ms);
        Recovery recovery = Recovery.of(samples(RecoveryTest::steady, twice), HIT, HIT);

        assertThat(recovery.firstMs()).hasValue(3_100);
        assertThat(recovery.fullMs().orElseThrow()).isLessThan(6_000);
        assertThat(recovery.againMs()).isEqualTo(3_100);
    }

    @Test
    void refusesToJudgeWithoutSamplesFromBefore() {
        List<Sample> late = samples(RecoveryTest::steady, RecoveryTest::steady).stream()
                .filter(sample -> sample.atMs() > HIT)
                .toList();

        assertThatThrownBy(() -> Recovery.of(late, HIT, HIT)).hasMessageContaining("0 before");
    }
}
