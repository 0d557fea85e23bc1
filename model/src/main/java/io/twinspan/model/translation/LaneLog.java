package io.twinspan.model.translation;

import io.twinspan.model.position.Tip;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the positions topic says of one lane. Confined to one thread. */
/*
 * Implementation note
 *
 * The end. The last tip in the topic speaks, even where it is below one before it: a target that lost its end makes the lane
 * copy again from there, and until it has, what the old runs say of the lost end leads past the end of the target.
 *
 * The beginning. A lane that began on an empty target partition knows of every record in it. One that began behind other records
 * (another tool's, or an earlier generation's) knows nothing of those, so an offset below its start has no translation: the lane's
 * first record would be one that skips them.
 */
final class LaneLog {
    static final Translation NOTHING_YET = Translation.unknown(
            "the link has not stored a position of the partition yet: it has not begun to copy it, or does not copy"
                    + " the topic at all");

    private final Map<Long, Tip> starts = new HashMap<>();
    private final LanePages pages = new LanePages();
    private @Nullable Tip tip;

    LanePages pages() {
        return pages;
    }

    void tip(@Nullable Tip newTip) {
        tip = newTip;
    }

    void start(long owner, @Nullable Tip start) {
        if (start == null) {
            starts.remove(owner);
        } else {
            starts.put(owner, start);
        }
    }

    /** The lane's tip; before there is one, where it was begun, which for several owners is the lowest target offset. */
    @Nullable
    Tip position() {
        return tip != null
                ? tip
                : starts.values().stream()
                        .min(Comparator.comparingLong(Tip::target).thenComparingLong(Tip::source))
                        .orElse(null);
    }

    Translation translate(long source) {
        Tip end = position();
        if (end == null) {
            return NOTHING_YET;
        }
        long first = completeFrom(end);
        if (source < first) {
            return Translation.unknown(
                    "it is below source offset " + first + ", where the link began behind records of another"
                            + " writer, whose source offsets it does not know");
        }
        if (source >= end.source()) {
            return Translation.to(end.target(), source - end.source());
        }
        return Translation.to(pages.firstFrom(source, end).orElse(end.target()), 0);
    }

    /** The source offset of the first source record that is copied at this target offset or above. */
    Translation translateBack(long target) {
        Tip end = position();
        if (end == null) {
            return NOTHING_YET;
        }
        long first = ownFrom(end);
        if (target < first) {
            return Translation.unknown(
                    "it is below target offset " + first
                            + ", where the link began behind records of another writer, or of an earlier generation of its own");
        }
        if (target >= end.target()) {
            return Translation.to(end.source(), target - end.target());
        }
        return Translation.to(pages.firstBack(target, end).orElse(end.source()), 0);
    }

    /** From which source offset on the lane knows all that is in the target. */
    private long completeFrom(Tip end) {
        if (!starts.isEmpty()) {
            return beganOnEmptyTarget()
                    ? 0
                    : starts.values().stream().mapToLong(Tip::source).max().orElseThrow();
        }
        LanePages.Start first = pages.first();
        return first == null ? end.source() : Math.min(first.source(), end.source());
    }

    /** From which target offset on the target's records are the lane's. */
    private long ownFrom(Tip end) {
        if (!starts.isEmpty()) {
            return beganOnEmptyTarget()
                    ? 0
                    : starts.values().stream().mapToLong(Tip::target).max().orElseThrow();
        }
        LanePages.Start first = pages.first();
        return first == null ? end.target() : Math.min(first.target(), end.target());
    }

    private boolean beganOnEmptyTarget() {
        return starts.values().stream().anyMatch(start -> start.target() == 0);
    }
}
