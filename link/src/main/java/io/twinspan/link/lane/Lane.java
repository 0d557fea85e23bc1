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
import io.twinspan.link.rewrite.Merger;
import io.twinspan.link.rewrite.Sieve;
import io.twinspan.link.rewrite.Sifted;
import io.twinspan.link.rewrite.Stamp;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.position.ProducerIds;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord;
import java.util.List;
import java.util.Map;
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
 *   <li>A: nothing is appended before a first position is durable, so whoever finds batches of ours also finds a position.
 *   <li>B: the first append after a scan goes alone; the window opens on its answer. A leader that does not know the producer id
 *       takes any sequence, so with two in flight it could refuse the first and take the second: a hole for ever (measured).
 *   <li>C: after any error or lost answer, and after every change of the target's leader, the window drains, all that is not
 *       confirmed is dropped, and the target's tail says what was appended. A batch is never sent twice from memory.
 *   <li>D: answered offsets only rise; one that does not belongs to another writer's batch, and leads to C.
 *   <li>E: {@link Progress} moves by acknowledgements and by what lies below the target's high watermark, by nothing else.
 * </ul>
 */
public final class Lane {
    /** A leader may forget a producer; the shortest time is configurable, so after a short silence the next append goes alone. */
    static final long QUIET_MS = 500;

    /** After a longer silence another owner may have written; the tail is read again before the next append. */
    static final long STALE_MS = 60_000;

    private static final int STUCK_AFTER = 10;

    static final int MERGE_BYTES = 512 << 10;

    private final LaneSpec spec;
    private final LinkConfig config;
    private final LaneHost host;
    private final Window window;
    private final LaneCounters counters = new LaneCounters();
    private final Backoff backoff;

    private Phase phase = Phase.LOCATING;
    private @Nullable LaneId id;
    private @Nullable Sieve sieve;
    private @Nullable Progress progress;
    private @Nullable Alignment alignment;
    private final ReadPosition read;
    private final TipClock tips;

    private boolean alone;
    private boolean scanPending;
    private int maxBatchBytes = Integer.MAX_VALUE;
    private int damagedReads;
    private long lastAppendMs;
    private long resumeAtMs;
    private @Nullable Runnable retry;
    private long retryAtMs;
    private String trouble = "";
    private boolean troubleIsReading;

    /** What a lane is doing. */
    public enum Phase {
        LOCATING,
        STARTING,
        ANNOUNCING,
        SCANNING,
        COPYING,
        DRAINING,
        FAILED
    }

    /** @param merger may be shared by all lanes of a thread */
    public Lane(LaneSpec spec, LinkConfig config, LaneHost host, Merger merger) {
        this.window = new Window(merger);
        this.spec = spec;
        this.config = config;
        this.host = host;
        this.tips = new TipClock(config.tipIntervalMs());
        long seed = spec.topic().hashCode() * 31L + spec.partition();
        this.backoff = new Backoff(20, 5_000, seed);
        this.read = new ReadPosition(seed + 1);
    }

    // ---- where it begins ---------------------------------------------------------------------------------------------------

    /**
     * Both partitions were found. Called once.
     *
     * @param sharedSieve may be shared by all lanes of a thread
     */
    public void located(Uuid topicId, Sieve sharedSieve, long nowMs) {
        id = new LaneId(topicId, spec.topic(), spec.partition(), spec.generation());
        sieve = sharedSieve;
        Tip tip = spec.tip();
        if (tip == null) {
            phase = Phase.STARTING;
            host.wantsStart(this);
            return;
        }
        if (!tip.lane().topicId().equals(topicId)) {
            recreated(topicId, nowMs);
            return;
        }
        progress = new Progress(tip, spec.runs());
        beginScan(nowMs);
    }

    /** The source topic has this id now. */
    public void sourceTopicIs(Uuid topicId, long nowMs) {
        if (phase != Phase.FAILED && !id().topicId().equals(topicId)) {
            recreated(topicId, nowMs);
        }
    }

    private void recreated(Uuid topicId, long nowMs) {
        Uuid before = spec.tip() == null ? id().topicId() : spec.tip().lane().topicId();
        fail(
                "source topic " + spec.topic() + " was deleted and created again: its id was " + before + " and is "
                        + topicId + ", so the position that was reached no longer means what was copied. Nothing was"
                        + " skipped or repeated. To copy the new topic into " + spec.targetTopic()
                        + " from its start, delete this partition's offset; that begins a new generation",
                nowMs);
    }

    /** Something that the lane needs before it can do anything failed for a reason that only a person can remove. */
    public void cannotStart(String message, long nowMs) {
        troubled(message, true, nowMs);
    }

    /** Has something tried again after a while. */
    public void retryLater(Runnable attempt, long nowMs) {
        retry = attempt;
        retryAtMs = read.pause(nowMs);
        host.wakeAt(this, retryAtMs);
    }

    /** The answer to {@link LaneHost#wantsStart}. */
    public void startsAt(long source, long target, long nowMs) {
        if (phase != Phase.STARTING) {
            return;
        }
        Tip first = new Tip(id(), source, target, Map.of(), Tip.UNKNOWN_EPOCH, nowMs);
        progress = new Progress(first, List.of());
        tips.taken(first, nowMs);
        phase = Phase.ANNOUNCING;
        host.store(new PositionRecord.TipRecord(first));
    }

    /** A record of this lane is durable. */
    public void recorded(PositionRecord record, long nowMs) {
        if (phase == Phase.ANNOUNCING && record instanceof PositionRecord.TipRecord) {
            beginScan(nowMs);
        }
    }

    // ---- the target's tail -------------------------------------------------------------------------------------------------

    private void beginScan(long nowMs) {
        phase = Phase.SCANNING;
        window.dropWaiting();
        alignment = null;
        alone = true;
        read.reset(progress().source(), progress().sourceEpoch());
        resumeAtMs = nowMs + backoff.nextMs();
        scanPending = true;
        host.wakeAt(this, resumeAtMs);
    }

    private void scanNow() {
        scanPending = false;
        host.wantsScan(this, new Tail(id(), progress().target(), progress().counts()));
    }

    /** The tail is read, up to the target's end. */
    public void scanned(Tail tail, long targetEnd, long nowMs) {
        if (phase != Phase.SCANNING) {
            return;
        }
        if (targetEnd < progress().target()) {
            targetShrank(targetEnd, nowMs);
            return;
        }
        alignment = tail.size() > 0 ? new Alignment(tail, progress()) : null;
        phase = Phase.COPYING;
        lastAppendMs = nowMs;
        wantFetch();
    }

    /** The tail could not be read. */
    public void scanFailed(Cure cure, String message, long nowMs) {
        if (phase != Phase.SCANNING) {
            return;
        }
        if (cure == Cure.REROUTE) {
            host.reroute(this, Side.TARGET);
        } else if (cure != Cure.RETRY) {
            troubled(message, false, nowMs);
        }
        beginScan(nowMs);
    }

    /** The tail holds what this lane cannot have written. */
    public void scanContradicts(Inconsistent contradiction, long nowMs) {
        fail(String.valueOf(contradiction.getMessage()), nowMs);
    }

    private void targetShrank(long targetEnd, long nowMs) {
        long lost = progress().target() - targetEnd;
        RunLog.Cut cut = progress().cutAt(targetEnd);
        if (cut == null) {
            fail("the target ends at offset " + targetEnd + ", " + lost + " offsets below what it had acknowledged (unclean leader"
                    + " election, or the topic was deleted), and the positions at hand do not reach back that far; set the"
                    + " lane's position anew to copy again", nowMs);
            return;
        }
        host.warn(
                this,
                "the target lost " + lost + " acknowledged offsets from " + targetEnd
                        + " on (unclean leader election); copying again from source offset " + cut.source());
        counters.targetLost(lost);
        progress().cutTo(cut, targetEnd);
        beginScan(nowMs);
    }

    // ---- reading -----------------------------------------------------------------------------------------------------------

    /** Whether a fetch may be sent for the lane now. */
    public boolean wantsFetch() {
        return phase == Phase.COPYING && read.isReady() && window.waitingBytes() < config.laneFetchBytes();
    }

    private void wantFetch() {
        if (wantsFetch()) {
            host.wantsFetch(this);
        }
    }

    /** A fetch is sent; returns the ticket to hand back with its outcome. */
    public int fetching() {
        return read.sent();
    }

    /** A fetch brought nothing for the lane. */
    public void fetchedNothing(int ticket) {
        if (read.landed(ticket)) {
            wantFetch();
        }
    }

    /** A fetch failed as a whole. */
    public void fetchFailed(int ticket, Cure cure, String message, long nowMs) {
        if (!read.landed(ticket) || phase != Phase.COPYING) {
            return;
        }
        fetchTrouble(cure, message, nowMs);
    }

    /** A fetch answered for the lane. Retains what it needs of the lease. */
    public void fetched(int ticket, Fetched.Partition answer, Lease lease, long nowMs) {
        if (!read.landed(ticket) || phase != Phase.COPYING) {
            return;
        }
        if (answer.error() != BrokerError.NONE) {
            fetchTrouble(answer.error().cure(), "the source broker answered " + answer.error() + " to a read", nowMs);
            return;
        }
        Fetched.Divergence divergence = answer.divergence();
        if (divergence != null) {
            fail(
                    "the source was truncated (unclean leader election there): its log ends at offset " + divergence.endOffset()
                    + " for leader epoch " + divergence.epoch() + ", but offsets up to " + read.offset()
                    + " were copied. The target holds records that the source no longer has; compare, then set the lane's"
                    + " position anew",
                    nowMs);
            return;
        }
        try {
            sift(answer, lease, nowMs);
        } catch (Inconsistent contradiction) {
            fail(String.valueOf(contradiction.getMessage()), nowMs);
        }
    }

    private void sift(Fetched.Partition answer, Lease lease, long nowMs) {
        long end = config.readCommitted() ? answer.lastStableOffset() : answer.highWatermark();
        Sifted sifted = sieve().sift(answer, lease, read.offset(), maxBatchBytes);
        counters.sifted(sifted);
        if (alignment != null && sifted.unexplainedHole()) {
            alignment.sawHole();
        }
        List<Piece> pieces = sifted.pieces();
        long resumeAt = -1;
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            boolean last = i + 1 == pieces.size();
            if (resumeAt >= 0) {
                piece.release();
            } else if (last) {
                resumeAt = take(new Parcel(piece, sifted.position(), sifted.lastEpoch()));
            } else {
                resumeAt = take(new Parcel(piece, piece.spans().last() + 1, piece.sourceEpoch()));
            }
        }
        if (resumeAt >= 0) {
            progress().sourceReached(resumeAt, Tip.UNKNOWN_EPOCH);
            read.reset(resumeAt, Tip.UNKNOWN_EPOCH);
        } else {
            read.advance(sifted.position(), sifted.lastEpoch(), end);
            if (pieces.isEmpty()) {
                skipTo(sifted.position(), sifted.lastEpoch());
            }
        }
        readSucceeded(sifted, nowMs);
        if (window.hasWaiting()) {
            host.wantsAppend(this);
        }
        wantFetch();
        wakeForTip(nowMs);
    }

    /** Queues a piece, or finds it in the target's tail; returns the source offset to go on from if the tail ended inside it. */
    private long take(Parcel parcel) {
        if (alignment == null) {
            window.add(parcel);
            return -1;
        }
        Piece piece = parcel.piece();
        int matched = alignment.match(piece);
        counters.foundAgain(matched);
        if (alignment.isDone()) {
            alignment = null;
        }
        boolean whole = matched == piece.records();
        long resumeAt = whole ? -1 : piece.spans().offset(matched);
        piece.release();
        if (whole) {
            progress().sourceReached(parcel.sourceAfter(), parcel.epochAfter());
        }
        return resumeAt;
    }

    private void skipTo(long offset, int epoch) {
        if (window.skippedTo(offset, epoch)) {
            progress().sourceReached(offset, epoch);
        }
    }

    private void readSucceeded(Sifted sifted, long nowMs) {
        if (sifted.damaged() == null) {
            damagedReads = 0;
            read.succeeded();
            if (troubleIsReading) {
                recovered(nowMs);
            }
            return;
        }
        damagedReads++;
        fetchTrouble(damagedReads < 3 ? Cure.RETRY : Cure.OPERATOR, String.valueOf(sifted.damaged().getMessage()), nowMs);
    }

    private void fetchTrouble(Cure cure, String message, long nowMs) {
        switch (cure) {
            case POSITION -> host.wantsSourceBounds(this);
            case REROUTE -> {
                host.reroute(this, Side.SOURCE);
                pauseFetch(nowMs);
            }
            case OPERATOR, SPLIT, RESYNC -> {
                troubled(message, true, nowMs);
                pauseFetch(nowMs);
            }
            case RETRY, NOTHING -> pauseFetch(nowMs);
        }
    }

    private void pauseFetch(long nowMs) {
        host.wakeAt(this, read.pause(nowMs));
    }

    /** The source's log as it is, after a position outside it. */
    public void sourceBounds(long first, long next, long nowMs) {
        if (phase != Phase.COPYING) {
            return;
        }
        long position = read.offset();
        if (position >= first && position <= next) {
            pauseFetch(nowMs);
            return;
        }
        if (position > next) {
            fail("the source ends at offset " + next + ", below offset " + position + " that was copied: it was truncated, or deleted"
                    + " and created again; compare, then set the lane's position anew", nowMs);
            return;
        }
        String range = "source offsets " + position + " to " + (first - 1) + " of " + spec.topic() + "-"
                + spec.partition() + " were deleted by the source's retention before they were copied";
        if (config.gapFails()) {
            fail(range + "; link.retention.gap=fail stops the lane here; set its position anew to go on", nowMs);
            return;
        }
        host.warn(this, range + "; going on from " + first);
        counters.gap(first - position);
        if (alignment != null) {
            alignment.sawHole();
        }
        read.advance(first, Tip.UNKNOWN_EPOCH, next);
        skipTo(first, Tip.UNKNOWN_EPOCH);
        wantFetch();
    }

    // ---- appending ---------------------------------------------------------------------------------------------------------

    /** Whether a batch may be appended now. */
    public boolean hasAppend() {
        return phase == Phase.COPYING && alignment == null && window.maySend(alone ? 1 : config.laneWindow());
    }

    /** The next batch to append, stamped; null if the lane must look at the target first. */
    public Append.@Nullable Entry nextAppend(Uuid targetTopicId, long nowMs) {
        if (window.inFlight() == 0) {
            if (nowMs - lastAppendMs > STALE_MS) {
                beginScan(nowMs);
                return null;
            }
            if (nowMs - lastAppendMs > QUIET_MS) {
                alone = true;
            }
        }
        Parcel parcel = window.send(config.merge(), Math.min(MERGE_BYTES, maxBatchBytes));
        Piece piece = parcel.piece();
        long sequence = progress().appended(piece.origin()) + window.recordsInFlight() - piece.records();
        Stamp.stamp(piece.batch(), ProducerIds.of(piece.origin(), id()), ProducerIds.sequence(sequence));
        wantFetch();
        return new Append.Entry(spec.targetTopic(), targetTopicId, spec.partition(), piece.batch());
    }

    /** The broker answered the oldest batch in flight. */
    public void appended(Appended.Partition answer, long nowMs) {
        Parcel parcel = window.landed();
        Piece piece = parcel.piece();
        try {
            if (phase != Phase.COPYING) {
                return;
            }
            if (answer.error() != BrokerError.NONE) {
                refused(answer, piece, nowMs);
            } else if (answer.baseOffset() < progress().target()) {
                counters.resync();
                drain();
            } else {
                acknowledged(parcel, answer.baseOffset(), nowMs);
            }
        } finally {
            piece.release();
            drained(nowMs);
        }
    }

    private void acknowledged(Parcel parcel, long baseOffset, long nowMs) {
        Piece piece = parcel.piece();
        counters.foreign(baseOffset - progress().target());
        progress().appended(piece.origin(), piece.spans(), baseOffset);
        progress().sourceReached(parcel.sourceAfter(), parcel.epochAfter());
        counters.acknowledged(piece);
        lastAppendMs = nowMs;
        alone = false;
        backoff.succeeded();
        if (!trouble.isEmpty() && !troubleIsReading) {
            recovered(nowMs);
        }
        if (hasAppend()) {
            host.wantsAppend(this);
        }
        wakeForTip(nowMs);
    }

    private void refused(Appended.Partition answer, Piece piece, long nowMs) {
        BrokerError error = answer.error();
        String detail = answer.message() == null ? "" : " (" + answer.message() + ")";
        switch (error.cure()) {
            case SPLIT -> tooLarge(piece, nowMs);
            case REROUTE -> host.reroute(this, Side.TARGET);
            case OPERATOR -> troubled(AppendTrouble.explain(error, spec, piece) + detail, false, nowMs);
            case RESYNC -> outOfStep(nowMs);
            default -> {}
        }
        drain();
    }

    private void outOfStep(long nowMs) {
        counters.resync();
        if (backoff.failures() > STUCK_AFTER) {
            troubled(
                    "the target's leader of " + spec.targetTopic() + "-" + spec.partition()
                            + " keeps refusing the next sequence number although nothing in its log explains it; if no other"
                            + " process runs this link, set the lane's position anew",
                    false,
                    nowMs);
        }
    }

    private void tooLarge(Piece piece, long nowMs) {
        if (piece.records() > 1) {
            maxBatchBytes = Math.max(1, Math.min(maxBatchBytes, piece.sizeBytes()) / 2);
        } else {
            troubled(AppendTrouble.explain(BrokerError.MESSAGE_TOO_LARGE, spec, piece), false, nowMs);
        }
    }

    /** No answer came for the oldest batch in flight; it may or may not be in the target. */
    public void appendFailed(Cure cure, String message, long nowMs) {
        window.landed().piece().release();
        if (phase == Phase.COPYING) {
            if (cure == Cure.OPERATOR) {
                troubled(message, false, nowMs);
            }
            host.reroute(this, Side.TARGET);
            drain();
        }
        drained(nowMs);
    }

    /** The target partition has another leader, or the same one in a new term. */
    public void targetLeaderMoved(long nowMs) {
        if (phase == Phase.COPYING) {
            drain();
            drained(nowMs);
        }
    }

    private void drain() {
        phase = Phase.DRAINING;
        window.dropWaiting();
    }

    private void drained(long nowMs) {
        if (phase == Phase.DRAINING && window.inFlight() == 0) {
            beginScan(nowMs);
        }
    }

    // ---- time, trouble and positions -----------------------------------------------------------------------------------------

    /** Does what was due. */
    public void tick(long nowMs) {
        if (retry != null && nowMs >= retryAtMs) {
            Runnable attempt = retry;
            retry = null;
            attempt.run();
        }
        if (phase == Phase.SCANNING && scanPending && nowMs >= resumeAtMs) {
            scanNow();
        }
        if (phase == Phase.COPYING) {
            read.resumeIfDue(nowMs);
            wantFetch();
        }
        if (tips.isDue(nowMs)) {
            storeTip(nowMs);
        }
        wakeForTip(nowMs);
    }

    private void wakeForTip(long nowMs) {
        if (progress != null && phase != Phase.FAILED && tips.notes(progress.source(), progress.target(), nowMs)) {
            host.wakeAt(this, tips.dueMs());
        }
    }

    /** Hands out the position as it is now, if it moved since it was stored. */
    public void storeTip(long nowMs) {
        if (progress == null || phase == Phase.ANNOUNCING || !tips.moved(progress.source(), progress.target())) {
            return;
        }
        for (List<Run> page : progress.runs().takeUnstored()) {
            host.store(new PositionRecord.RunsPage(id(), page));
        }
        Tip tip = progress.tip(id(), nowMs);
        tips.taken(tip, nowMs);
        host.store(new PositionRecord.TipRecord(tip));
    }

    /** Tells of a state that lasts until somebody changes something; the lane keeps trying. */
    private void troubled(String message, boolean reading, long nowMs) {
        troubleIsReading = reading;
        if (!message.equals(trouble)) {
            trouble = message;
            host.warn(this, message);
            storeState(LaneState.Kind.FAILED, message, nowMs);
        }
    }

    private void recovered(long nowMs) {
        trouble = "";
        troubleIsReading = false;
        storeState(LaneState.Kind.COPYING, "", nowMs);
    }

    /** Stops the lane for good: its position cannot be trusted. */
    private void fail(String message, long nowMs) {
        phase = Phase.FAILED;
        trouble = message;
        window.dropWaiting();
        host.warn(this, message);
        storeState(LaneState.Kind.FAILED, message, nowMs);
    }

    private void storeState(LaneState.Kind kind, String reason, long nowMs) {
        host.store(new PositionRecord.LaneStateRecord(new LaneState(id(), kind, reason, nowMs)));
    }

    private LaneId id() {
        if (id == null) {
            throw new IllegalStateException("lane " + spec.topic() + "-" + spec.partition() + " is not located yet");
        }
        return id;
    }

    private Progress progress() {
        if (progress == null) {
            throw new IllegalStateException("lane " + spec.topic() + "-" + spec.partition() + " has no position yet");
        }
        return progress;
    }

    private Sieve sieve() {
        if (sieve == null) {
            throw new IllegalStateException("lane " + spec.topic() + "-" + spec.partition() + " is not located yet");
        }
        return sieve;
    }

    // ---- what others may see -------------------------------------------------------------------------------------------------

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
        return trouble;
    }

    /** Where to fetch next. */
    public Fetch.Position fetchPosition(int leaderEpoch, int maxBytes) {
        return new Fetch.Position(
                spec.topic(), id().topicId(), spec.partition(), read.offset(), leaderEpoch, read.lastEpoch(), maxBytes);
    }

    /** Whether the lane has read all that the source had when last heard of. */
    public boolean isCaughtUp() {
        return read.isCaughtUp();
    }

    /** The source's readable end as last heard, -1 if unknown. */
    public long sourceEnd() {
        return read.end();
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

    /** The lane's name, for messages: {@code orders-3}. */
    @Override
    public String toString() {
        return spec.topic() + "-" + spec.partition();
    }
}
