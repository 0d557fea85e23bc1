package io.twinspan.link.lane;

import io.twinspan.link.LinkConfig;
import io.twinspan.link.batch.Piece;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.BrokerError.Cure;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.Lease;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.lane.Standing.Until;
import io.twinspan.link.rewrite.DamagedBatch;
import io.twinspan.link.rewrite.Sieve;
import io.twinspan.link.rewrite.Sifted;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.OffsetRange;
import io.twinspan.model.position.SourceSight;
import io.twinspan.model.position.Tip;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lane's reading side: turns fetched batches into parcels that wait in the window, or, after a scan, finds them in the target's
 * tail. Confined to the link thread.
 */
final class Intake {
    private static final int DAMAGED_READS = 3;
    private static final int REFUSED_POSITIONS = 5;

    private final Lane lane;
    private final LinkConfig config;
    private final LaneHost host;
    private final Window window;
    private final Losses losses;
    private final Standing standing;
    private final ReadPosition read;
    private final Bypass bypass;
    private final Freshness freshness = new Freshness();

    private @Nullable Sieve sieve;
    private @Nullable Alignment alignment;
    private int maxBatchBytes = Integer.MAX_VALUE;
    private int damagedReads;
    private int refusedPositions;
    private boolean crossedHole;
    private long holeUntil = -1;
    private long decidedBy = -1;

    Intake(
            Lane lane,
            LinkConfig config,
            LaneHost host,
            Window window,
            Losses losses,
            Standing standing,
            ReadPosition read) {
        this.lane = lane;
        this.config = config;
        this.host = host;
        this.window = window;
        this.losses = losses;
        this.standing = standing;
        this.read = read;
        this.bypass = new Bypass(lane.spec().accepted());
    }

    void use(Sieve sieveOfLink) {
        sieve = sieveOfLink;
    }

    /** Begins anew at the confirmed position; answers to earlier fetches count for nothing. */
    void restartAt(Progress progress) {
        alignment = null;
        decidedBy = -1;
        crossedHole = false;
        losses.settleGap(0);
        read.reset(progress.source(), progress.sourceEpoch());
    }

    /** What is read next is compared with the tail first, until the tail ends. */
    void align(Tail tail, Progress progress) {
        alignment = tail.size() > 0 ? new Alignment(tail, progress) : null;
    }

    /** Whether the source was found to have lost records since the beginning. */
    boolean crossedHole() {
        return crossedHole;
    }

    /** Whether a hole was crossed that no record behind it confirms yet: what the position is by then is not known for certain. */
    boolean isHolePending(Progress progress) {
        return progress.source() < holeUntil;
    }

    /** Whether all that is read from now on is new to the target. */
    boolean isAligned() {
        return alignment == null;
    }

    /** The bound of a batch: smaller once the target has refused a larger one. */
    int maxBatchBytes() {
        return maxBatchBytes;
    }

    /** A batch of this size was too large for the target. */
    void cutBelow(int sizeBytes) {
        maxBatchBytes = Math.max(1, Math.min(maxBatchBytes, sizeBytes) / 2);
    }

    /** Everything below this offset goes one by one: the target refuses one of these records. */
    void oneByOneBelow(long offset) {
        bypass.oneByOneBelow(offset);
    }

    boolean isOneByOne(long offset) {
        return bypass.isOneByOne(offset);
    }

    ReadPosition position() {
        return read;
    }

    Fetch.Position fetchPosition(LaneId id, int leaderEpoch, int maxBytes) {
        return new Fetch.Position(
                id.topic(), id.topicId(), id.partition(), read.offset(), leaderEpoch, read.lastEpoch(), maxBytes);
    }

    boolean hasRoom() {
        return read.isReady() && window.waitingBytes() < config.laneFetchBytes();
    }

    void wantFetch() {
        if (lane.wantsFetch()) {
            host.wantsFetch(lane);
        }
    }

    int sent() {
        return read.sent();
    }

    boolean landed(int ticket) {
        return read.landed(ticket);
    }

    void tick(long nowMs) {
        read.resumeIfDue(nowMs);
        wantFetch();
    }

    void fetched(Fetched.Partition answer, Lease lease, Progress progress, long nowMs) {
        if (answer.error() != BrokerError.NONE) {
            failed(answer.error().cure(), "the source broker answered " + answer.error() + " to a read", nowMs);
            return;
        }
        Fetched.Divergence divergence = answer.divergence();
        if (divergence != null) {
            lane.fail(Explanation.truncated(divergence, read.offset()), nowMs);
            return;
        }
        try {
            sift(answer, lease, progress, nowMs);
        } catch (Inconsistent | DamagedBatch contradiction) {
            lane.fail(Explanation.contradiction(contradiction), nowMs);
        }
    }

    private void sift(Fetched.Partition answer, Lease lease, Progress progress, long nowMs) {
        int bound = bypass.isOneByOne(read.offset()) ? 1 : maxBatchBytes;
        Sifted sifted = sieve().sift(answer, lease, read.offset(), bound);
        losses.counters().sifted(sifted, nowMs);
        if (sifted.unexplainedHole()) {
            sawHole();
        }
        long tailEndedAt = takeAll(sifted, progress, nowMs);
        if (tailEndedAt >= 0) {
            holeUntil = Math.max(holeUntil, progress.source() < tailEndedAt ? tailEndedAt : -1);
            read.reset(tailEndedAt, Tip.UNKNOWN_EPOCH);
        } else {
            long end = config.readCommitted() ? answer.lastStableOffset() : answer.highWatermark();
            read.advance(sifted.position(), sifted.lastEpoch(), end);
            freshness.heard(end, nowMs);
            if (endsWithNothing(sifted)) {
                skipTo(sifted.position(), sifted.lastEpoch(), sifted.unexplainedHole(), progress);
            } else if (sifted.unexplainedHole() && alignment != null) {
                holeUntil = Math.max(holeUntil, sifted.position());
            }
            requireDecided();
        }
        readSucceeded(sifted, progress, nowMs);
        wantFetch();
    }

    private boolean endsWithNothing(Sifted sifted) {
        List<Piece> pieces = sifted.pieces();
        return pieces.isEmpty() || bypass.holding(pieces.get(pieces.size() - 1)) != null;
    }

    /** What the tail holds lay below the source's end when it was read, so the walk need not go on for ever. */
    private void requireDecided() {
        boolean undecided = alignment != null && alignment.isUndecided();
        decidedBy = !undecided ? -1 : decidedBy < 0 ? read.end() : decidedBy;
        if (alignment != null && undecided && read.offset() >= decidedBy) {
            throw alignment.undecidable();
        }
    }

    /** Takes the pieces in order; returns the source offset to go on from if the tail ended inside one of them, or -1. */
    private long takeAll(Sifted sifted, Progress progress, long nowMs) {
        List<Piece> pieces = sifted.pieces();
        int next = 0;
        try {
            while (next < pieces.size()) {
                Piece piece = pieces.get(next++);
                // What the tail holds and the source lost lies in a hole: that is not done with when the piece before
                // it is.
                boolean last = next == pieces.size() && !(sifted.unexplainedHole() && alignment != null);
                long resumeAt = -1;
                if (bypass.holding(piece) != null) {
                    leaveOut(piece, progress, nowMs);
                } else {
                    resumeAt = take(
                            last
                                    ? new Parcel(piece, sifted.position(), sifted.lastEpoch())
                                    : new Parcel(piece, piece.spans().last() + 1, piece.sourceEpoch()),
                            progress);
                }
                if (resumeAt >= 0) {
                    return resumeAt;
                }
            }
            return -1;
        } finally {
            pieces.subList(next, pieces.size()).forEach(Piece::release);
        }
    }

    private void leaveOut(Piece piece, Progress progress, long nowMs) {
        long from = piece.spans().first();
        long to = piece.spans().last() + 1;
        int epoch = piece.sourceEpoch();
        piece.release();
        losses.leftOut(new OffsetRange(from, to), bypass.causeOf(from), nowMs);
        skipTo(to, epoch, false, progress);
    }

    private long take(Parcel parcel, Progress progress) {
        if (alignment == null) {
            window.add(parcel);
            return -1;
        }
        Piece piece = parcel.piece();
        try {
            int matched = alignment.match(piece);
            losses.counters().foundAgain(alignment.takeFound());
            if (alignment.isDone()) {
                losses.settleGap(alignment.unmapped());
                alignment = null;
            }
            if (matched < piece.records()) {
                if (matched > 0) {
                    progress.sourceReached(piece.spans().offset(matched - 1L) + 1, piece.sourceEpoch());
                }
                return piece.spans().offset(matched);
            }
            if (alignment == null || !alignment.isUndecided()) {
                progress.sourceReached(parcel.sourceAfter(), parcel.epochAfter());
            }
            return -1;
        } finally {
            piece.release();
        }
    }

    /**
     * What was read is done with. A hole alone is not: an append of which nobody heard may turn up and hold what was there, and
     * only a walk that crosses the hole again can explain it. It is confirmed with the next record behind it.
     */
    private void skipTo(long offset, int epoch, boolean isHole, Progress progress) {
        boolean nothingBefore = window.skippedTo(offset, epoch) && (alignment == null || !alignment.isUndecided());
        if (nothingBefore && (isHole || isHolePending(progress))) {
            holeUntil = Math.max(holeUntil, offset);
        } else if (nothingBefore) {
            progress.sourceReached(offset, epoch);
        }
    }

    private void sawHole() {
        crossedHole = true;
        if (alignment != null) {
            alignment.sawHole();
        }
    }

    private void readSucceeded(Sifted sifted, Progress progress, long nowMs) {
        DamagedBatch damaged = sifted.damaged();
        OffsetRange accepted = damaged == null ? null : bypass.holding(read.offset());
        if (damaged == null) {
            damagedReads = 0;
            refusedPositions = 0;
            read.succeeded();
            standing.read(nowMs);
        } else if (accepted != null) {
            losses.leftOut(new OffsetRange(read.offset(), accepted.to()), Cause.SOURCE_DAMAGED, nowMs);
            sawHole();
            read.advance(accepted.to(), Tip.UNKNOWN_EPOCH, read.end());
            skipTo(accepted.to(), Tip.UNKNOWN_EPOCH, true, progress);
        } else if (++damagedReads < DAMAGED_READS) {
            pause(nowMs);
        } else {
            var range = new OffsetRange(read.offset(), Math.max(read.offset(), damaged.lastOffset()) + 1);
            standing.troubled(
                    new Trouble(Cause.SOURCE_DAMAGED, range, damaged.getMessage() + "; nothing of it was copied"),
                    Until.READ,
                    nowMs);
            pause(nowMs);
        }
    }

    /** A read brought nothing. */
    void fetchedNothing(long nowMs) {
        freshness.heardNothing(nowMs);
        wantFetch();
    }

    /** What is known of the source's end, given the position. */
    SourceSight sight(long position) {
        return new SourceSight(read.end(), freshness.heardMs(), freshness.lostMs(), freshness.caughtUpMs(position));
    }

    /** A read failed. */
    void failed(Cure cure, String message, long nowMs) {
        freshness.lost(nowMs);
        switch (cure) {
            case POSITION -> host.wantsSourceBounds(lane, read.sent());
            case REROUTE -> {
                host.reroute(lane, Side.SOURCE);
                pause(nowMs);
            }
            case OPERATOR, GRANT, SPLIT, RESYNC -> {
                standing.troubled(Explanation.unavailable(Side.SOURCE, cure, message), Until.READ, nowMs);
                pause(nowMs);
            }
            case RETRY, NOTHING -> pause(nowMs);
        }
    }

    private void pause(long nowMs) {
        host.wakeAt(lane, read.pause(nowMs));
    }

    /** The source's log as it is, after a position outside it. */
    void bounds(long first, long next, Progress progress, long nowMs) {
        long position = read.offset();
        if (position > next) {
            lane.fail(Explanation.sourceEndsBelow(next, position), nowMs);
        } else if (position >= first) {
            if (++refusedPositions >= REFUSED_POSITIONS) {
                standing.troubled(Explanation.refusedPosition(lane.spec(), position), Until.READ, nowMs);
            }
            pause(nowMs);
        } else {
            gap(position, first, next, progress, nowMs);
        }
    }

    private void gap(long position, long first, long next, Progress progress, long nowMs) {
        var lost = new OffsetRange(position, first);
        boolean byOrder = bypass.covers(lost);
        if (config.policies().gapFails() && !byOrder) {
            lane.fail(Explanation.retentionGap(lost, lane.spec()), nowMs);
            return;
        }
        losses.gap(lost, byOrder, progress.source(), nowMs);
        if (alignment == null) {
            losses.settleGap(0);
        }
        sawHole();
        read.advance(first, Tip.UNKNOWN_EPOCH, next);
        skipTo(first, Tip.UNKNOWN_EPOCH, true, progress);
        wantFetch();
    }

    private Sieve sieve() {
        if (sieve == null) {
            throw new IllegalStateException("lane " + lane + " is not located yet");
        }
        return sieve;
    }
}
