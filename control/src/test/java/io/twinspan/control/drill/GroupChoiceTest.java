package io.twinspan.control.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which groups read in a drill. */
class GroupChoiceTest {
    private static final List<String> GROUPS =
            IntStream.range(0, 40).mapToObj(i -> "group-" + (10 + i)).toList();

    private static List<String> choose(String regex, int sample, long seed) {
        return new GroupChoice(Pattern.compile(regex), sample, seed).among(GROUPS);
    }

    @Test
    void allReadIfNothingIsSaid() {
        assertThat(choose(".*", 0, 1)).isEqualTo(GROUPS);
    }

    @Test
    void theWholeNameMustMatch() {
        assertThat(choose("group-1.", 0, 1)).hasSize(10).doesNotContain("group-21");
        assertThat(choose("group", 0, 1)).isEmpty();
    }

    @Test
    void aSampleIsOfTheSizeAskedForAndTheSameForTheSameSeed() {
        for (long seed = 0; seed < 50; seed++) {
            List<String> once = choose(".*", 7, seed);

            assertThat(once)
                    .as("seed %s", seed)
                    .hasSize(7)
                    .doesNotHaveDuplicates()
                    .isSubsetOf(GROUPS);
            assertThat(choose(".*", 7, seed)).as("seed %s", seed).isEqualTo(once);
        }
    }

    @Test
    void otherSeedsChooseOthers() {
        Set<String> seen = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            seen.addAll(choose(".*", 7, seed));
        }

        assertThat(seen).containsExactlyInAnyOrderElementsOf(GROUPS);
    }

    @Test
    void aSampleLargerThanAllIsAll() {
        assertThat(choose(".*", 100, 3)).isEqualTo(GROUPS);
    }
}
