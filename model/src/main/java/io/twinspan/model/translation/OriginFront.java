package io.twinspan.model.translation;

import java.util.Iterator;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;

/**
 * From which target offset on the records of one origin are unread by a consumer, and how many of them below that it has read.
 * Confined to one call.
 */
final class OriginFront {
    /** Counts the known records of the origin that the consumer has read and that lie at a target offset or above. */
    private final LongUnaryOperator read;

    /** The target offsets, from one on, that are known to be the origin's records. */
    private final LongFunction<List<Iterator<Span>>> known;

    private final boolean isRecord;

    /** How many more it may have read that are behind a tip, none of them below this target offset, nor at {@code unsureTo}. */
    private final long unsure;

    private final long unsureFrom;
    private final long unsureTo;
    private long front;

    private OriginFront(
            long front,
            boolean isRecord,
            LongUnaryOperator read,
            LongFunction<List<Iterator<Span>>> known,
            Unsure unsure) {
        this.front = front;
        this.isRecord = isRecord;
        this.read = read;
        this.known = known;
        this.unsure = unsure.most;
        this.unsureFrom = unsure.from;
        this.unsureTo = unsure.to;
    }

    /** Records behind a tip: at most so many, in this range of target offsets. Immutable. */
    private record Unsure(long most, long from, long to) {}

    /** Of what was produced in the source. */
    static OriginFront ofSource(LaneHistory link, Spot spot, long source, LogEnds ends) {
        long front = spot.target();
        if (!spot.isFinal() && ends.isBeyond(Math.max(source, spot.source()))) {
            front = Math.max(front, ends.targetEnd());
        }
        return new OriginFront(
                front,
                spot.isRecord(),
                from -> link.targetsFrom(from, source),
                link::targetSpans,
                new Unsure(spot.past(), spot.target(), Long.MAX_VALUE));
    }

    /** Of what was produced in the target; what the consumer has read was there before the look at the target's end. */
    static OriginFront ofTarget(LaneHistory link, Spot spot, long source, LogEnds ends) {
        return new OriginFront(
                spot.source(),
                spot.isRecord(),
                from -> link.sourcesFrom(from, source),
                link::sourceSpans,
                new Unsure(spot.past(), spot.source(), ends.targetEnd()));
    }

    /**
     * Of what was produced in a third cluster.
     *
     * @param read where the source position is in the third cluster
     * @param spot where that is in the target
     * @param past how many records the consumer may have read that the link to the source has appended behind its tip
     */
    static OriginFront ofThird(LaneHistory link, Spot read, Spot spot, long past) {
        return new OriginFront(
                spot.target(),
                spot.isRecord() && past == 0,
                from -> link.targetsFrom(from, read.source()),
                link::targetSpans,
                new Unsure(spot.past() + past, spot.target(), Long.MAX_VALUE));
    }

    long front() {
        return front;
    }

    /** Whether an unread record is at the front; if not, it is a bound. */
    boolean isRecord() {
        return isRecord;
    }

    void raise(long higher) {
        front = higher;
    }

    List<Iterator<Span>> known(long target) {
        return known.apply(target);
    }

    /** How many records the consumer is known to have read that lie at this target offset or above. */
    long knownReadFrom(long target) {
        return read.applyAsLong(target);
    }

    /**
     * How many more of them it may have read, at most.
     *
     * @param others the target offsets, from one on, that are known to be of other origins
     */
    long maybeReadFrom(long target, LongFunction<List<Iterator<Span>>> others) {
        long from = Math.max(target, unsureFrom);
        long room = Math.max(0, unsureTo - from);
        boolean isLookedAt = unsureTo < Long.MAX_VALUE && unsure > 0 && room > 0;
        return Math.min(unsure, isLookedAt ? room - Span.count(others.apply(from), unsureTo) : room);
    }
}
