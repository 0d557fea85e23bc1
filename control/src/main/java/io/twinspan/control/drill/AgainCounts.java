package io.twinspan.control.drill;

import io.twinspan.link.BatchScan;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What groups would read again in each stretch whose place is not exact, counted some at a time. Confined to the drill's thread. */
final class AgainCounts implements AutoCloseable {
    private static final int AT_ONCE = 16;

    private final BatchScan scan;
    private final ArrayDeque<Stretch> waiting = new ArrayDeque<>();
    private final IdentityHashMap<Stretch, AgainCount> counts = new IdentityHashMap<>();
    private final Set<AgainCount> active = new LinkedHashSet<>();

    AgainCounts(BatchScan scan, Collection<Stretch> stretches) {
        this.scan = scan;
        stretches.stream().filter(Stretch::hasAgain).forEach(waiting::add);
    }

    /** Goes on; returns whether all is counted. */
    boolean advance() {
        boolean someEnded = true;
        while (someEnded) {
            while (active.size() < AT_ONCE && !waiting.isEmpty()) {
                Stretch next = waiting.remove();
                var count = new AgainCount(scan, next);
                counts.put(next, count);
                active.add(count);
            }
            someEnded = active.removeIf(AgainCount::advance);
        }
        return active.isEmpty();
    }

    /** That of one stretch; null if there was nothing to count, or no time. */
    @Nullable
    AgainCount of(Stretch stretch) {
        return counts.get(stretch);
    }

    @Override
    public void close() {
        active.forEach(AgainCount::close);
    }
}
