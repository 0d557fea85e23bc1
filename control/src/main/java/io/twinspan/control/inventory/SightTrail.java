package io.twinspan.control.inventory;

import io.twinspan.model.position.Sight;
import java.util.ArrayDeque;

/** The sights of one partition over the last seconds, for how fast it went. Confined to one thread. */
final class SightTrail {
    private static final long WINDOW_MS = 10_000;

    /** What would be too little to tell. */
    private static final long SHORTEST_MS = 500;

    /** One a second, and one before. */
    private static final int MOST = 12;

    private final ArrayDeque<Sight> trail = new ArrayDeque<>();

    void add(Sight sight) {
        trail.addLast(sight);
        if (trail.size() > MOST) {
            trail.removeFirst();
        }
    }

    Sight last() {
        return trail.getLast();
    }

    /**
     * How many offsets were done with in a second, in the last seconds before a time at which the last sight still held; -1 if that is not
     * known yet.
     */
    long copiedPerSecond(long asOfMs) {
        long fromMs = asOfMs - WINDOW_MS;
        Sight base = trail.getFirst();
        for (Sight sight : trail) {
            if (sight.heardMs() > fromMs) {
                break;
            }
            base = sight;
        }
        // A sight holds until the next one, so what was true before the window is true at its beginning.
        long elapsedMs = asOfMs - Math.max(fromMs, base.heardMs());
        return elapsedMs < SHORTEST_MS ? -1 : Math.max(0, last().position() - base.position()) * 1_000 / elapsedMs;
    }
}
