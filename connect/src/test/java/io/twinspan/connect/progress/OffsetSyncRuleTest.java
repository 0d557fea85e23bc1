package io.twinspan.connect.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.position.Run;
import org.junit.jupiter.api.Test;

class OffsetSyncRuleTest {
    private final OffsetSyncRule rule = new OffsetSyncRule(100);

    @Test
    void theFirstPositionIsDue() {
        assertThat(rule.isDue(run(0, 0, 1))).isTrue();
    }

    @Test
    void whatContinuesIsDueEveryHundredTargetOffsets() {
        rule.isDue(run(0, 0, 10));

        assertThat(rule.isDue(run(0, 0, 110))).isFalse();
        assertThat(rule.isDue(run(0, 0, 111))).isTrue();
        assertThat(rule.isDue(run(0, 0, 112))).isFalse();
    }

    @Test
    void aRunThatFollowsWithoutAJumpOfTheSourceIsNotDue() {
        rule.isDue(run(0, 0, 10));

        assertThat(rule.isDue(run(10, 12, 5))).isFalse();
    }

    @Test
    void aJumpOfTheSourceIsDue() {
        rule.isDue(run(0, 0, 10));

        assertThat(rule.isDue(run(11, 10, 5))).isTrue();
    }

    @Test
    void aJumpBackIsDue() {
        rule.isDue(run(0, 0, 10));

        assertThat(rule.isDue(run(0, 10, 5))).isTrue();
        assertThat(rule.isDue(run(5, 3, 5))).isTrue();
    }

    private static Run run(long source, long target, long length) {
        return new Run(1, source, source, target, length);
    }
}
