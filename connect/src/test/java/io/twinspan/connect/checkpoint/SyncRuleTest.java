package io.twinspan.connect.checkpoint;

import static io.twinspan.connect.checkpoint.SyncRule.Decision.COMMIT;
import static io.twinspan.connect.checkpoint.SyncRule.Decision.IN_STEP;
import static io.twinspan.connect.checkpoint.SyncRule.Decision.LEAVE;
import static io.twinspan.connect.checkpoint.SyncRule.decide;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SyncRuleTest {
    private static final Set<Long> NOTHING = Set.of();

    @Test
    void whatIsNotThereIsCommitted() {
        assertThat(decide(null, 5, null, NOTHING)).isEqualTo(COMMIT);
        assertThat(decide(null, 5, 9L, NOTHING))
                .as("deleted on the target, to have it follow again")
                .isEqualTo(COMMIT);
    }

    @Test
    void whatTheLinkCommittedFollowsTheSourceBothWays() {
        assertThat(decide(10L, 20, 10L, NOTHING)).isEqualTo(COMMIT);
        assertThat(decide(10L, 3, 10L, NOTHING)).isEqualTo(COMMIT);
        assertThat(decide(10L, 3, null, Set.of(4L, 10L)))
                .as("committed before a restart")
                .isEqualTo(COMMIT);
    }

    @Test
    void whatIsInStepIsLeftAlone() {
        assertThat(decide(10L, 10, null, NOTHING)).isEqualTo(IN_STEP);
        assertThat(decide(10L, 10, 4L, NOTHING)).isEqualTo(IN_STEP);
    }

    @Test
    void whatWasUsedOnTheTargetIsNeverTakenBack() {
        assertThat(decide(15L, 12, 10L, NOTHING)).isEqualTo(LEAVE);
        assertThat(decide(15L, 12, null, Set.of(10L))).isEqualTo(LEAVE);
    }

    @Test
    void whatWasUsedOnTheTargetFollowsOnceTheGroupIsFurtherAtTheSource() {
        assertThat(decide(15L, 16, 10L, NOTHING)).isEqualTo(COMMIT);
        assertThat(decide(15L, 16, null, NOTHING)).isEqualTo(COMMIT);
    }

    @Test
    void whatWasResetOnTheTargetIsNotMovedForwards() {
        assertThat(decide(2L, 12, 10L, NOTHING)).isEqualTo(LEAVE);
    }
}
