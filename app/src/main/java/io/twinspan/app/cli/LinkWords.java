package io.twinspan.app.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words of a command line behind FILE: a link that may be left out, and names. Immutable.
 *
 * @param link null if none was given
 */
record LinkWords(@Nullable String link, List<String> names) {

    /** Takes a first word that cannot be a link for a name. */
    static LinkWords of(@Nullable String first, List<String> others) {
        if (first == null || first.contains("->")) {
            return new LinkWords(first, List.copyOf(others));
        }
        var names = new ArrayList<>(List.of(first));
        names.addAll(others);
        return new LinkWords(null, names);
    }
}
