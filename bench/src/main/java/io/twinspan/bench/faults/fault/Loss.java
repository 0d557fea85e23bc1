package io.twinspan.bench.faults.fault;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a fault took away or made meaningless for good, so that no program can have it right without saying so. Immutable.
 *
 * @param topic the topic hit
 * @param what in words
 * @param numbers those that a program that names it exactly has to say, in one line with the topic
 * @param lost how many records may be missing in the target because of it
 */
public record Loss(String topic, String what, List<Long> numbers, long lost) {
    public Loss {
        numbers = List.copyOf(numbers);
    }

    /** Whether a line speaks of the topic and says all the numbers, with or without commas. */
    public boolean isNamedExactlyBy(String line) {
        String plain = line.replaceAll("(?<=\\d),(?=\\d{3}(\\D|$))", "");
        return line.contains(topic)
                && numbers.stream()
                        .allMatch(number -> Pattern.compile("(?<!\\d)(?<!\\d\\.)" + number + "(?!\\d)")
                                .matcher(plain)
                                .find());
    }
}
