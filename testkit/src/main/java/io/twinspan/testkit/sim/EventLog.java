package io.twinspan.testkit.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last lines of what happened in a world, and a fingerprint of all of them. Confined to the world's thread. */
public final class EventLog {
    private static final int KEPT = 200;

    private final Deque<String> last = new ArrayDeque<>(KEPT);
    private long lines;
    private long fingerprint = 1125899906842597L;

    void add(String line) {
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(line);
        lines++;
        for (int i = 0; i < line.length(); i++) {
            fingerprint = 31 * fingerprint + line.charAt(i);
        }
    }

    /** How many lines were ever written. */
    public long lines() {
        return lines;
    }

    /** A hash of every line ever written: two runs of one seed must agree on it. */
    public long fingerprint() {
        return fingerprint;
    }

    /** Up to {@code count} of the last lines, the oldest first. */
    public List<String> tail(int count) {
        var lines = new ArrayList<>(last);
        return List.copyOf(lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }
}
