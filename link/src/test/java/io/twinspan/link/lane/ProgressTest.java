package io.twinspan.link.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.batch.Spans;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final LaneId LANE = new LaneId(new Uuid(1, 1), "t", 0, 0);
    private static final int A = 1;
    private static final int B = 2;

    private static Progress at(long source, long target, Map<Integer, Long> counts, Run... runs) {
        return new Progress(new Tip(LANE, source, target, counts, 3, 0), 2, RunsPage.split(LANE, 1, List.of(runs)));
    }

    @Test
    void countsEachOriginAndReachesBehindWhatWasAppended() {
        Progress progress = at(0, 0, Map.of());
        progress.appended(A, Spans.of(5, 2), 10);
        progress.appended(B, Spans.of(7, 3), 12);
        progress.sourceReached(10, 4);

        assertThat(progress.tip(LANE, 9)).isEqualTo(new Tip(LANE, 10, 15, Map.of(A, 2L, B, 3L), 4, 9));
    }

    @Test
    void ignoresRunsThatWereStoredAheadOfTheTip() {
        Progress progress = at(10, 10, Map.of(A, 10L), new Run(A, 0, 0, 0, 20));

        assertThat(progress.runs().last()).isEqualTo(new Run(A, 0, 0, 0, 10));
    }

    @Test
    void neverPairsAPositionWithTheEpochOfAnEarlierOne() {
        Progress progress = at(10, 10, Map.of(A, 10L));
        progress.sourceReached(20, Tip.UNKNOWN_EPOCH);
        assertThat(progress.sourceEpoch()).isEqualTo(Tip.UNKNOWN_EPOCH);

        progress.sourceReached(30, 5);
        progress.sourceReached(30, 4);
        progress.sourceReached(25, Tip.UNKNOWN_EPOCH);
        assertThat(progress.source()).isEqualTo(30);
        assertThat(progress.sourceEpoch()).isEqualTo(5);
    }

    @Test
    void goesBackToWhereTheTargetEndsNow() {
        Progress progress = at(0, 0, Map.of());
        progress.appended(A, Spans.of(0, 10), 0);
        progress.sourceReached(10, 2);

        RunLog.Cut cut = progress.cutAt(6);
        assertThat(cut).isNotNull();
        progress.cutTo(cut);

        assertThat(progress.tip(LANE, 0)).isEqualTo(new Tip(LANE, 6, 6, Map.of(A, 6L), Tip.UNKNOWN_EPOCH, 0));
        assertThat(progress.runs().last()).isEqualTo(new Run(A, 0, 0, 0, 6));
    }

    /** Otherwise its next batch would begin at 0, and recovery would take as many source records for copied. */
    @Test
    void goingBackKeepsTheCountOfAnOriginWhoseRunsAreNoLongerInMemory() {
        Progress progress = at(600, 600, Map.of(A, 100L, B, 500L), new Run(A, 90, 590, 590, 10));

        RunLog.Cut cut = progress.cutAt(595);
        assertThat(cut).isNotNull();
        progress.cutTo(cut);

        assertThat(progress.counts()).isEqualTo(Map.of(A, 95L, B, 500L));
    }

    @Test
    void recordsFoundWithoutTheirSourceCountButMapToNothing() {
        Progress progress = at(10, 10, Map.of(A, 10L));
        progress.appendedUnmapped(A, 1, 11);
        progress.found(new Run(A, 11, 12, 11, 1));

        assertThat(progress.counts()).isEqualTo(Map.of(A, 12L));
        assertThat(progress.target()).isEqualTo(12);
        assertThat(progress.runs().takeUnstored())
                .containsExactly(new RunsPage(LANE, 2, List.of(new Run(A, 11, 12, 11, 1))));
    }
}
