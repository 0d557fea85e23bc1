package io.twinspan.link.lane;

import java.util.Map;
import java.util.TreeMap;

/**
 * The source ranges that retention took, each counted once however often a lane comes to it before something behind it is
 * confirmed. Confined to the link thread.
 */
final class Gaps {
    /** End by start; they neither overlap nor touch. */
    private final TreeMap<Long, Long> counted = new TreeMap<>();

    /** Adds a range; returns how many of its offsets are new. */
    long add(long from, long to) {
        long start = from;
        long end = to;
        long fresh = to - from;
        Map.Entry<Long, Long> before = counted.floorEntry(to);
        while (before != null && before.getValue() >= from) {
            fresh -= Math.max(0, Math.min(before.getValue(), to) - Math.max(before.getKey(), from));
            start = Math.min(start, before.getKey());
            end = Math.max(end, before.getValue());
            counted.remove(before.getKey());
            before = counted.floorEntry(to);
        }
        counted.put(start, end);
        return fresh;
    }

    /** Nobody comes to what lies below this offset again. */
    void forgetBelow(long offset) {
        counted.values().removeIf(end -> end <= offset);
    }
}
