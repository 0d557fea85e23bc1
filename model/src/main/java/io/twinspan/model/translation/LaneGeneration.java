package io.twinspan.model.translation;

import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import java.util.Iterator;
import java.util.Optional;

/**
 * One generation of a lane as it is stored: where it began, how far it is, and which source record each of its target records is.
 * Confined to one thread; good until its {@link LaneBook} notes more.
 */
public final class LaneGeneration {
    private final LaneId lane;
    private final Tip end;
    private final LanePages.Start began;
    private final LanePages pages;

    private LaneGeneration(LaneId lane, Tip end, LanePages.Start began, LanePages pages) {
        this.lane = lane;
        this.end = end;
        this.began = began;
        this.pages = pages;
    }

    static Optional<LaneGeneration> of(LaneId lane, LaneLog log) {
        return Optional.ofNullable(log.position())
                .map(end -> new LaneGeneration(lane, end, log.firstCopied(end), log.pages()));
    }

    public LaneId lane() {
        return lane;
    }

    /** Its position: everything of the source below is copied or skipped, and below the target offset. */
    public Tip end() {
        return end;
    }

    /** The source offset at which it began; of several owners that began it, that of the one whose runs are the first. */
    public long beganAtSource() {
        return began.source();
    }

    /** The target offset at which it began, in the same way. */
    public long beganAtTarget() {
        return began.target();
    }

    /** The runs that reach beyond a source offset, in ascending order, as far as the position has come past them. */
    public Iterator<Run> runsFromSource(long source) {
        return pages.fromSource(source, end);
    }

    /** The runs that reach beyond a target offset, in the same way. */
    public Iterator<Run> runsFromTarget(long target) {
        return pages.fromTarget(target, end);
    }
}
