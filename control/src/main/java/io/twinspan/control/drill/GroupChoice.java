package io.twinspan.control.drill;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Which groups a drill has read. Immutable.
 *
 * @param groups a regular expression that their names match
 * @param sample how many of them, at random; 0 for all
 * @param seed of the choice
 */
record GroupChoice(Pattern groups, int sample, long seed) {

    static GroupChoice of(DrillOptions options) {
        return new GroupChoice(Pattern.compile(options.groups()), options.sample(), options.seed());
    }

    /** Those of some names, in their order; the same for the same names and seed. */
    List<String> among(Collection<String> names) {
        var matching = new ArrayList<String>();
        names.stream().filter(name -> groups.matcher(name).matches()).sorted().forEach(matching::add);
        if (sample == 0 || matching.size() <= sample) {
            return matching;
        }
        Collections.shuffle(matching, new Random(seed));
        return matching.subList(0, sample).stream().sorted().toList();
    }
}
