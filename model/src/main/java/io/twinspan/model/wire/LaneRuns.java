package io.twinspan.model.wire;

import io.twinspan.model.position.Run;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All stored pages of one lane, put together to one ascending list of runs. Confined to one thread.
 *
 * <p>Pages of several owners may overlap: an owner that did not know yet that it was replaced stored what it found, and so did its
 * successor. Each page was true when it was stored, so their union counts; where two contradict each other, since the target lost
 * records and they were copied again, the one stored later is right.
 */
public final class LaneRuns {
    private final Map<PositionKey.OfRuns, RunsPage> pages = new LinkedHashMap<>();

    /** Takes a page, in the order of the positions topic. */
    public void put(RunsPage page) {
        pages.remove(page.key());
        pages.put(page.key(), page);
    }

    /** Forgets a page: it was deleted. */
    public void remove(PositionKey.OfRuns key) {
        pages.remove(key);
    }

    public boolean isEmpty() {
        return pages.isEmpty();
    }

    /** All pages in ascending order, without what a later one says again; no two overlap. */
    public List<RunsPage> pages() {
        NavigableMap<Long, Piece> kept = new TreeMap<>();
        var newestFirst = new ArrayList<>(pages.values());
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            RunsPage page = newestFirst.get(i);
            page.runs().forEach(run -> keep(kept, page.key(), run));
        }
        var union = new ArrayList<RunsPage>();
        PositionKey.@Nullable OfRuns key = null;
        List<Run> runs = new ArrayList<>();
        for (Piece piece : kept.values()) {
            if (key != null && !key.equals(piece.page())) {
                union.add(new RunsPage(key.lane(), key.owner(), runs));
                runs.clear();
            }
            key = piece.page();
            runs.add(piece.run());
        }
        if (key != null) {
            union.add(new RunsPage(key.lane(), key.owner(), runs));
        }
        return union;
    }

    /** The runs of all pages in ascending order. */
    public List<Run> runs() {
        return pages().stream().flatMap(page -> page.runs().stream()).toList();
    }

    /** Keeps the parts of a run that lie between those that are kept already, on both sides. */
    private static void keep(NavigableMap<Long, Piece> kept, PositionKey.OfRuns page, Run run) {
        long from = run.sourceStart();
        while (from < run.sourceEnd()) {
            Map.Entry<Long, Piece> before = kept.floorEntry(from);
            if (before != null && before.getValue().run().sourceEnd() > from) {
                from = before.getValue().run().sourceEnd();
                continue;
            }
            Map.Entry<Long, Piece> after = kept.higherEntry(from);
            long to = after == null ? run.sourceEnd() : Math.min(run.sourceEnd(), after.getKey());
            long lowest = before == null ? 0 : before.getValue().run().targetEnd();
            long highest =
                    after == null ? Long.MAX_VALUE : after.getValue().run().targetStart();
            Run part = within(part(run, from, to), lowest, highest);
            if (part != null) {
                kept.put(part.sourceStart(), new Piece(page, part));
            }
            from = to;
        }
    }

    private static Run part(Run run, long from, long to) {
        long skipped = from - run.sourceStart();
        return new Run(run.origin(), run.sequence() + skipped, from, run.targetStart() + skipped, to - from);
    }

    /** What of the run lies between two target offsets; null if nothing does. */
    private static @Nullable Run within(Run run, long lowest, long highest) {
        long from = run.sourceStart() + Math.max(0, lowest - run.targetStart());
        long to = run.sourceEnd() - Math.max(0, run.targetEnd() - highest);
        return from < to ? part(run, from, to) : null;
    }

    /** A part of a run, and the page that it comes from. */
    private record Piece(PositionKey.OfRuns page, Run run) {}
}
