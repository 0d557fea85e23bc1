package io.twinspan.it.plugin;

import java.util.Map;

/** What a file says for clusters of one broker. Immutable. */
public final class Small {
    public static final Map<String, String> FACTORS = Map.ofEntries(
            Map.entry("replication.factor", "1"),
            Map.entry("offset-syncs.topic.replication.factor", "1"),
            Map.entry("checkpoints.topic.replication.factor", "1"),
            Map.entry("heartbeats.topic.replication.factor", "1"),
            Map.entry("config.storage.replication.factor", "1"),
            Map.entry("offset.storage.replication.factor", "1"),
            Map.entry("status.storage.replication.factor", "1"));

    private Small() {}
}
