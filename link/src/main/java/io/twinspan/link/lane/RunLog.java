package io.twinspan.link.lane;

import io.twinspan.link.batch.Spans;
import io.twinspan.model.position.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The newest runs of a lane: grows with every acknowledged batch, and hands out pages to store. Confined to the link thread.
 *
 * <p>Runs are stored in pages of at most {@link #PAGE_RUNS}, each under the source offset of its first run; the last page is
 * stored anew while it grows. The last two pages stay in memory, to find a source position again if the target loses records.
 * A page that is taken away leaves its key in the topic, where it would be read as a page of today: its start is handed out too.
 */
final class RunLog {
    static final int PAGE_RUNS = 256;

    private final List<List<Run>> pages = new ArrayList<>();
    private final TreeSet<Long> removed = new TreeSet<>();
    private int firstUnstored;

    /** @param stored whole pages that are stored already, as one list starting with a page's first run; may be empty */
    RunLog(List<Run> stored) {
        for (int i = 0; i < stored.size(); i += PAGE_RUNS) {
            pages.add(new ArrayList<>(stored.subList(i, Math.min(stored.size(), i + PAGE_RUNS))));
        }
        firstUnstored = pages.size();
    }

    /** Adds the records of an acknowledged or found-again batch. */
    void add(int origin, long sequence, Spans spans, long targetStart) {
        long target = targetStart;
        long count = sequence;
        for (int i = 0; i < spans.count(); i++) {
            add(new Run(origin, count, spans.start(i), target, spans.length(i)));
            target += spans.length(i);
            count += spans.length(i);
        }
    }

    void add(Run run) {
        List<Run> page = lastPage();
        if (page != null) {
            Run last = page.get(page.size() - 1);
            if (last.isContinuedBy(run)) {
                page.set(page.size() - 1, last.joinedWith(run));
                firstUnstored = Math.min(firstUnstored, pages.size() - 1);
                return;
            }
        }
        if (page == null || page.size() >= PAGE_RUNS) {
            page = new ArrayList<>();
            pages.add(page);
        }
        page.add(run);
        firstUnstored = Math.min(firstUnstored, pages.size() - 1);
    }

    private @Nullable List<Run> lastPage() {
        return pages.isEmpty() ? null : pages.get(pages.size() - 1);
    }

    /** The pages that changed since the last call, oldest first; forgets old pages that are stored. */
    List<List<Run>> takeUnstored() {
        List<List<Run>> taken = new ArrayList<>();
        for (int i = firstUnstored; i < pages.size(); i++) {
            taken.add(List.copyOf(pages.get(i)));
            removed.remove(pages.get(i).get(0).sourceStart());
        }
        while (pages.size() > 2) {
            pages.remove(0);
        }
        firstUnstored = pages.size();
        return taken;
    }

    /** The starts of pages that were taken away since the last call and did not come again; asked after {@link #takeUnstored}. */
    List<Long> takeRemoved() {
        List<Long> taken = List.copyOf(removed);
        removed.clear();
        return taken;
    }

    /** Takes away what lies at and above a target offset: it is not confirmed, or no longer there. */
    void trimTo(long targetEnd) {
        for (int p = pages.size() - 1; p >= 0; p--) {
            List<Run> page = pages.get(p);
            while (!page.isEmpty()) {
                Run last = page.get(page.size() - 1);
                if (last.targetEnd() <= targetEnd) {
                    return;
                }
                page.remove(page.size() - 1);
                if (last.targetStart() < targetEnd) {
                    page.add(new Run(
                            last.origin(),
                            last.sequence(),
                            last.sourceStart(),
                            last.targetStart(),
                            targetEnd - last.targetStart()));
                } else if (page.isEmpty()) {
                    removed.add(last.sourceStart());
                }
                firstUnstored = Math.min(firstUnstored, p);
            }
            pages.remove(p);
            firstUnstored = Math.min(firstUnstored, pages.size());
        }
    }

    /** The last run, or null if there is none in memory. */
    @Nullable
    Run last() {
        List<Run> page = lastPage();
        return page == null ? null : page.get(page.size() - 1);
    }

    /**
     * The source offset from which to copy again when the target's log ends at {@code targetEnd}, with the counts that were
     * appended up to there; null if that lies before the runs in memory.
     *
     * @param totalAppended how many records the lane has appended in all; if the runs in memory hold as many, they are all there are
     */
    @Nullable
    Cut cutAt(long targetEnd, long totalAppended) {
        Map<Integer, Long> counts = new TreeMap<>();
        Map<Integer, Long> firsts = new HashMap<>();
        long source = -1;
        long held = 0;
        for (List<Run> page : pages) {
            for (Run run : page) {
                firsts.putIfAbsent(run.origin(), run.sequence());
                held += run.length();
                if (run.targetStart() < targetEnd) {
                    long length = Math.min(run.length(), targetEnd - run.targetStart());
                    counts.put(run.origin(), run.sequence() + length);
                    source = run.sourceStart() + length;
                }
            }
        }
        if (source < 0) {
            Run first = pages.isEmpty() ? null : pages.get(0).get(0);
            if (first == null || held != totalAppended) {
                return null;
            }
            source = first.sourceStart();
        }
        for (Map.Entry<Integer, Long> first : firsts.entrySet()) {
            counts.putIfAbsent(first.getKey(), first.getValue());
        }
        return new Cut(source, counts);
    }

    /** A position that the runs give for a shortened target. Immutable. */
    record Cut(long source, Map<Integer, Long> appended) {}
}
