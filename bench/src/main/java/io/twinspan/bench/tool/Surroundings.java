package io.twinspan.bench.tool;

import java.util.List;
import java.util.Map;

/**
 * Where and how a tool's process runs, beyond what a job says. Immutable.
 *
 * @param settings more keys of its file, which win
 * @param launcher a command that becomes the JVM, such as {@code ip netns exec dc2}
 * @param environment more variables
 */
public record Surroundings(Map<String, String> settings, List<String> launcher, Map<String, String> environment) {

    /** Nothing out of the ordinary. */
    public static final Surroundings NONE = new Surroundings(Map.of(), List.of(), Map.of());

    public Surroundings {
        settings = Map.copyOf(settings);
        launcher = List.copyOf(launcher);
        environment = Map.copyOf(environment);
    }
}
