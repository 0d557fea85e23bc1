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
 * (another tool's, or an earlier generation's) knows nothing of those: an offset below its start leads to records that it does not
 * know, and its own first record would be one that skips them.
 */
final class LaneLog {
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

    /** Where a source offset leads that is known: at {@link #completeFrom} or above. */
    Spot place(long source, Tip end) {
        Spot found = source >= end.source() ? null : pages.firstFrom(source, end);
        return found != null ? found : Spot.end(end.source(), end.target(), source - end.source());
    }

    /** Where a target offset leads that is known: at {@link #ownFrom} or above. */
    Spot placeBack(long target, Tip end) {
        Spot found = target >= end.target() ? null : pages.firstBack(target, end);
        return found != null ? found : Spot.end(end.source(), end.target(), target - end.target());
    }

    /** From which source offset on the lane knows all that is in the target. */
    long completeFrom(Tip end) {
        return beganOnEmptyTarget() ? 0 : beginning(end).source();
    }

    /** From which target offset on the target's records are the lane's. */
    long ownFrom(Tip end) {
        return beganOnEmptyTarget() ? 0 : beginning(end).target();
    }

    /** Where the lane began, as far as that is still known; of several owners, below none of them. */
    LanePages.Start beginning(Tip end) {
        if (!starts.isEmpty()) {
            return new LanePages.Start(
                    starts.values().stream().mapToLong(Tip::source).max().orElseThrow(),
                    starts.values().stream().mapToLong(Tip::target).max().orElseThrow());
        }
        LanePages.Start first = pages.first();
        return first == null
                ? new LanePages.Start(end.source(), end.target())
                : new LanePages.Start(Math.min(first.source(), end.source()), Math.min(first.target(), end.target()));
    }

    /**
     * Where what the lane has copied begins: of several owners that began it, where the last one did whose runs could be the first ones.
     * One that began behind them found them in the target.
     */
    LanePages.Start firstCopied(Tip end) {
        LanePages.Start known = pages.first();
        long source = Math.min(end.source(), known == null ? Long.MAX_VALUE : known.source());
        long target = Math.min(end.target(), known == null ? Long.MAX_VALUE : known.target());
        return starts.values().stream()
                .filter(start -> start.source() <= source && start.target() <= target)
                .max(Comparator.comparingLong(Tip::source).thenComparingLong(Tip::target))
                .map(start -> new LanePages.Start(start.source(), start.target()))
                .orElseGet(() -> new LanePages.Start(source, target));
    }

    private boolean beganOnEmptyTarget() {
        return starts.values().stream().anyMatch(start -> start.target() == 0);
    }
}
