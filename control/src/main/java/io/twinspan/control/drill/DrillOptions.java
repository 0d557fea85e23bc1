package io.twinspan.control.drill;

import io.twinspan.control.failover.FailoverOptions;
import io.twinspan.control.fence.FenceKind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a drill tries, and how much of it. Immutable.
 *
 * @param topics which source topics would be moved, a regular expression
 * @param fence how producers would be kept out of the source
 * @param accepted kinds of obstacles with which the failover would go on regardless
 * @param records how many records each group reads in each partition
 * @param groups which groups read, a regular expression
 * @param sample how many of them, at random; 0 for all
 * @param seed of the choice, so that it can be made again
 * @param limit how long the drill may take in all
 */
public record DrillOptions(
        String topics,
        FenceKind fence,
        List<String> accepted,
        int records,
        String groups,
        int sample,
        long seed,
        Duration limit) {
    /** How many records each group reads, if nobody says. */
    public static final int RECORDS = 10;

    /** More is what 'twinspan verify' is for. */
    public static final int MOST_RECORDS = 100_000;

    /** How long a drill may take, if nobody says. */
    public static final Duration LIMIT = Duration.ofMinutes(10);

    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(5);
    private static final Duration VERIFY_LIMIT = Duration.ofHours(1);
    private static final Duration GROUPS_WAIT = Duration.ofSeconds(10);

    public DrillOptions {
        accepted = List.copyOf(accepted);
    }

    /** The fence of this name. */
    public static FenceKind fence(String text) {
        return FenceKind.valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** The failover that the drill is about. */
    FailoverOptions failover() {
        return new FailoverOptions(
                false,
                false,
                false,
                topics,
                fence,
                List.of(),
                accepted,
                FailoverOptions.Verify.TAIL,
                VERIFY_LIMIT.toMillis(),
                DRAIN_LIMIT.toMillis(),
                GROUPS_WAIT.toMillis(),
                false,
                -1,
                false,
                List.of());
    }

    /** As a report names them. */
    public Map<String, String> told() {
        var told = new TreeMap<String, String>();
        told.put("topics", topics);
        told.put("fence", fence.text());
        told.put("accept", String.join(",", accepted));
        told.put("records", Integer.toString(records));
        told.put("groups", groups);
        if (sample > 0) {
            told.put("sample", Integer.toString(sample));
            told.put("seed", Long.toString(seed));
        }
        return told;
    }
}
