package io.twinspan.link.lane;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.LinkConfig;
import io.twinspan.link.batch.Piece;
import io.twinspan.link.exchange.Append;
import io.twinspan.link.exchange.Appended;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.BrokerError.Cure;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.Lease;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.lane.Standing.Until;
import io.twinspan.link.rewrite.Merger;
import io.twinspan.link.rewrite.Sieve;
import io.twinspan.link.rewrite.Stamp;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.position.ProducerIds;
import io.twinspan.model.position.SourceSight;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * One partition's in-order pipeline from source to target, as a state machine. Confined to the link thread.
 *
 * <pre>
 *  LOCATING ──► STARTING ──► ANNOUNCING ──┐          (no stored position: find one, and have it stored before the first append)
 *      │                                  ▼
 *      └───────(stored position)──────► SCANNING ──► COPYING ──► DRAINING ──┐
 *                                         ▲                                 │  (anything unexpected from the target)
 *                                         └─────────────────────────────────┘
 *  any ──► FAILED                                                           (the position cannot be trusted: a person decides)
 * </pre>
 *
 * <p>Implementation note. The invariants, which the tests cite:
 * <ul>
 *   <li>A: nothing is appended before a first position is durable, so whoever finds batches of ours also finds a position. A
 *       lane that has appended nothing stores no tip: only who has won an append knows that its position is the lane's
 *       ({@link TipReporter} has the one exception).
 *   <li>B: the first append after a scan goes alone; the window opens on its answer. A leader that does not know the producer id
 *       takes any sequence, so with two in flight it could refuse the first and take the second: a hole for ever (measured).
 *   <li>C: after any error or lost answer, and after every change of the target's leader, the window drains, all that is not
 *       confirmed is dropped, and the target's tail says what was appended. A batch is never sent twice from memory.
 *   <li>D: answered offsets only rise; one that does not belongs to another writer's batch, and leads to C.
 *   <li>E: {@link Progress} moves by acknowledgements and by what lies below the target's high watermark, by nothing else.
 *   <li>F: where an append of which nobody heard may still arrive and the source has lost records since, the lane waits until it
 *       has, reads the tail again, and reads the first append back: it may have been taken for the repeat of that one, which holds
 *       other records under the same sequence numbers; and what comes later would be out of order.
 * </ul>
 */
public final class Lane {
    private static final int MERGE_BYTES = 512 << 10;

    private final LaneSpec spec;
    private final LinkConfig config;
    private final LaneHost host;
    private final Window window;
    private final LaneCounters counters = new LaneCounters();
    private final Standing standing;
    private final Intake intake;
    private final TipReporter tips;
    private final Backoff backoff;
    private final Caution caution = new Caution();
    private final Refusals refusals;
    private final Losses losses;
    private final Foothold foothold;
    private final Certainty certainty;

    private Phase phase = Phase.LOCATING;
    private @Nullable LaneId id;
    private @Nullable Progress progress;
    private boolean scanWanted;
    private boolean leaderMovedInScan;
    private long resumeAtMs;

    /** @param merger may be shared by all lanes of a thread */
    public Lane(LaneSpec spec, LinkConfig config, LaneHost host, Merger merger) {
        this.spec = spec;
        this.config = config;
        this.host = host;
        long seed = spec.topic().hashCode() * 31L + spec.partition();
        window = new Window(merger);
        standing = new Standing(this, host);
        losses = new Losses(this, config, host, counters);
        intake = new Intake(this, config, host, window, losses, standing, new ReadPosition(seed + 1));
        tips = new TipReporter(this, host, counters, config.tipIntervalMs());
        backoff = new Backoff(20, Backoff.LONGEST_MS, seed);
        refusals = new Refusals(this, host, intake, standing, counters, backoff);
        foothold = new Foothold(this, losses);
        certainty = new Certainty(this, host, caution, intake);
    }

    /**
     * Both partitions were found. Called once.
     *
     * @param sieve may be shared by all lanes of a thread
     */
    public void located(Uuid topicId, Sieve sieve, long nowMs) {
        id = new LaneId(topicId, spec.topic(), spec.partition(), spec.generation());
        intake.use(sieve);
        Tip tip = spec.tip();
        LaneState said = spec.said();
        if (said != null && said.kind() == LaneState.Kind.FAILED && said.cause().lasts()) {
            fail(new Trouble(said.cause(), said.range(), said.reason()), nowMs);
        } else if (tip == null) {
            phase = Phase.STARTING;
            host.wantsStart(this);
        } else if (!tip.lane().topicId().equals(topicId)) {
            fail(Explanation.recreated(spec, tip.lane().topicId(), topicId), nowMs);
        } else {
            progress = new Progress(tip, host.owner(), spec.runs());
            tips.knows(tip, nowMs);
            caution.lostTrack(nowMs);
            beginScan(nowMs);
        }
    }

    /** The source topic has this id now; a new topic looks like a truncated one until then. */
    public void sourceTopicIs(Uuid topicId, long nowMs) {
        boolean open = phase != Phase.FAILED || cause() == Cause.SOURCE_TRUNCATED;
        if (open && !id().topicId().equals(topicId)) {
            fail(Explanation.recreated(spec, id().topicId(), topicId), nowMs);
        }
    }

    /** The target topic was deleted, and has another id now. */
    public void targetTopicIs(Uuid before, Uuid now, long nowMs) {
        if (phase != Phase.FAILED) {
            fail(Explanation.targetRecreated(spec, before, now), nowMs);
        }
    }

    /** What the lane needs before it can do anything failed for a reason that only a person can remove. */
    public void cannotStart(Side side, Cure cure, String message, long nowMs) {
        standing.troubled(Explanation.unavailable(side, cure, message), Until.READ, nowMs);
    }

    /** A side has had no leader for the partition for a while. */
    public void hasNoLeader(Side side, BrokerError error, long nowMs) {
        standing.troubled(Explanation.noLeader(spec, side, error), Until.of(side), nowMs);
    }

    /** The answer to {@link LaneHost#wantsStart}. */
    public void startsAt(long source, long target, long nowMs) {
        if (phase != Phase.STARTING) {
            return;
        }
        Tip first = new Tip(id(), source, target, Map.of(), Tip.UNKNOWN_EPOCH, nowMs);
        progress = new Progress(first, host.owner(), List.of());
        tips.knows(first, nowMs);
        phase = Phase.ANNOUNCING;
        host.store(new PositionRecord.Start(first, host.owner()));
    }

    /** A record of this lane is durable. */
    public void recorded(PositionRecord record, long nowMs) {
        if (phase == Phase.ANNOUNCING && record instanceof PositionRecord.Start) {
            beginScan(nowMs);
        }
    }

    void beginScan(long nowMs) {
        phase = Phase.SCANNING;
        window.dropWaiting();
        intake.restartAt(progress());
        caution.scans();
        scanWanted = true;
        leaderMovedInScan = false;
        resumeAtMs = caution.notBefore(nowMs + backoff.nextMs());
        host.wakeAt(this, resumeAtMs);
    }

    /** The tail is read, up to the target's end. */
    public void scanned(Tail tail, long targetEnd, long nowMs) {
        if (phase != Phase.SCANNING) {
            return;
        }
        tail.end();
        standing.scanned(nowMs);
        if (tail.isBegunByAnother()) {
            host.fenced(this, Explanation.begunByAnother(spec));
        } else if (!tail.laterWhere().isEmpty()) {
            fail(Explanation.positionsGone(spec, tail), nowMs);
        } else if (leaderMovedInScan) {
            beginScan(nowMs);
        } else if (!foothold.holds(tail, targetEnd)) {
            Trouble obstacle = foothold.goBack(progress(), tail, targetEnd);
            if (obstacle == null) {
                beginScan(nowMs);
            } else {
                fail(obstacle, nowMs);
            }
        } else {
            if (foothold.settle(progress(), tail, nowMs)) {
                intake.restartAt(progress());
            }
            phase = Phase.COPYING;
            caution.scanned(nowMs);
            if (tail.guessed() > 0) {
                host.warn(this, Explanation.guessed(spec, tail.guessed()));
            }
            intake.align(tail, progress());
            if (certainty.scanned(targetEnd, nowMs)) {
                intake.wantFetch();
            }
        }
    }

    /** The tail could not be read. */
    public void scanFailed(Cure cure, String message, long nowMs) {
        if (phase != Phase.SCANNING) {
            return;
        }
        if (cure == Cure.REROUTE) {
            host.reroute(this, Side.TARGET);
        } else if (cure != Cure.RETRY) {
            standing.troubled(Explanation.unavailable(Side.TARGET, cure, message), Until.SCAN, nowMs);
        }
        beginScan(nowMs);
    }

    /** The tail is more than can be found again. */
    public void scanContradicts(Inconsistent contradiction, long nowMs) {
        fail(Explanation.contradiction(contradiction), nowMs);
    }

    /** Whether a fetch may be sent for the lane now. */
    public boolean wantsFetch() {
        return phase == Phase.COPYING && intake.hasRoom();
    }

    /** A fetch is sent; returns the ticket to hand back with its outcome. */
    public int fetching() {
        return intake.sent();
    }

    /** A fetch brought nothing for the lane. */
    public void fetchedNothing(int ticket, long nowMs) {
        if (intake.landed(ticket)) {
            intake.fetchedNothing(nowMs);
        }
    }

    /** A fetch failed as a whole. */
    public void fetchFailed(int ticket, Cure cure, String message, long nowMs) {
        if (intake.landed(ticket) && phase == Phase.COPYING) {
            intake.failed(cure, message, nowMs);
        }
    }

    /** A fetch answered for the lane. Retains what it needs of the lease. */
    public void fetched(int ticket, Fetched.Partition answer, Lease lease, long nowMs) {
        if (!intake.landed(ticket) || phase != Phase.COPYING) {
            return;
        }
        intake.fetched(answer, lease, progress(), nowMs);
        if (phase == Phase.COPYING) {
            offerAppend();
            tips.moved(storable(), nowMs);
        }
    }

    /** The source's log as it is, after a position outside it; with the ticket of {@link LaneHost#wantsSourceBounds}. */
    public void sourceBounds(int ticket, long first, long next, long nowMs) {
        if (intake.landed(ticket) && phase == Phase.COPYING) {
            intake.bounds(first, next, progress(), nowMs);
        }
    }

    /** Whether a batch may be appended now. */
    public boolean hasAppend() {
        return phase == Phase.COPYING && intake.isAligned() && window.maySend(caution.limit(config.laneWindow()));
    }

    private void offerAppend() {
        if (hasAppend()) {
            host.wantsAppend(this);
        }
    }

    /** The next batch to append, stamped; null if the lane must look at the target first. */
    public Append.@Nullable Entry nextAppend(Uuid targetTopicId, long nowMs) {
        if (window.inFlight() == 0 && caution.mustLook(intake.crossedHole(), nowMs)) {
            beginScan(nowMs);
            return null;
        }
        boolean merge = config.merge() && !intake.isOneByOne(progress().source());
        Piece piece = window.send(merge, Math.min(MERGE_BYTES, intake.maxBatchBytes()))
                .piece();
        long sequence = progress().appended(piece.origin()) + window.recordsInFlight() - piece.records();
        Stamp.stamp(piece.batch(), ProducerIds.of(piece.origin(), id()), ProducerIds.sequence(sequence));
        intake.wantFetch();
        return new Append.Entry(spec.targetTopic(), targetTopicId, spec.partition(), piece.batch());
    }

    /** The broker answered the oldest batch in flight. */
    public void appended(Appended.Partition answer, long nowMs) {
        Parcel parcel = window.landed();
        Piece piece = parcel.piece();
        if (phase == Phase.COPYING) {
            if (answer.error() != BrokerError.NONE) {
                refusals.refused(answer, piece, progress().total() == 0, nowMs);
                drain(true, nowMs);
            } else if (answer.baseOffset() < progress().target()) {
                refusals.outOfStep(BrokerError.NONE, progress().total() == 0, nowMs);
                drain(true, nowMs);
            } else if (caution.readsBack(intake.crossedHole())) {
                backoff.succeeded();
                drain(false, nowMs);
            } else {
                acknowledged(parcel, answer.baseOffset(), nowMs);
            }
        } else if (phase == Phase.FAILED
                && cause().isOfSource()
                && answer.error() == BrokerError.NONE
                && answer.baseOffset() >= progress().target()) {
            // What it had sent counts, else a restart where it stopped would repeat it.
            acknowledged(parcel, answer.baseOffset(), nowMs);
        }
        piece.release();
        drained(nowMs);
    }

    private void acknowledged(Parcel parcel, long baseOffset, long nowMs) {
        Piece piece = parcel.piece();
        losses.foreign(progress().target(), baseOffset, nowMs);
        progress().appended(piece.origin(), piece.spans(), baseOffset);
        progress().sourceReached(parcel.sourceAfter(), parcel.epochAfter());
        counters.acknowledged(piece, nowMs);
        caution.acknowledged(nowMs);
        backoff.succeeded();
        standing.appended(nowMs);
        offerAppend();
        tips.moved(storable(), nowMs);
    }

    /** No answer came for the oldest batch in flight; it may or may not be in the target. */
    public void appendFailed(Cure cure, String message, long nowMs) {
        window.landed().piece().release();
        if (phase == Phase.COPYING) {
            if (cure.needsPerson()) {
                standing.troubled(Explanation.unavailable(Side.TARGET, cure, message), Until.APPEND, nowMs);
            }
            host.reroute(this, Side.TARGET);
            drain(true, nowMs);
        }
        drained(nowMs);
    }

    /** The target partition has another leader, or the same one in a new term. */
    public void targetLeaderMoved(long nowMs) {
        certainty.lost();
        leaderMovedInScan = phase == Phase.SCANNING && !scanWanted;
        if (scanWanted) {
            // It is back: what grew while it was away must not keep it waiting now.
            backoff.succeeded();
            resumeAtMs = caution.notBefore(nowMs);
            host.wakeAt(this, resumeAtMs);
        }
        if (phase == Phase.COPYING) {
            drain(true, nowMs);
            drained(nowMs);
        }
    }

    private void drain(boolean lostTrack, long nowMs) {
        certainty.lost();
        if (lostTrack) {
            caution.lostTrack(nowMs);
        }
        phase = Phase.DRAINING;
        window.dropWaiting();
    }

    private void drained(long nowMs) {
        if (phase == Phase.DRAINING && window.inFlight() == 0) {
            beginScan(nowMs);
        }
    }

    /** Does what was due. */
    public void tick(long nowMs) {
        if (phase == Phase.SCANNING && scanWanted && nowMs >= resumeAtMs) {
            scanWanted = false;
            host.wantsScan(this, foothold.tail(id(), progress()));
        }
        if (phase == Phase.COPYING) {
            intake.tick(nowMs);
            certainty.seek(nowMs);
        }
        losses.tick(nowMs);
        tips.tick(storable(), nowMs);
        tips.moved(phase == Phase.FAILED ? null : storable(), nowMs);
    }

    /** Hands out the position as it is now, if it moved since it was stored. */
    public void storeTip(long nowMs) {
        tips.store(storable(), nowMs);
    }

    /** Not while it is looked for: what was confirmed may be lost since. */
    private @Nullable Progress storable() {
        boolean isSought = phase == Phase.DRAINING || phase == Phase.SCANNING;
        return progress == null || isSought || intake.isHolePending(progress) ? null : progress;
    }

    /** Lets go of all buffers; the link ends. */
    public void close() {
        window.close();
    }

    /** Stops the lane for good: its position cannot be trusted. */
    void fail(Trouble trouble, long nowMs) {
        phase = Phase.FAILED;
        window.dropWaiting();
        standing.failed(trouble, nowMs);
    }

    private Progress progress() {
        return Objects.requireNonNull(progress, "a lane has no position yet");
    }

    LaneId id() {
        return Objects.requireNonNull(id, "a lane is not located yet");
    }

    /** What the lane was told. */
    public LaneSpec spec() {
        return spec;
    }

    /** What the lane is doing. */
    public Phase phase() {
        return phase;
    }

    /** Why the lane does not get on, for people; empty if it does. */
    public String trouble() {
        return standing.trouble();
    }

    /** Why the lane does not get on; {@link Cause#NONE} if it does. */
    public Cause cause() {
        return standing.cause();
    }

    /** Where to fetch next. */
    public Fetch.Position fetchPosition(int leaderEpoch, int maxBytes) {
        return intake.fetchPosition(id(), leaderEpoch, maxBytes);
    }

    /** The next source offset to read. */
    public long readOffset() {
        return intake.position().offset();
    }

    /** Whether the lane has read all that the source had when last heard of. */
    public boolean isCaughtUp() {
        return intake.position().isCaughtUp();
    }

    /** What is known of the source's end. */
    public SourceSight sight() {
        return intake.sight(progress == null ? -1 : progress.source());
    }

    /** The confirmed position, or null if there is none yet. */
    public @Nullable Tip position(long nowMs) {
        return progress == null ? null : progress.tip(id(), nowMs);
    }

    /** What the lane has done. */
    public LaneCounters counters() {
        return counters;
    }

    /** Batches whose answer is awaited. */
    public int inFlight() {
        return window.inFlight();
    }

    /** What makes the position certain once nothing more is sent. */
    public Certainty certainty() {
        return certainty;
    }

    @Override
    public String toString() {
        return spec.topic() + "-" + spec.partition();
    }
}
