package io.twinspan.connect.checkpoint;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of groups in a task's configuration: separated by commas, and, since a group's name may contain anything, encoded as in
 * URLs. Thread-safe: pure functions.
 */
final class GroupNames {

    private GroupNames() {}

    static String format(Collection<String> groups) {
        return groups.stream()
                .map(group -> URLEncoder.encode(group, StandardCharsets.UTF_8))
                .collect(Collectors.joining(","));
    }

    static List<String> parse(String text) {
        return Stream.of(text.split(","))
                .filter(part -> !part.isEmpty())
                .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                .toList();
    }
}
