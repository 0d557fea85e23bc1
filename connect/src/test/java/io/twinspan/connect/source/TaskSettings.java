package io.twinspan.connect.source;

import java.util.Map;

/** The settings of a task for tests. Immutable: keeps nothing. */
final class TaskSettings {
    private TaskSettings() {}

    /** A task of {@code dc1->dc2} with two partitions of {@code orders}. */
    static SourceSettings parsed() {
        return SourceSettings.parse(Map.of(
                "name",
                "mirror",
                "connector.class",
                LinkSourceConnector.class.getName(),
                "source.cluster.alias",
                "dc1",
                "target.cluster.alias",
                "dc2",
                "source.cluster.bootstrap.servers",
                "one:9092",
                "target.cluster.bootstrap.servers",
                "two:9092",
                ConnectorDefinition.TASK_INDEX,
                "0",
                ConnectorDefinition.TASK_LANES,
                "orders:0-1"));
    }
}
