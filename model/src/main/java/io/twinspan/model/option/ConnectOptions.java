package io.twinspan.model.option;

import java.util.List;

/** The options that every Connect source connector has. Immutable. */
public final class ConnectOptions {
    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    public static final Option<Integer> TASKS_MAX = Option.integer("tasks.max", 1)
            .range(Range.atLeast(1))
            .doc("Into how many tasks the link's partitions are divided; tasks spread over the workers.");
    public static final Option<List<String>> TRANSFORMS = Option.list("transforms")
            .doc("Names of transformations. A link that has any copies record by record."
                    + " Their own keys, `transforms.<name>.*`, work only for one link.");

    private ConnectOptions() {}

    /** Those that MirrorMaker 2 takes at top level, too. */
    static List<Option<?>> all() {
        return List.of(
                TASKS_MAX,
                Option.bool("tasks.max.enforce", true)
                        .since("Kafka 3.8")
                        .doc("Whether more tasks than `tasks.max` are an error."),
                Option.text("name", null)
                        .doc("The connector's name, on Connect. A dedicated process names its connectors itself;"
                                + " the key has no effect there."),
                Option.className("connector.class", null)
                        .doc(
                                "The connector's class, on Connect. A dedicated process sets it; the key has no effect there."),
                Option.text("connector.plugin.version", null)
                        .since("Kafka 4.1")
                        .doc("The version of the connector's class to load."),
                converter("key.converter", "Keys are copied as bytes; leave it alone."),
                Option.text("key.converter.plugin.version", null)
                        .since("Kafka 4.1")
                        .doc("The version of that class to load."),
                converter("value.converter", "Values are copied as bytes; leave it alone."),
                Option.text("value.converter.plugin.version", null)
                        .since("Kafka 4.1")
                        .doc("The version of that class to load."),
                converter(
                        "header.converter", "Header values are copied as bytes; leave it alone. Used in record mode."),
                Option.text("header.converter.plugin.version", null)
                        .since("Kafka 4.1")
                        .doc("The version of that class to load."),
                TRANSFORMS,
                Option.list("predicates")
                        .doc("Names of predicates. Their own keys, `predicates.<name>.*`, work only for one link."),
                Option.text("config.action.reload", "restart")
                        .range(Range.oneOf("none", "restart"))
                        .doc("What happens when a config provider reports a changed secret."),
                Option.number("errors.retry.timeout", 0)
                        .doc("How long a failed record is tried again, in milliseconds; -1 for ever. Record mode."),
                Option.number("errors.retry.delay.max.ms", 60_000).doc("The longest pause between two such tries."),
                Option.text("errors.tolerance", "none")
                        .range(Range.oneOf("none", "all"))
                        .doc("Whether a record that cannot be transformed is skipped. Record mode."),
                Option.bool("errors.log.enable", false).doc("Whether each such failure is logged. Record mode."),
                Option.bool("errors.log.include.messages", false)
                        .doc("Whether that log holds the record. Record mode."));
    }

    /** Those that MirrorMaker 2 drops at top level. */
    static List<Option<?>> linkOnly() {
        return List.of(
                Option.text("exactly.once.support", "requested")
                        .in(Scope.LINK_ONLY)
                        .since("Kafka 3.3")
                        .range(Range.oneOf("requested", "required"))
                        .doc("Whether Connect must promise exactly-once. Batch mode is exactly-once by itself."),
                Option.text("transaction.boundary", "poll")
                        .in(Scope.LINK_ONLY)
                        .since("Kafka 3.3")
                        .range(Range.oneOf("poll", "interval", "connector"))
                        .doc("How records are grouped into transactions. Record mode with exactly-once."),
                Option.number("transaction.boundary.interval.ms", 60_000)
                        .in(Scope.LINK_ONLY)
                        .since("Kafka 3.3")
                        .defaultsTo("the worker's `offset.flush.interval.ms`")
                        .doc("The length of such a transaction when the boundary is `interval`."),
                Option.text("offsets.storage.topic", null)
                        .range(Range.NOT_EMPTY)
                        .in(Scope.LINK_ONLY)
                        .since("Kafka 3.3")
                        .defaultsTo("the worker's `offset.storage.topic`")
                        .doc("A topic of the link's own for Connect's offsets."));
    }

    private static Option<String> converter(String name, String doc) {
        return Option.className(name, BYTES)
                .defaultsTo("ByteArrayConverter in a dedicated file")
                .doc(doc);
    }
}
