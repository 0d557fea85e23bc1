package io.twinspan.it.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One difference between what MirrorMaker 2 and what Twinspan made. Immutable.
 *
 * @param fact what it is about, as {@link Facts} names it
 * @param theirs its value where MirrorMaker 2 worked, or null if it is not there
 * @param ours its value where Twinspan worked, or null if it is not there
 */
record Seen(String fact, @Nullable String theirs, @Nullable String ours) {
    static List<Seen> between(Map<String, String> theirs, Map<String, String> ours) {
        var facts = new TreeSet<>(theirs.keySet());
        facts.addAll(ours.keySet());
        var seen = new ArrayList<Seen>();
        for (String fact : facts) {
            if (!Objects.equals(theirs.get(fact), ours.get(fact))) {
                seen.add(new Seen(fact, theirs.get(fact), ours.get(fact)));
            }
        }
        return seen;
    }

    boolean isAbout(String pattern) {
        return fact.matches(pattern);
    }

    boolean isOnlyTheirs() {
        return theirs != null && ours == null;
    }

    boolean isOnlyOurs() {
        return theirs == null && ours != null;
    }

    /** Whether both are numbers, of which ours is the higher. */
    boolean isHigherHere() {
        return theirs != null && ours != null && number(ours) > number(theirs);
    }

    boolean isLowerHere() {
        return theirs != null && ours != null && number(ours) < number(theirs);
    }

    private static long number(String text) {
        return Long.parseLong(text.replaceAll(" .*", ""));
    }
}
