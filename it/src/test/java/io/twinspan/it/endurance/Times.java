package io.twinspan.it.endurance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Durations by what they are of, for a summary. Confined to the test's thread. */
final class Times {
    private final Map<String, List<Long>> taken = new LinkedHashMap<>();

    /** Notes one, if there is one. */
    void add(String what, OptionalLong ms) {
        ms.ifPresent(value ->
                taken.computeIfAbsent(what, unused -> new ArrayList<>()).add(value));
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        taken.forEach((what, all) -> {
            long[] sorted = all.stream().mapToLong(Long::longValue).sorted().toArray();
            text.append(String.format(
                    "%n  %s: %d to %d ms, median %d ms, of %s",
                    what, sorted[0], sorted[sorted.length - 1], sorted[sorted.length / 2], Arrays.toString(sorted)));
        });
        return text.toString();
    }
}
