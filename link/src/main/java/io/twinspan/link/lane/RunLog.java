package io.twinspan.link.lane;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.batch.Spans;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Run;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest runs of a lane: grows with every acknowledged batch, and hands out pages to store. Confined to the link thread.
 *
 * <p>Runs are stored in pages of at most {@link RunsPage#MAX_RUNS}; the last page is stored anew while it grows. A new owner begins
 * a new page: what an owner that does not know it yet still stores then takes nothing away. The newest runs, several pages full,
 * stay in memory, to find a source position again if the target loses records.
 *
 * <p>Implementation note. A page is only ever stored by its owner. What another owner's page has above the lane's position is trimmed in
 * memory alone: readers take nothing from above the stored tip, what the lane copies or finds again below it is in a page of its own, and
 * where two contradict each other, the one stored later counts. Who stored a page in another owner's place would store what it once read,
 * and take away what that owner, or one who counts on it, has stored since; the simulator found that.
 */
final class RunLog {
    private static final int PAGE_RUNS = RunsPage.MAX_RUNS;

    private final LaneId lane;
    private final long owner;
    private final List<Page> pages = new ArrayList<>();

    /**
     * @param owner the number of who stores what is added here
     * @param stored the newest pages that are stored already, in ascending order; may be empty
     */
    RunLog(LaneId lane, long owner, List<RunsPage> stored) {
        this.lane = lane;
        this.owner = owner;
        for (RunsPage page : stored) {
            pages.add(new Page(page.owner(), new ArrayList<>(page.runs())));
        }
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
        Page page = pages.isEmpty() ? null : pages.get(pages.size() - 1);
        if (page == null || page.owner != owner || !page.hasRoomFor(run)) {
            page = new Page(owner, new ArrayList<>());
            pages.add(page);
        }
        page.add(run);
    }

    /** The pages that changed since the last call, oldest first; forgets old pages that are stored. */
    List<RunsPage> takeUnstored() {
        List<RunsPage> taken = new ArrayList<>();
        int held = 0;
        for (Page page : pages) {
            held += page.runs.size();
            if (page.isUnstored) {
                page.isUnstored = false;
                taken.add(new RunsPage(lane, page.owner, page.runs));
            }
        }
        while (!pages.isEmpty() && held - pages.get(0).runs.size() >= LaneSpec.RUNS_IN_MEMORY) {
            held -= pages.remove(0).runs.size();
        }
        return taken;
    }

    /** Forgets what lies at and above a target offset: it is not confirmed, or no longer there. */
    void trimTo(long targetEnd) {
        while (!pages.isEmpty()) {
            Page page = pages.get(pages.size() - 1);
            page.trimTo(targetEnd);
            if (!page.runs.isEmpty()) {
                return;
            }
            pages.remove(pages.size() - 1);
        }
    }

    /** The last run, or null if there is none in memory. */
    @Nullable
    Run last() {
        return pages.isEmpty() ? null : pages.get(pages.size() - 1).last();
    }

    /** The target offset of the oldest record of which it is known, {@link Long#MAX_VALUE} if there is none. */
    long oldestTarget() {
        return pages.isEmpty() ? Long.MAX_VALUE : pages.get(0).runs.get(0).targetStart();
    }

    /**
     * The last place below {@code targetEnd} up to which the lane is known to have appended, with the counts up to there; null if
     * that lies before the runs in memory.
     *
     * @param totalAppended how many records the lane has appended in all; if the runs in memory hold as many, they are all there are
     */
    @Nullable
    Cut cutAt(long targetEnd, long totalAppended) {
        Map<Integer, Long> counts = new TreeMap<>();
        Map<Integer, Long> firsts = new HashMap<>();
        Run last = null;
        long held = 0;
        for (Page page : pages) {
            for (Run run : page.runs) {
                firsts.putIfAbsent(run.origin(), run.sequence());
                held += run.length();
                if (run.targetStart() < targetEnd) {
                    long length = Math.min(run.length(), targetEnd - run.targetStart());
                    counts.put(run.origin(), run.sequence() + length);
                    last = new Run(run.origin(), run.sequence(), run.sourceStart(), run.targetStart(), length);
                }
            }
        }
        Run first = pages.isEmpty() ? null : pages.get(0).runs.get(0);
        if (first == null || (last == null && held != totalAppended)) {
            return null;
        }
        firsts.forEach(counts::putIfAbsent);
        return last == null
                ? new Cut(first.sourceStart(), Math.min(first.targetStart(), targetEnd), counts, Cut.BEGINNING)
                : new Cut(last.sourceEnd(), last.targetEnd(), counts, last.origin());
    }

    /**
     * An earlier position of the lane. Immutable.
     *
     * @param target where what was appended last by then ends
     * @param lastOrigin the origin of that, {@link #BEGINNING} if nothing was
     */
    record Cut(long source, long target, Map<Integer, Long> appended, int lastOrigin) {
        static final int BEGINNING = -1;

        boolean isBeginning() {
            return lastOrigin == BEGINNING;
        }
    }

    /** Some of the runs, stored under one key. Confined to the link thread. */
    private static final class Page {
        private final long owner;
        private final List<Run> runs;
        private boolean isUnstored;

        Page(long owner, List<Run> runs) {
            this.owner = owner;
            this.runs = runs;
        }

        Run last() {
            return runs.get(runs.size() - 1);
        }

        boolean hasRoomFor(Run run) {
            return runs.size() < PAGE_RUNS || last().isContinuedBy(run);
        }

        void add(Run run) {
            isUnstored = true;
            if (!runs.isEmpty() && last().isContinuedBy(run)) {
                runs.set(runs.size() - 1, last().joinedWith(run));
            } else {
                runs.add(run);
            }
        }

        void trimTo(long targetEnd) {
            while (!runs.isEmpty() && last().targetEnd() > targetEnd) {
                Run cut = runs.remove(runs.size() - 1);
                if (cut.targetStart() < targetEnd) {
                    long length = targetEnd - cut.targetStart();
                    runs.add(new Run(cut.origin(), cut.sequence(), cut.sourceStart(), cut.targetStart(), length));
                }
            }
        }
    }
}
