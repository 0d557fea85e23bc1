package io.twinspan.link.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.batch.Spans;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Run;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class RunLogTest {
    private static final LaneId LANE = new LaneId(new Uuid(1, 1), "t", 0, 0);
    private static final int A = 1;
    private static final int B = 2;

    /** What owner 2 adds to what owner 1 has stored. */
    private static RunLog log(Run... stored) {
        return new RunLog(LANE, 2, RunsPage.split(LANE, 1, List.of(stored)));
    }

    private static RunsPage page(Run... runs) {
        return new RunsPage(LANE, 2, List.of(runs));
    }

    /** Runs of one record each, every one a jump: record i of source 2i at target i. */
    private static RunLog jumps(int count) {
        var log = log();
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
        var log = log();
        log.add(A, 0, Spans.of(10, 5), 100);
        log.add(A, 5, Spans.of(15, 3), 105);

        assertThat(log.takeUnstored()).containsExactly(page(new Run(A, 0, 10, 100, 8)));
    }

    @Test
    void beginsARunAtAHoleAForeignBatchAndAnotherOrigin() {
        var log = log();
        log.add(A, 0, Spans.builder().add(10, 2).add(15, 1).build(), 100);
        log.add(A, 3, Spans.of(16, 1), 110);
        log.add(B, 0, Spans.of(17, 1), 111);

        assertThat(log.takeUnstored())
                .containsExactly(page(
                        new Run(A, 0, 10, 100, 2),
                        new Run(A, 2, 15, 102, 1),
                        new Run(A, 3, 16, 110, 1),
                        new Run(B, 0, 17, 111, 1)));
    }

    @Test
    void handsOutOnlyPagesThatChanged() {
        RunLog log = jumps(RunsPage.MAX_RUNS + 1);

        assertThat(log.takeUnstored()).extracting(page -> page.runs().size()).containsExactly(RunsPage.MAX_RUNS, 1);
        assertThat(log.takeUnstored()).isEmpty();

        log.add(jump(RunsPage.MAX_RUNS + 1));
        assertThat(log.takeUnstored()).extracting(page -> page.runs().size()).containsExactly(2);
    }

    @Test
    void keepsSeveralPagesInMemoryOnceTheyAreStored() {
        int all = LaneSpec.RUNS_IN_MEMORY + 3 * RunsPage.MAX_RUNS;
        RunLog log = jumps(all);
        assertThat(log.cutAt(0, all)).isNotNull();
        log.takeUnstored();

        long oldest = 3L * RunsPage.MAX_RUNS;
        assertThat(log.cutAt(oldest, all)).isNull();
        assertThat(log.oldestTarget()).isEqualTo(oldest);
        assertThat(log.cutAt(oldest + 1, all))
                .isEqualTo(new RunLog.Cut(2 * oldest + 1, oldest + 1, Map.of(A, oldest + 1), A));
    }

    @Test
    void aNewOwnerBeginsANewPageEvenInTheMiddleOfARun() {
        RunLog log = log(new Run(A, 0, 10, 100, 8));

        log.add(new Run(A, 8, 18, 108, 2));
        log.add(new Run(A, 10, 20, 110, 2));

        assertThat(log.takeUnstored()).containsExactly(page(new Run(A, 8, 18, 108, 4)));
    }

    /** Its owner, or who counts on it, may have stored more of it since it was read. */
    @Test
    void whatIsTrimmedOfAnotherOwnersPageIsNotStored() {
        var log = log(new Run(A, 0, 10, 100, 8));

        log.trimTo(103);
        assertThat(log.last()).isEqualTo(new Run(A, 0, 10, 100, 3));
        assertThat(log.takeUnstored()).isEmpty();

        log.add(new Run(A, 3, 13, 103, 5));
        assertThat(log.takeUnstored()).containsExactly(page(new Run(A, 3, 13, 103, 5)));

        log.trimTo(100);
        assertThat(log.last()).isNull();
        assertThat(log.takeUnstored()).isEmpty();
    }

    @Test
    void aTrimmedPageOfItsOwnIsStoredAnewWithWhatComesNext() {
        RunLog log = jumps(RunsPage.MAX_RUNS + 3);
        log.takeUnstored();
        log.trimTo(RunsPage.MAX_RUNS);
        log.add(jump(RunsPage.MAX_RUNS));

        assertThat(log.takeUnstored()).containsExactly(page(jump(RunsPage.MAX_RUNS)));
    }

    @Test
    void cutsWithTheCountsOfEveryOrigin() {
        var log = log();
        log.add(A, 0, Spans.of(0, 4), 0);
        log.add(B, 0, Spans.of(4, 4), 4);
        log.add(A, 4, Spans.of(8, 4), 8);

        assertThat(log.cutAt(10, 12)).isEqualTo(new RunLog.Cut(10, 10, Map.of(A, 6L, B, 4L), A));
        assertThat(log.cutAt(6, 12)).isEqualTo(new RunLog.Cut(6, 6, Map.of(A, 4L, B, 2L), B));
        assertThat(log.cutAt(4, 12)).isEqualTo(new RunLog.Cut(4, 4, Map.of(A, 4L, B, 0L), A));
        assertThat(log.cutAt(0, 12)).isEqualTo(new RunLog.Cut(0, 0, Map.of(A, 0L, B, 0L), RunLog.Cut.BEGINNING));
    }

    @Test
    void cutsBetweenRunsAtTheEndOfTheOneBefore() {
        var log = log();
        log.add(A, 0, Spans.of(0, 4), 0);
        log.add(A, 4, Spans.of(10, 4), 20);

        assertThat(log.cutAt(15, 8)).isEqualTo(new RunLog.Cut(4, 4, Map.of(A, 4L), A));
    }

    @Test
    void doesNotCutBeforeWhatItRemembers() {
        var log = log(new Run(A, 50, 1_000, 50, 10));

        assertThat(log.cutAt(50, 60)).isNull();
        assertThat(log.cutAt(20, 60)).isNull();
        assertThat(log().cutAt(20, 60)).isNull();
    }
}
