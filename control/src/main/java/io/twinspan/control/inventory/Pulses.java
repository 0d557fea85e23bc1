package io.twinspan.control.inventory;

import io.twinspan.model.position.Pulse;
import io.twinspan.model.position.Sight;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tasks' signs of life, gathered in the order of the log. Confined to one thread.
 *
 * <p>Implementation note. A pulse vouches for partitions whose records are in other partitions of the topic. So it may be durable, or
 * read, before the sight that was stored together with it is, and must not vouch for the sight before that. What the pulse before it
 * vouched for was stored a second earlier, so that one is believed.
 */
final class Pulses {
    private final Map<Integer, Pulse> newest = new TreeMap<>();
    private final Map<Long, Long> believedMs = new HashMap<>();
    private final Map<Long, Long> lastMs = new HashMap<>();

    void add(Pulse pulse) {
        lastMs.merge(pulse.owner(), pulse.timeMs(), Math::max);
        Pulse before = newest.put(pulse.task(), pulse);
        if (before != null && before.owner() == pulse.owner()) {
            believedMs.put(pulse.owner(), before.heardMs());
        }
    }

    /** When nothing had changed since a sight; -1 if nobody vouches for it. */
    long vouchedMs(Sight sight) {
        return sight.isVouchedFor() ? believedMs.getOrDefault(sight.owner(), -1L) : -1;
    }

    /** When whoever stored a sight gave the last sign of life; of one that is long gone, it may be the sight alone. */
    long ownerMs(Sight sight) {
        return Math.max(sight.heardMs(), lastMs.getOrDefault(sight.owner(), -1L));
    }

    /** The last one of every task that there ever was, by the task's number. */
    Collection<Pulse> newest() {
        return List.copyOf(newest.values());
    }
}
