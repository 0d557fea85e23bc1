package io.twinspan.model.option;

import java.util.Collection;
import java.util.Optional;

/** Finds the known name that somebody may have meant. Thread-safe: pure functions. */
final class Nearest {
    private Nearest() {}

    /** The nearest of these names; empty if none is near enough to be worth proposing. */
    static Optional<String> to(String name, Collection<String> known) {
        String best = null;
        int bestDistance = Math.max(2, name.length() / 3) + 1;
        for (String candidate : known) {
            int distance = Math.min(distance(name, candidate), beginsOrEnds(name, candidate) ? 2 : Integer.MAX_VALUE);
            if (distance < bestDistance
                    || (distance == bestDistance && best != null && candidate.compareTo(best) < 0)) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** A name whose last or first words were left out, as in {@code emit.heartbeats} for {@code emit.heartbeats.enabled}. */
    private static boolean beginsOrEnds(String name, String candidate) {
        return name.length() > 3 && (candidate.startsWith(name + ".") || candidate.endsWith("." + name));
    }

    /** Damerau-Levenshtein, restricted: letters inserted, left out, replaced, or two neighbours exchanged. */
    static int distance(String a, String b) {
        var beforeLast = new int[b.length() + 1];
        var last = new int[b.length() + 1];
        var current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                current[j] = Math.min(Math.min(current[j - 1] + 1, last[j] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    current[j] = Math.min(current[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = current;
            current = free;
        }
        return last[b.length()];
    }
}
