package io.twinspan.model.wire;

import io.twinspan.model.position.Run;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The layout of a page of runs: each run as its distance from the one before. Thread-safe: pure functions.
 *
 * <pre>
 *  runs(v)  origins(v)  each origin(v)
 *  each run:  (source start - end of the run before) * 2 + jump(v)
 *             index of its origin(v)          only if the page has several
 *             target start - end of the run before(v)
 *             length(v)
 *             sequence(v)                     only if jump = 1
 * </pre>
 *
 * <p>Before the first run, the source ends at the key's source start and the target at 0. {@code jump} is 0 where the
 * sequence number is the end of the origin's run before, which is so for every run but an origin's first in the page.
 *
 * <p>Measured (PositionRecordsTest), with the key's share in a full page: 4.1 bytes a run for transactions of 100 to 1,000
 * records, each with its marker; 3.2 for a compacted topic with runs of 1 to 100 records; 5.2 for the first in two origins.
 */
final class RunsLayout {
    private RunsLayout() {}

    static void write(List<Run> runs, WireWriter out) {
        var origins = new LinkedHashSet<Integer>();
        runs.forEach(run -> origins.add(run.origin()));
        var indexes = new ArrayList<>(origins);
        out.varint(runs.size()).varint(indexes.size());
        indexes.forEach(out::varint);
        var sequences = new HashMap<Integer, Long>();
        long source = runs.get(0).sourceStart();
        long target = 0;
        for (Run run : runs) {
            boolean jump = sequences.getOrDefault(run.origin(), -1L) != run.sequence();
            out.varint((run.sourceStart() - source) << 1 | (jump ? 1 : 0));
            if (indexes.size() > 1) {
                out.varint(indexes.indexOf(run.origin()));
            }
            out.varint(run.targetStart() - target).varint(run.length());
            if (jump) {
                out.varint(run.sequence());
            }
            source = run.sourceEnd();
            target = run.targetEnd();
            sequences.put(run.origin(), run.sequenceEnd());
        }
    }

    static List<Run> read(long sourceStart, WireReader in) {
        int count = in.varint(RunsPage.MAX_RUNS, "the number of runs");
        var origins = new int[in.varint(count, "the number of origins")];
        var sequences = new long[origins.length];
        for (int i = 0; i < origins.length; i++) {
            origins[i] = in.varint(Integer.MAX_VALUE, "an origin");
        }
        var runs = new ArrayList<Run>(count);
        long source = sourceStart;
        long target = 0;
        for (int i = 0; i < count; i++) {
            long head = in.varint();
            int origin = origins.length > 1 ? in.varint(origins.length - 1, "the index of an origin") : 0;
            if (origin >= origins.length) {
                throw new WireReader.DamagedBytes("a page with runs has no origin");
            }
            long targetStart = Math.addExact(target, in.offset("the target offset"));
            long length = in.offset("the length");
            long sequence = (head & 1) == 1 ? in.offset("the sequence") : sequences[origin];
            var run = new Run(origins[origin], sequence, Math.addExact(source, head >>> 1), targetStart, length);
            runs.add(run);
            source = run.sourceEnd();
            target = run.targetEnd();
            sequences[origin] = run.sequenceEnd();
        }
        return runs;
    }
}
