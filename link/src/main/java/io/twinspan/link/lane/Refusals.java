package io.twinspan.link.lane;

import io.twinspan.link.batch.Piece;
import io.twinspan.link.exchange.Appended;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.lane.Standing.Until;
import io.twinspan.model.position.Cause.Remedy;

/**
 * What a lane does about a batch that the target's leader does not take, before it looks at the target's tail again. Confined to the
 * link thread.
 *
 * <p>A batch that holds one record which the target refuses is cut until that record goes alone: what comes before it gets through,
 * and exactly the refused offset is named.
 */
final class Refusals {
    /** With the longest pauses in between, some fifteen seconds: an election or a restarting broker is over by then. */
    private static final int STUCK_AFTER = 20;

    private final Lane lane;
    private final LaneHost host;
    private final Intake intake;
    private final Standing standing;
    private final LaneCounters counters;
    private final Backoff backoff;

    Refusals(Lane lane, LaneHost host, Intake intake, Standing standing, LaneCounters counters, Backoff backoff) {
        this.lane = lane;
        this.host = host;
        this.intake = intake;
        this.standing = standing;
        this.counters = counters;
        this.backoff = backoff;
    }

    void refused(Appended.Partition answer, Piece piece, boolean isFirst, long nowMs) {
        BrokerError error = answer.error();
        switch (error.cure()) {
            case SPLIT -> tooLarge(piece, nowMs);
            case RESYNC -> outOfStep(error, isFirst, nowMs);
            case OPERATOR, GRANT -> needsPerson(answer, piece, nowMs);
            case REROUTE -> {
                host.reroute(lane, Side.TARGET);
                complainIfStuck(answer, piece, nowMs);
            }
            case NOTHING, RETRY, POSITION -> complainIfStuck(answer, piece, nowMs);
        }
    }

    private void needsPerson(Appended.Partition answer, Piece piece, long nowMs) {
        Trouble trouble =
                Explanation.refused(answer.error(), lane.spec(), piece).with(answer.message());
        if (trouble.cause().remedy() == Remedy.ACCEPT_GAP && piece.records() > 1) {
            intake.oneByOneBelow(piece.spans().last() + 1);
        } else {
            standing.troubled(trouble, Until.APPEND, nowMs);
        }
    }

    private void complainIfStuck(Appended.Partition answer, Piece piece, long nowMs) {
        if (backoff.failures() > STUCK_AFTER) {
            standing.troubled(
                    Explanation.refused(answer.error(), lane.spec(), piece).with(answer.message()),
                    Until.APPEND,
                    nowMs);
        }
    }

    /**
     * An append did not follow what the leader has.
     *
     * @param isFirst whether the lane has appended nothing yet
     */
    void outOfStep(BrokerError error, boolean isFirst, long nowMs) {
        counters.resync();
        if (isFirst && lane.spec().tip() == null && !error.refusesProducer()) {
            // Whoever began it too may have done so below the offset from which the tail was read.
            host.fenced(lane, Explanation.begunByAnother(lane.spec()));
        } else if ((isFirst && error.refusesProducer()) || backoff.failures() > STUCK_AFTER) {
            standing.troubled(Explanation.stuck(lane.spec(), error, isFirst), Until.APPEND, nowMs);
        }
    }

    private void tooLarge(Piece piece, long nowMs) {
        if (piece.records() > 1) {
            intake.cutBelow(piece.sizeBytes());
        } else {
            standing.troubled(
                    Explanation.refused(BrokerError.MESSAGE_TOO_LARGE, lane.spec(), piece), Until.APPEND, nowMs);
        }
    }
}
