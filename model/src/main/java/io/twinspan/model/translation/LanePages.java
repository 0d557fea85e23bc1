package io.twinspan.model.translation;

import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.position.PositionMap;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.LaneRuns;
import io.twinspan.model.wire.PositionKey;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import io.twinspan.model.wire.PositionRecords;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One lane's pages of runs as they are stored, 3 to 5 bytes a run; a look-up decodes the one page that it needs. Confined to one
 * thread.
 */
/*
 * Implementation note
 *
 * Pages of one owner ascend on both sides, so that one page answers. Two owners of a lane that overlapped in time (one that died
 * late, and its successor) leave pages that overlap, and a target that lost its end leaves some that contradict later ones. Such
 * pages are kept together in a cluster and put together (LaneRuns), in the order in which the topic has them, at each look-up: it is
 * rare, and concerns few pages.
 *
 * Invariants (LaneBookTest cites them by letter)
 *   A  Clusters ascend and are disjoint on both sides, and every page is in one.
 *   B  The answer depends on the last record of each key and on their order only, so that it is the same for a reader who has
 *      followed the topic and for one who reads what the cleaner has left.
 */
final class LanePages {
    private final TreeMap<Long, Cluster> clusters = new TreeMap<>();
    private long nextOrder;

    /** A page in its stored form, with what it covers on both sides. Immutable, as far as its bytes are. */
    private record Page(PositionKey.OfRuns key, Box box, long order, ByteBuffer value) {}

    /** Pages that overlap or contradict each other, in ascending order. Immutable. */
    private record Cluster(Box box, List<Page> pages) {}

    /** Where a page begins. Immutable. */
    record Start(long source, long target) {}

    /** A range on the source side and one on the target side, the ends exclusive. Immutable. */
    private record Box(long source, long sourceEnd, long target, long targetEnd) {
        static Box of(List<Run> runs) {
            Run first = runs.get(0);
            Run last = runs.get(runs.size() - 1);
            return new Box(first.sourceStart(), last.sourceEnd(), first.targetStart(), last.targetEnd());
        }

        /** Whether this one ends before the other begins, on both sides. */
        boolean isBefore(Box other) {
            return sourceEnd <= other.source && targetEnd <= other.target;
        }

        Box with(Box other) {
            return new Box(
                    Math.min(source, other.source),
                    Math.max(sourceEnd, other.sourceEnd),
                    Math.min(target, other.target),
                    Math.max(targetEnd, other.targetEnd));
        }
    }

    /**
     * Notes a page, in place of one that has the same key.
     *
     * @param value the record's value
     */
    void put(RunsPage page, byte[] value) {
        remove(page.key());
        place(new Page(page.key(), Box.of(page.runs()), nextOrder++, ByteBuffer.wrap(value)));
    }

    /** Forgets a page. */
    void remove(PositionKey.OfRuns key) {
        Map.Entry<Long, Cluster> entry = clusters.floorEntry(key.sourceStart());
        if (entry != null) {
            List<Page> pages = new ArrayList<>(entry.getValue().pages());
            if (pages.removeIf(page -> page.key().equals(key))) {
                clusters.remove(entry.getKey());
                pages.forEach(this::place);
            }
        }
    }

    /** Adds a page; with it in one cluster goes whatever is in its way. */
    private void place(Page page) {
        var pages = new ArrayList<>(List.of(page));
        Box box = page.box();
        boolean alone = false;
        while (!alone) {
            Map.Entry<Long, Cluster> below = clusters.lowerEntry(box.source());
            Map.Entry<Long, Cluster> above = clusters.ceilingEntry(box.source());
            Map.Entry<Long, Cluster> inTheWay = null;
            if (below != null && !below.getValue().box().isBefore(box)) {
                inTheWay = below;
            } else if (above != null && !box.isBefore(above.getValue().box())) {
                inTheWay = above;
            }
            alone = inTheWay == null;
            if (inTheWay != null) {
                clusters.remove(inTheWay.getKey());
                pages.addAll(inTheWay.getValue().pages());
                box = box.with(inTheWay.getValue().box());
            }
        }
        clusters.put(box.source(), new Cluster(box, List.copyOf(pages)));
    }

    /**
     * The first copied record with a source offset from {@code source} on, if the tip, which says that everything below its source
     * offset is below its target offset, has come past it; null if not.
     */
    @Nullable
    Spot firstFrom(long source, Tip tip) {
        Map.Entry<Long, Cluster> entry = clusters.floorEntry(source);
        if (entry == null || entry.getValue().box().sourceEnd() <= source) {
            entry = clusters.higherEntry(source);
        }
        while (entry != null && entry.getKey() < tip.source()) {
            PositionMap map = map(entry.getValue());
            if (source < map.endSource()) {
                long target = map.toTarget(source).orElseThrow();
                return passed(map.toSource(target).orElseThrow(), target, tip);
            }
            entry = clusters.higherEntry(entry.getKey());
        }
        return null;
    }

    /**
     * The first copied record with a target offset from {@code target} on, if the tip has come past it; null if not. The mirror image of
     * {@link #firstFrom}.
     */
    @Nullable
    Spot firstBack(long target, Tip tip) {
        Map.Entry<Long, Cluster> entry = floorByTarget(target);
        while (entry != null && entry.getValue().box().target() < tip.target()) {
            PositionMap map = map(entry.getValue());
            if (target < map.endTarget()) {
                long source = map.toSource(target).orElseThrow();
                return passed(source, map.toTarget(source).orElseThrow(), tip);
            }
            entry = clusters.higherEntry(entry.getKey());
        }
        return null;
    }

    private static @Nullable Spot passed(long source, long target, Tip tip) {
        return source < tip.source() && target < tip.target() ? Spot.record(source, target) : null;
    }

    /** The runs that reach beyond this target offset, in ascending order and as far as the tip has come past them. */
    Iterator<Run> fromTarget(long target, Tip tip) {
        return new RunWalk(floorByTarget(target), tip, run -> run.targetEnd() > target);
    }

    /** The mirror image of {@link #fromTarget}. */
    Iterator<Run> fromSource(long source, Tip tip) {
        Map.Entry<Long, Cluster> below = clusters.floorEntry(source);
        return new RunWalk(below == null ? clusters.firstEntry() : below, tip, run -> run.sourceEnd() > source);
    }

    /** Goes over the runs from a cluster on, up to the tip, decoding one cluster at a time. Confined to one call. */
    private final class RunWalk implements Iterator<Run> {
        private final Tip tip;
        private final Predicate<Run> wanted;
        private Map.@Nullable Entry<Long, Cluster> upcoming;
        private Iterator<Run> current = Collections.emptyIterator();
        private @Nullable Run next;

        RunWalk(Map.@Nullable Entry<Long, Cluster> first, Tip tip, Predicate<Run> wanted) {
            this.tip = tip;
            this.wanted = wanted;
            this.upcoming = first;
            this.next = find();
        }

        private @Nullable Run find() {
            while (current.hasNext() || upcoming != null) {
                if (!current.hasNext() && upcoming != null) {
                    current = runs(upcoming.getValue()).iterator();
                    upcoming = clusters.higherEntry(upcoming.getKey());
                    continue;
                }
                Run run = current.next();
                long length = Math.min(tip.source() - run.sourceStart(), tip.target() - run.targetStart());
                if (length <= 0) {
                    return null;
                }
                if (wanted.test(run)) {
                    return length < run.length()
                            ? new Run(run.origin(), run.sequence(), run.sourceStart(), run.targetStart(), length)
                            : run;
                }
            }
            return null;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Run next() {
            Run found = next;
            if (found == null) {
                throw new NoSuchElementException();
            }
            next = find();
            return found;
        }
    }

    /**
     * The last cluster that begins at or below a target offset, or else the first. Both sides ascend, so halving the range of source
     * offsets leads there, without a second index.
     */
    private Map.@Nullable Entry<Long, Cluster> floorByTarget(long target) {
        Map.Entry<Long, Cluster> found = clusters.firstEntry();
        if (found == null) {
            return null;
        }
        long low = clusters.firstKey();
        long high = clusters.lastKey();
        while (low <= high) {
            Map.Entry<Long, Cluster> middle = clusters.floorEntry(low + (high - low) / 2);
            if (middle.getValue().box().target() <= target) {
                found = middle;
                Long next = clusters.higherKey(middle.getKey());
                low = next == null ? Long.MAX_VALUE : next;
            } else {
                high = middle.getKey() - 1;
            }
        }
        return found;
    }

    /** The first page, or null if there is none. */
    @Nullable
    Start first() {
        Map.Entry<Long, Cluster> first = clusters.firstEntry();
        return first == null
                ? null
                : new Start(
                        first.getValue().box().source(), first.getValue().box().target());
    }

    private static PositionMap map(Cluster cluster) {
        return PositionMap.of(runs(cluster), null);
    }

    private static List<Run> runs(Cluster cluster) {
        var runs = new LaneRuns();
        cluster.pages().stream().sorted(Comparator.comparingLong(Page::order)).forEach(page -> runs.put(decoded(page)));
        return runs.runs();
    }

    private static RunsPage decoded(Page page) {
        var value = new byte[page.value().remaining()];
        page.value().duplicate().get(value);
        if (PositionRecords.decode(PositionRecords.encodeKey(page.key()), value) instanceof RunsPage decoded) {
            return decoded;
        }
        throw new Inconsistent(
                "A page of lane " + page.key().lane() + " that was read once cannot be read again; this is a defect.");
    }
}
