package io.twinspan.control.verify.compare;

import io.twinspan.model.position.Run;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Looks offsets of one side up in the runs: fast where they ascend, and correct where they do not. Confined to the thread that compares.
 */
final class RunCursor {
    private final LongFunction<Iterator<Run>> opener;
    private final ToLongFunction<Run> start;
    private final ToLongFunction<Run> end;
    private Iterator<Run> rest = Collections.emptyIterator();
    private @Nullable Run current;

    /** The lowest offset for which the current run is the first that reaches beyond it. */
    private long lowest = Long.MAX_VALUE;

    private RunCursor(LongFunction<Iterator<Run>> opener, ToLongFunction<Run> start, ToLongFunction<Run> end) {
        this.opener = opener;
        this.start = start;
        this.end = end;
    }

    /** For source offsets. */
    static RunCursor ofSource(RunMap map) {
        return new RunCursor(map::fromSource, Run::sourceStart, Run::sourceEnd);
    }

    /** For target offsets. */
    static RunCursor ofTarget(RunMap map) {
        return new RunCursor(map::fromTarget, Run::targetStart, Run::targetEnd);
    }

    /** The run that has this offset; null if none has. */
    @Nullable
    Run at(long offset) {
        Run run = from(offset);
        return run == null || start.applyAsLong(run) > offset ? null : run;
    }

    /** Whether any run has one of these offsets. */
    boolean touches(long first, long last) {
        Run run = from(first);
        return run != null && start.applyAsLong(run) <= last;
    }

    /** The first run that reaches beyond an offset; null if none does. */
    @Nullable
    Run from(long offset) {
        Run run = current;
        if (offset < lowest) {
            rest = opener.apply(Math.max(0, offset));
            run = rest.hasNext() ? rest.next() : null;
            lowest = run == null ? offset : Math.min(offset, start.applyAsLong(run));
        }
        while (run != null && end.applyAsLong(run) <= offset) {
            lowest = end.applyAsLong(run);
            run = rest.hasNext() ? rest.next() : null;
        }
        current = run;
        return run;
    }
}
