package io.twinspan.model.option;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which values an option takes beyond what its type says. Immutable.
 *
 * @param text for people, to follow "must be"; empty if every value of the type is taken
 */
public record Range(String text, Predicate<Object> accepts) {
    static final Range ANY = new Range("", value -> true);

    static final Range NOT_EMPTY =
            new Range("not empty", value -> !value.toString().isBlank());

    /** Replication factors: the brokers' default, or a number of replicas. */
    static final Range REPLICATION =
            numbers("at least 1, or -1 for the broker's default", n -> n == -1 || (n >= 1 && n <= Short.MAX_VALUE));

    /** Intervals of recurring work. MirrorMaker 2 fails at start on 0. */
    static final Range INTERVAL = numbers("at least 1, or negative for never", n -> n != 0);

    /** Lists of regular expressions. */
    static final Range PATTERNS =
            new Range("a list of regular expressions, none empty", value -> each(value, Range::isPattern));

    static Range atLeast(long least) {
        return numbers("at least " + least, n -> n >= least);
    }

    static Range between(long least, long most) {
        return numbers("between " + least + " and " + most, n -> n >= least && n <= most);
    }

    static Range oneOf(String... values) {
        var allowed = List.of(values);
        return new Range(
                "one of " + String.join(", ", allowed),
                value -> allowed.contains(value.toString().toLowerCase(Locale.ROOT)));
    }

    static Range listOf(String... values) {
        var allowed = List.of(values);
        return new Range("a list of " + String.join(", ", allowed), value -> each(value, allowed::contains));
    }

    static Range numbers(String text, Predicate<Long> accepts) {
        return new Range(text, value -> accepts.test(((Number) value).longValue()));
    }

    private static boolean each(Object list, Predicate<String> accepts) {
        return ((List<?>) list).stream().allMatch(element -> accepts.test(element.toString()));
    }

    private static boolean isPattern(String text) {
        try {
            return !Pattern.compile(text).pattern().isEmpty();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
