package io.twinspan.model.translation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Translates positions in topics that have the same name in all clusters and producers in each, where every link carries only what was
 * first produced in its own source. Confined to one thread.
 */
/*
 * Implementation note
 *
 * The task. A consumer has read all that lies below S in the source's partition. It goes on in the target's partition, which has the
 * same records in another interleaving. Where, so that it skips nothing and reads as little as possible again?
 *
 * The tightest place. Call a record unread if it lies at S or above in the source, or is not in the source yet. A place M skips nothing
 * if and only if no unread record lies below M in the target, now or ever. So the highest such M is the offset of the first unread
 * record in the target: a higher one skips that, a lower one reads no less again. What is read again from M on are the read records
 * that lie at M or above.
 *
 * By origin. Every record has one origin, and a link copies those of its origin in order. So the unread records of one origin are all
 * of them from a certain one on, in whichever cluster one looks:
 *
 *   of the source itself     from source offset S on; in the target, from translate(S) of the link source->target on
 *   of the target            those that the link target->source appended at S or above, or has not appended yet; that link's
 *                            translateBack(S) is the first of them, and is an offset of the target
 *   of a third cluster       the link third->source tells by translateBack(S) from which of the third's offsets on, and the link
 *                            third->target where that is
 *
 * M is the least of these, and the number of records that are read again is the sum, over the origins, of the read ones at M or above.
 *
 * What is not known yet. A map knows up to its tip. Behind that, it gives an offset at or above which all that it does not know will
 * be: a bound, where otherwise there is a record. The least of bounds and records still skips nothing. Three things raise a bound:
 *
 *   - An offset that another origin's map knows to be one of its own records is no record of this one.
 *   - The ends of the logs (LogEnds): what is not in the source yet comes to the target behind its end.
 *   - Longer maps, later; until then the translation is pending.
 *
 * For the records that are read again, what is behind a tip counts as read as far as it can be: the number may be too high, and
 * never too low. It cannot be where other origins' records are known to be. So it is none if all that the target has behind the tip
 * came from others: the link back may be held, and never come to it.
 *
 * Below a beginning. A link that began behind records of others (the other cluster's, mostly: it was added later) knows nothing of what
 * is below. What it copied is all above. So if there is nothing older left in the target, its first record is the first unread one;
 * if there is, another tool may have copied that, and the position is not known.
 *
 * SharedTranslationTest compares with exhaustive search.
 */
public final class SharedTranslation {
    private final LaneBook there;
    private final LaneBook back;
    private final List<Third> thirds;

    /** The links of one more cluster, into the source and into the target. Immutable, but for the books. */
    public record Third(String cluster, LaneBook toSource, LaneBook toTarget) {}

    /**
     * @param there what the link source->target stored
     * @param back what the link target->source stored
     */
    public SharedTranslation(LaneBook there, LaneBook back, List<Third> thirds) {
        this.there = there;
        this.back = back;
        this.thirds = List.copyOf(thirds);
    }

    /**
     * Where in the target a source position is, by what the link source->target stored alone. That is known as long as all that the
     * target's partition has before that place came by this link.
     *
     * @param why why nothing of other links can be read, for people
     */
    public static Translation oneSided(
            LaneBook there, TopicPartition partition, long source, long targetStart, String why) {
        Translation own = there.translate(partition, source);
        LaneHistory history = there.history(partition);
        boolean isAlone = own.target().isPresent()
                && Span.reach(targetStart, history.targetSpans(targetStart))
                        >= own.target().getAsLong();
        return own.target().isEmpty() || isAlone
                ? own
                : Translation.unknown("the topic has the same name in both clusters and has records that came by no"
                        + " link from the source, and " + why);
    }

    /** Whether a second cluster's records are in the topic, so that one link's map is not all there is to it. */
    public boolean concerns(String topic) {
        return back.copies(topic) || thirds.stream().anyMatch(third -> isShared(third, topic));
    }

    private static boolean isShared(Third third, String topic) {
        return third.toSource().copies(topic) && third.toTarget().copies(topic);
    }

    /** Where in the target a source position is. */
    public Translation translate(TopicPartition partition, long source, LogEnds ends) {
        if (!concerns(partition.topic())) {
            return there.translate(partition, source);
        }
        return new Question(partition, source, ends).answer();
    }

    /** The same from the target to the source: the other direction's links, with the roles swapped. */
    public SharedTranslation reversed() {
        return new SharedTranslation(
                back,
                there,
                thirds.stream()
                        .map(third -> new Third(third.cluster(), third.toTarget(), third.toSource()))
                        .toList());
    }

    /** One translation. Confined to one call. */
    private final class Question {
        private final TopicPartition partition;
        private final long source;
        private final LogEnds ends;
        private final List<OriginFront> fronts = new ArrayList<>();

        Question(TopicPartition partition, long source, LogEnds ends) {
            this.partition = partition;
            this.source = source;
            this.ends = ends;
        }

        Translation answer() {
            String trouble = gather();
            if (trouble != null) {
                return Translation.unknown(trouble);
            }
            OriginFront least = raised();
            long place = least.front();
            long rereads = 0;
            boolean isSettled = least.isRecord();
            for (OriginFront one : fronts) {
                long maybe = one.maybeReadFrom(place, from -> others(one, from));
                rereads += one.knownReadFrom(place) + maybe;
                isSettled &= maybe == 0;
            }
            return Translation.to(place, rereads, !isSettled);
        }

        /** Finds out for each origin from where on its records are unread; returns why that is not known, or null. */
        private @Nullable String gather() {
            LaneHistory own = there.history(partition);
            Spot spot = own.isEmpty() ? null : own.place(source);
            if (spot == null) {
                return own.isEmpty() ? LaneBook.NOTHING_YET.reason() : own.whyUnknown(source);
            }
            fronts.add(OriginFront.ofSource(own, spot, source, ends));
            if (back.copies(partition.topic())) {
                LaneHistory way = back.history(partition);
                Spot returned = begunBack(way, source, ends.targetStart());
                if (returned == null) {
                    return unknown("the way back", way);
                }
                fronts.add(OriginFront.ofTarget(way, returned, source, ends));
            }
            for (Third third : thirds) {
                if (isShared(third, partition.topic())) {
                    String trouble = gather(third);
                    if (trouble != null) {
                        return trouble;
                    }
                }
            }
            return null;
        }

        private @Nullable String gather(Third third) {
            LaneHistory in = third.toSource().history(partition);
            LaneHistory out = third.toTarget().history(partition);
            Spot read = begunBack(in, source, Long.MIN_VALUE);
            if (read == null) {
                return unknown("the link from " + third.cluster() + " to the source", in);
            }
            Spot spot = out.isEmpty() ? null : out.place(read.source());
            if (spot == null
                    && !out.isEmpty()
                    && ends.targetStart() >= out.began().target()) {
                spot = out.place(out.began().source());
            }
            if (spot == null) {
                return unknown("the link from " + third.cluster() + " to the target", out);
            }
            fronts.add(OriginFront.ofThird(out, read, spot, unexplained(read.past())));
            return null;
        }

        /** How many of the last offsets before the source position are not known to be records of other links, or of the source itself. */
        private long unexplained(long last) {
            if (last == 0) {
                return 0;
            }
            long from = source - last;
            var known = new ArrayList<>(there.history(partition).sourceSpans(from));
            known.addAll(back.history(partition).targetSpans(from));
            thirds.forEach(
                    third -> known.addAll(third.toSource().history(partition).targetSpans(from)));
            return last - Span.count(known, source);
        }

        /** Where the source position is at the other end of a link into the source; null if that is not known. */
        private @Nullable Spot begunBack(LaneHistory link, long target, long oldestLeft) {
            if (link.isEmpty()) {
                return null;
            }
            Spot spot = link.placeBack(target);
            LanePages.Start began = link.began();
            boolean hadNothingBefore = began.source() == 0 || oldestLeft >= began.source();
            return spot == null && hadNothingBefore ? link.placeBack(began.target()) : spot;
        }

        private String unknown(String what, LaneHistory link) {
            return link.isEmpty()
                    ? "the topic has producers in several clusters, and " + what
                            + " has not begun with this partition yet"
                    : "the topic has producers in several clusters, and " + what
                            + " began behind records of another writer";
        }

        /** The target offsets, from one on, that are known to be records of other origins. */
        private List<Iterator<Span>> others(OriginFront one, long from) {
            return fronts.stream()
                    .filter(other -> other != one)
                    .flatMap(other -> other.known(from).stream())
                    .toList();
        }

        /** The least front, after bounds were raised as far as the other origins' maps allow. */
        private OriginFront raised() {
            while (true) {
                OriginFront least = fronts.stream()
                        .min(Comparator.comparingLong(OriginFront::front).thenComparing(front -> !front.isRecord()))
                        .orElseThrow();
                if (least.isRecord()) {
                    return least;
                }
                long from = least.front();
                long raised = Span.reach(from, others(least, from));
                if (raised == from) {
                    return least;
                }
                least.raise(raised);
            }
        }
    }
}
