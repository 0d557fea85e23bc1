package io.twinspan.control.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The estimate against what is really missing, in many stories. */
class LossEstimateStoriesTest {
    private static final int SEEDS = Integer.getInteger("seeds", 300);
    private static final Integer SEED = Integer.getInteger("seed");

    @Test
    void whereTheLinkLivesOnTheEstimateIsAtMostASecondOfTrafficAboveTheTruth() {
        int withLoss = 0;
        for (int seed = first(); seed < last(); seed++) {
            var story = new LossStory(seed, true);
            story.run();
            PartitionLoss loss = estimate(story, story.endMs + 60_000);

            assertThat(loss.records())
                    .as("seed %s", seed)
                    .isBetween(story.missing(), story.missing() + story.recordsPerSecond + 1);
            assertThat(loss.ms())
                    .as("seed %s", seed)
                    .isGreaterThanOrEqualTo(story.missingMs() - LossStory.ON_ITS_WAY_MS);
            withLoss += story.missing() > 0 ? 1 : 0;
        }
        assertThat(withLoss).as("stories in which something is lost").isGreaterThan((last() - first()) / 4);
    }

    @Test
    void whereTheLinkEndedBeforeTheSourceTheEstimateIsNeverBelowTheTruth() {
        for (int seed = first(); seed < last(); seed++) {
            var story = new LossStory(seed, false);
            story.run();
            PartitionLoss loss = estimate(story, story.endMs);

            assertThat(loss.records()).as("seed %s", seed).isGreaterThanOrEqualTo(story.missing());
            assertThat(loss.ms())
                    .as("seed %s", seed)
                    .isGreaterThanOrEqualTo(story.missingMs() - LossStory.ON_ITS_WAY_MS);
            assertThat(estimate(story, story.endMs + 10_000).records())
                    .as("seed %s, asked later", seed)
                    .isGreaterThanOrEqualTo(loss.records());
        }
    }

    private static PartitionLoss estimate(LossStory story, long endMs) {
        return LossEstimate.of(List.of(story.known()), endMs).partitions().get(0);
    }

    private static int first() {
        return SEED == null ? 0 : SEED;
    }

    private static int last() {
        return SEED == null ? SEEDS : SEED + 1;
    }
}
