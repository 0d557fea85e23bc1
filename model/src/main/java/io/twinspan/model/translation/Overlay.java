package io.twinspan.model.translation;

import io.twinspan.model.position.Run;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs laid over each other, the latest on top: together they ascend on both sides. Confined to one call.
 *
 * <p>Two runs contradict each other where they map the same source offsets differently, or cross on the target side; there the
 * older one is cut. Where they say the same, or speak of different records, both count.
 */
final class Overlay {
    private final TreeMap<Long, Run> bySource = new TreeMap<>();

    /** Lays one run on top of all before. */
    void lay(Run run) {
        Run after = cutBefore(run);
        cutAfter(run);
        put(run);
        if (after != null) {
            put(after);
        }
    }

    /** Cuts the runs that begin before this one; returns what remains of the first of them behind it. */
    private @Nullable Run cutBefore(Run run) {
        Run remains = null;
        for (Map.Entry<Long, Run> entry = bySource.lowerEntry(run.sourceStart());
                entry != null;
                entry = bySource.lowerEntry(run.sourceStart())) {
            Run old = entry.getValue();
            if (old.sourceEnd() <= run.sourceStart() && old.targetEnd() <= run.targetStart()) {
                break;
            }
            bySource.remove(entry.getKey());
            if (old.sourceEnd() > run.sourceEnd()) {
                remains = behind(old, run);
            }
            long head = Math.min(run.sourceStart() - old.sourceStart(), run.targetStart() - old.targetStart());
            if (head > 0) {
                put(part(old, 0, Math.min(head, old.length())));
            }
        }
        return remains;
    }

    private void cutAfter(Run run) {
        for (Map.Entry<Long, Run> entry = bySource.ceilingEntry(run.sourceStart());
                entry != null;
                entry = bySource.ceilingEntry(run.sourceStart())) {
            Run old = entry.getValue();
            if (old.sourceStart() >= run.sourceEnd() && old.targetStart() >= run.targetEnd()) {
                break;
            }
            bySource.remove(entry.getKey());
            Run rest = behind(old, run);
            if (rest != null) {
                put(rest);
            }
        }
    }

    /** The part of the old run that is behind the new one on both sides, or null. */
    private static @Nullable Run behind(Run old, Run run) {
        long skipped = Math.max(run.sourceEnd() - old.sourceStart(), run.targetEnd() - old.targetStart());
        return skipped < old.length() ? part(old, Math.max(0, skipped), old.length()) : null;
    }

    private static Run part(Run run, long from, long to) {
        return new Run(
                run.origin(), run.sequence() + from, run.sourceStart() + from, run.targetStart() + from, to - from);
    }

    private void put(Run run) {
        bySource.put(run.sourceStart(), run);
    }

    /** What counts, in ascending order. */
    Collection<Run> runs() {
        return List.copyOf(bySource.values());
    }
}
