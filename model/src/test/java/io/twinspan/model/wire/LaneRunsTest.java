package io.twinspan.model.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Run;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class LaneRunsTest {
    private static final LaneId LANE = new LaneId(new Uuid(1, 2), "orders", 3, 0);

    private final LaneRuns runs = new LaneRuns();

    private static Run run(long source, long target, long length) {
        return new Run(1, target, source, target, length);
    }

    private static RunsPage page(long owner, Run... runs) {
        return new RunsPage(LANE, owner, List.of(runs));
    }

    @Test
    void aPageReplacesTheOneUnderItsKey() {
        runs.put(page(1, run(0, 0, 5)));
        runs.put(page(1, run(0, 0, 5), run(6, 5, 2)));

        assertThat(runs.pages()).containsExactly(page(1, run(0, 0, 5), run(6, 5, 2)));
    }

    @Test
    void whatAReplacedOwnerStoresAgainTakesNothingAway() {
        runs.put(page(1, run(0, 0, 5), run(6, 5, 2)));
        runs.put(page(2, run(8, 7, 20)));
        // It wakes up, and knows less and other things than its successor.
        runs.put(page(1, run(0, 0, 5), run(6, 5, 2), run(8, 7, 3)));

        assertThat(runs.runs()).containsExactly(run(0, 0, 5), run(6, 5, 2), run(8, 7, 3), run(11, 10, 17));
    }

    @Test
    void whatWasStoredLaterWinsWhereTwoContradictEachOther() {
        runs.put(page(1, run(0, 0, 10), run(10, 20, 10)));
        // The target lost what came after 5, and it was copied again, behind records of somebody else.
        runs.put(page(2, run(5, 8, 15)));

        assertThat(runs.runs()).containsExactly(run(0, 0, 5), run(5, 8, 15));
    }

    @Test
    void aRunThatWouldOverlapOnTheTargetSideOnlyIsCut() {
        runs.put(page(1, run(0, 0, 10)));
        runs.put(page(2, run(12, 7, 5)));

        assertThat(runs.runs()).containsExactly(run(0, 0, 7), run(12, 7, 5));
    }

    @Test
    void aDeletedPageIsGone() {
        runs.put(page(1, run(0, 0, 10)));
        runs.remove(page(1, run(0, 0, 10)).key());

        assertThat(runs.isEmpty()).isTrue();
        assertThat(runs.pages()).isEmpty();
    }

    @Test
    void anyPiecesOfOneTruthGiveThatTruth() {
        for (long seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var truth = new ArrayList<Run>();
            long source = 0;
            long target = 0;
            for (int i = 0; i < 30; i++) {
                long length = 1 + random.nextInt(9);
                truth.add(new Run(1, target, source, target, length));
                source += length + 1 + random.nextInt(3);
                target += length;
            }
            var all = new LaneRuns();
            for (int owner = 0; owner < 6; owner++) {
                int from = random.nextInt(30);
                int to = from + 1 + random.nextInt(30 - from);
                all.put(new RunsPage(LANE, owner, truth.subList(from, to)));
            }
            all.put(new RunsPage(LANE, 7, truth.subList(0, 15)));
            all.put(new RunsPage(LANE, 8, truth.subList(15, 30)));

            assertThat(all.runs()).as("seed %d", seed).isEqualTo(truth);
        }
    }
}
