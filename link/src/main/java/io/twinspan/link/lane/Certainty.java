package io.twinspan.link.lane;

/**
 * Makes a lane that sends nothing more sure that all of what was ever sent for it is below what it read of the target. Confined to the link
 * thread.
 *
 * <p>Implementation note. What an earlier owner sent may still be executed for a while, and what was written may lie above the high
 * watermark for a while, where it is not read. So: once everything that was sent has been executed, the lane asks where the leader's log
 * ends, and then reads the tail until it reaches that. A lane whose last append was acknowledged needs none of this: nothing of anybody's can
 * come before that append, and nothing of its own behind it.
 */
public final class Certainty {
    private final Lane lane;
    private final LaneHost host;
    private final Caution caution;
    private final Intake intake;
    private boolean wanted;
    private boolean asked;
    private int ticket;
    private long mustReach = -1;
    private boolean reached;

    Certainty(Lane lane, LaneHost host, Caution caution, Intake intake) {
        this.lane = lane;
        this.host = host;
        this.caution = caution;
        this.intake = intake;
    }

    /** From now on nothing more is sent for the lane. */
    public void want(long nowMs) {
        wanted = true;
        seek(nowMs);
    }

    /** Asks what is still to be asked, as soon as the answer counts. */
    void seek(long nowMs) {
        if (!wanted || asked || caution.isHeard() || lane.phase() != Phase.COPYING) {
            return;
        }
        if (nowMs < caution.arrivedMs()) {
            host.wakeAt(lane, caution.arrivedMs());
        } else {
            asked = true;
            host.wantsWrittenEnd(lane, ++ticket);
        }
    }

    /** The answer to {@link LaneHost#wantsWrittenEnd}; one to an earlier leader is of no use. */
    public void endsAt(int itsTicket, long written, long nowMs) {
        if (asked && itsTicket == ticket && lane.phase() == Phase.COPYING) {
            mustReach = written;
            lane.beginScan(nowMs);
        }
    }

    /** The tail was read up to this high watermark; whether that is enough for now. */
    boolean scanned(long targetEnd, long nowMs) {
        reached = mustReach >= 0 && targetEnd >= mustReach;
        if (mustReach >= 0 && !reached) {
            lane.beginScan(nowMs);
            return false;
        }
        seek(nowMs);
        return true;
    }

    /** The target has another leader, or did not answer. */
    void lost() {
        asked = false;
        mustReach = -1;
        reached = false;
    }

    /** Whether the position is exact: nothing is in flight, and nothing in the target is still to be found in the source. */
    public boolean isReached() {
        boolean isSure = caution.isHeard() || reached;
        boolean isStill = lane.phase() == Phase.FAILED || (lane.phase() == Phase.COPYING && isSure && isAligned());
        return wanted && lane.inFlight() == 0 && (isStill || hasNeverBegun());
    }

    /** Whether nothing in the target is still to be found in the source. */
    public boolean isAligned() {
        return intake.isAligned();
    }

    /** Whoever appends stores a position before. */
    private boolean hasNeverBegun() {
        return lane.spec().tip() == null
                && (lane.phase() == Phase.LOCATING
                        || lane.phase() == Phase.STARTING
                        || lane.phase() == Phase.ANNOUNCING);
    }
}
