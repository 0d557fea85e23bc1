package io.twinspan.connect.source;

import io.twinspan.model.error.Printable;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * That a partition must not be copied from what the positions topic says of it: whatever else was done could repeat or skip records.
 * Immutable.
 *
 * @param lane the lane whose state says so
 * @param reason for people: what was found, and what to do
 */
record Refusal(LaneId lane, String reason) {
    private static final String ANEW =
            "compare source and target, then set the partition's position anew (alter its offset) to"
                    + " begin a new generation, or restore the topic";

    /** What status shows of the lane. */
    LaneState state(long nowMs) {
        return new LaneState(lane, LaneState.Kind.FAILED, Cause.CONTRADICTION, null, reason, nowMs);
    }

    static String unreadable(Doubts.Doubt doubt) {
        return Printable.of(doubt.toString(), 400) + ". "
                + (doubt.isNewer()
                        ? "A newer version of this program copied here; going on without what it stored could copy records a second"
                                + " time. Upgrade this process and restart it"
                        : "Nothing else says where the partition is to go on; to go on, " + ANEW)
                + ".";
    }

    static Refusal ofMirrorMaker(TopicPartition partition, String topic, String text) {
        return new Refusal(
                new LaneId(Uuid.ZERO_UUID, partition.topic(), partition.partition(), 0),
                "MirrorMaker 2's position of " + partition + " in " + topic + " cannot be read: '" + text
                        + "'. Beginning anew could copy a second time what it copied; to go on, " + ANEW + ".");
    }

    static String laterGeneration(int inForce, int highest) {
        return "there are positions of generation " + highest + ", but generation " + inForce
                + " is in force: the record that began the later one is gone. To go on, " + ANEW + ".";
    }

    static String twoDecisions(int number, long decided, Collection<Tip> starts) {
        return "generation " + number + " is to begin at source offset " + decided + ", but was begun at "
                + starts.stream().map(Tip::source).distinct().sorted().toList()
                + ": two decisions were stored under one number. To go on, " + ANEW + ".";
    }

    /** How a position contradicts the lane's runs; null if it does not. */
    static @Nullable String contradiction(Tip tip, List<RunsPage> pages) {
        for (RunsPage page : pages) {
            for (Run run : page.runs()) {
                boolean copied = run.targetEnd() <= tip.target();
                boolean passed = run.sourceEnd() <= tip.source();
                if (copied != passed) {
                    return "the position says that source offset " + tip.source() + " goes to target offset "
                            + tip.target() + " or behind it, but a run says that the source records from "
                            + run.sourceStart() + " to " + (run.sourceEnd() - 1) + " are at target offsets "
                            + run.targetStart() + " to " + (run.targetEnd() - 1) + ". To go on, " + ANEW + ".";
                }
            }
        }
        return null;
    }
}
