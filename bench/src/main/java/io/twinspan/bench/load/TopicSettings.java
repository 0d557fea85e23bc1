package io.twinspan.bench.load;

import java.util.Map;

/** How every topic of the benchmark is set. Immutable. */
public final class TopicSettings {
    /** Nothing is deleted by age; deleted topics leave the disk at once. */
    public static final Map<String, String> KEEP = Map.of("retention.ms", "-1", "file.delete.delay.ms", "500");

    private TopicSettings() {}
}
