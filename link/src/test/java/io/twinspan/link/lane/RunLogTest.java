package io.twinspan.link.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.batch.Spans;
import io.twinspan.model.position.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunLogTest {
    private static final int A = 1;
    private static final int B = 2;

    /** Runs of one record each, every one a jump: record i of source 2i at target i. */
    private static RunLog jumps(int count) {
        var log = new RunLog(List.of());
        for (int i = 0; i < count; i++) {
            log.add(jump(i));
        }
        return log;
    }

    private static Run jump(int i) {
        return new Run(A, i, 2L * i, i, 1);
    }

    @Test
    void joinsWhatGoesOnWithoutAJump() {
        var log = new RunLog(List.of());
        log.add(A, 0, Spans.of(10, 5), 100);
        log.add(A, 5, Spans.of(15, 3), 105);

        assertThat(log.takeUnstored()).containsExactly(List.of(new Run(A, 0, 10, 100, 8)));
    }

    @Test
    void beginsARunAtAHoleAForeignBatchAndAnotherOrigin() {
        var log = new RunLog(List.of());
        log.add(A, 0, Spans.builder().add(10, 2).add(15, 1).build(), 100);
        log.add(A, 3, Spans.of(16, 1), 110);
        log.add(B, 0, Spans.of(17, 1), 111);

        assertThat(log.takeUnstored())
                .containsExactly(List.of(
                        new Run(A, 0, 10, 100, 2),
                        new Run(A, 2, 15, 102, 1),
                        new Run(A, 3, 16, 110, 1),
                        new Run(B, 0, 17, 111, 1)));
    }

    @Test
    void handsOutOnlyPagesThatChanged() {
        RunLog log = jumps(RunLog.PAGE_RUNS + 1);

        assertThat(log.takeUnstored()).extracting(List::size).containsExactly(RunLog.PAGE_RUNS, 1);
        assertThat(log.takeUnstored()).isEmpty();

        log.add(jump(RunLog.PAGE_RUNS + 1));
        assertThat(log.takeUnstored()).extracting(List::size).containsExactly(2);
    }

    @Test
    void keepsTwoPagesInMemoryOnceTheyAreStored() {
        RunLog log = jumps(4 * RunLog.PAGE_RUNS);
        assertThat(log.cutAt(0, 4L * RunLog.PAGE_RUNS)).isNotNull();
        log.takeUnstored();

        long oldest = 2L * RunLog.PAGE_RUNS;
        assertThat(log.cutAt(oldest, 4L * RunLog.PAGE_RUNS)).isNull();
        assertThat(log.cutAt(oldest + 1, 4L * RunLog.PAGE_RUNS))
                .isEqualTo(new RunLog.Cut(2 * oldest + 1, Map.of(A, oldest + 1)));
    }

    @Test
    void neverMakesAPageLargerThanARecordMayBeEvenFromLongStoredRuns() {
        List<Run> stored = new ArrayList<>();
        for (int i = 0; i < RunLog.PAGE_RUNS + 10; i++) {
            stored.add(jump(i));
        }
        var log = new RunLog(stored);
        log.add(jump(stored.size()));

        assertThat(log.takeUnstored())
                .containsExactly(List.of(
                        jump(256), jump(257), jump(258), jump(259), jump(260), jump(261), jump(262), jump(263),
                        jump(264), jump(265), jump(266)));
    }

    @Test
    void trimsInsideARunAndStoresThePageAnew() {
        var log = new RunLog(List.of(new Run(A, 0, 10, 100, 8)));
        assertThat(log.takeUnstored()).isEmpty();

        log.trimTo(103);

        assertThat(log.last()).isEqualTo(new Run(A, 0, 10, 100, 3));
        assertThat(log.takeUnstored()).containsExactly(List.of(new Run(A, 0, 10, 100, 3)));
        assertThat(log.takeRemoved()).isEmpty();
    }

    @Test
    void tellsWhichPagesTrimmingTookAway() {
        RunLog log = jumps(RunLog.PAGE_RUNS + 3);
        log.takeUnstored();

        log.trimTo(10);

        assertThat(log.last()).isEqualTo(jump(9));
        assertThat(log.takeUnstored()).extracting(List::size).containsExactly(10);
        assertThat(log.takeRemoved()).containsExactly(2L * RunLog.PAGE_RUNS);
        assertThat(log.takeRemoved()).isEmpty();
    }

    @Test
    void aPageThatComesAgainUnderItsKeyIsNotGone() {
        RunLog log = jumps(RunLog.PAGE_RUNS + 3);
        log.takeUnstored();
        log.trimTo(RunLog.PAGE_RUNS);
        log.add(jump(RunLog.PAGE_RUNS));

        assertThat(log.takeUnstored()).last().isEqualTo(List.of(jump(RunLog.PAGE_RUNS)));
        assertThat(log.takeRemoved()).isEmpty();
    }

    @Test
    void cutsWithTheCountsOfEveryOrigin() {
        var log = new RunLog(List.of());
        log.add(A, 0, Spans.of(0, 4), 0);
        log.add(B, 0, Spans.of(4, 4), 4);
        log.add(A, 4, Spans.of(8, 4), 8);

        assertThat(log.cutAt(10, 12)).isEqualTo(new RunLog.Cut(10, Map.of(A, 6L, B, 4L)));
        assertThat(log.cutAt(6, 12)).isEqualTo(new RunLog.Cut(6, Map.of(A, 4L, B, 2L)));
        assertThat(log.cutAt(4, 12)).isEqualTo(new RunLog.Cut(4, Map.of(A, 4L, B, 0L)));
        assertThat(log.cutAt(0, 12)).isEqualTo(new RunLog.Cut(0, Map.of(A, 0L, B, 0L)));
    }

    @Test
    void cutsBetweenRunsAtTheEndOfTheOneBefore() {
        var log = new RunLog(List.of());
        log.add(A, 0, Spans.of(0, 4), 0);
        log.add(A, 4, Spans.of(10, 4), 20);

        assertThat(log.cutAt(15, 8)).isEqualTo(new RunLog.Cut(4, Map.of(A, 4L)));
    }

    @Test
    void doesNotCutBeforeWhatItRemembers() {
        var log = new RunLog(List.of(new Run(A, 50, 1_000, 50, 10)));

        assertThat(log.cutAt(50, 60)).isNull();
        assertThat(log.cutAt(20, 60)).isNull();
        assertThat(new RunLog(List.of()).cutAt(20, 60)).isNull();
    }
}
