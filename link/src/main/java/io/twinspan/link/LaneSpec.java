package io.twinspan.link;

import io.twinspan.model.position.Cause;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord.Acceptance;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One partition to copy, with what is known of it from before. Immutable.
 *
 * @param topic the source topic
 * @param targetTopic the topic of the same partition number on the target
 * @param generation counts the times that an operator set the position anew; each generation has its own producer id
 * @param tip the last stored position of this generation, or null if the lane never ran
 * @param start where to begin when there is no tip
 * @param runs the last pages of runs that were stored, in ascending order; used to find the source position again if the target lost records
 * @param accepted the source records of this generation that an operator lets the lane leave out
 * @param said what this generation last said of its trouble, or null if it got on; one that stopped for what nothing would show again
 *     ({@link Cause#lasts}) stays stopped
 */
public record LaneSpec(
        String topic,
        int partition,
        String targetTopic,
        int generation,
        @Nullable Tip tip,
        StartAt start,
        List<RunsPage> runs,
        List<Acceptance> accepted,
        @Nullable LaneState said) {

    /** How many of its newest runs a lane keeps at least, to find its place again if the target loses records. */
    public static final int RUNS_IN_MEMORY = 4 * RunsPage.MAX_RUNS;

    /**
     * Where a lane begins. Immutable.
     *
     * @param kind how the offset is found
     * @param offset the source offset for {@link Kind#OFFSET}, else -1
     */
    public record StartAt(Kind kind, long offset) {

        /** The source's first offset. */
        public static final StartAt EARLIEST = new StartAt(Kind.EARLIEST, -1);

        /** The source's end. */
        public static final StartAt LATEST = new StartAt(Kind.LATEST, -1);

        /** The ways to find the first offset. */
        public enum Kind {
            EARLIEST,
            LATEST,
            OFFSET
        }

        /** A given source offset. */
        public static StartAt offset(long offset) {
            return new StartAt(Kind.OFFSET, offset);
        }
    }

    public LaneSpec {
        runs = List.copyOf(runs);
        accepted = List.copyOf(accepted);
    }

    /** A partition for which no operator has accepted anything. */
    public LaneSpec(
            String topic,
            int partition,
            String targetTopic,
            int generation,
            @Nullable Tip tip,
            StartAt start,
            List<RunsPage> runs) {
        this(topic, partition, targetTopic, generation, tip, start, runs, List.of(), null);
    }

    /** Whether the copy has the same name, so that others may write into it, too. */
    public boolean isSameName() {
        return topic.equals(targetTopic);
    }
}
