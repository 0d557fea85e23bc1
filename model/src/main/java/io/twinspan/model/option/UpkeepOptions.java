package io.twinspan.model.option;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The options of what {@code twinspan run} does by itself besides copying: drills of a failover, and continuous verification. Immutable.
 * They are the process's; connectors never see them.
 */
public final class UpkeepOptions {
    private static final String SINCE = "Twinspan 0.1";
    private static final long MOST_SECONDS = 10 * 366 * 86_400L;

    public static final Option<Long> DRILL_INTERVAL = Option.number("link.drill.interval.seconds", 0)
            .since(SINCE)
            .range(Range.between(0, MOST_SECONDS))
            .doc(
                    "How often `twinspan run` drills a failover of the link, which changes nothing; 0 is never. Of several processes"
                            + " one does it.");
    public static final Option<Integer> DRILL_RECORDS = Option.integer("link.drill.records", 10)
            .since(SINCE)
            .range(Range.between(1, 100_000))
            .doc("How many records each consumer group reads on both sides in such a drill, in each partition.");
    public static final Option<Integer> DRILL_SAMPLE = Option.integer("link.drill.sample", 0)
            .since(SINCE)
            .range(Range.between(0, 1_000_000))
            .doc("How many groups read in such a drill, chosen at random; 0 is all.");
    public static final Option<String> DRILL_FENCE = Option.text("link.drill.fence", "acl")
            .since(SINCE)
            .range(Range.oneOf("acl", "quota", "hook", "stopped"))
            .doc(
                    "How producers would be kept out of the source, as `--fence` of `twinspan failover` says: whether that could be done"
                            + " is a part of the drill.");
    public static final Option<List<String>> DRILL_ACCEPT = Option.list("link.drill.accept")
            .since(SINCE)
            .range(Range.listOf(
                    "topic-missing",
                    "partitions-differ",
                    "isr-too-small",
                    "partition-stopped",
                    "link-not-running",
                    "lag-too-large",
                    "group-not-exact",
                    "group-active",
                    "hanging-transaction"))
            .doc(
                    "With which obstacles the failover would go on regardless, as `--accept` of `twinspan failover` says.");
    public static final Option<Long> VERIFY_INTERVAL = Option.number("link.verify.interval.seconds", 0)
            .since(SINCE)
            .range(Range.between(0, MOST_SECONDS))
            .doc(
                    "How often `twinspan run` compares all that both sides of the link hold, at low priority; 0 is never. Of several"
                            + " processes one does it; after a restart it goes on where it was.");
    public static final Option<Long> VERIFY_RATE = Option.number("link.verify.rate.bytes", 10_000_000L)
            .since(SINCE)
            .range(Range.atLeast(1_000L))
            .doc("How many bytes a second of both clusters together such a comparison reads at most.");

    private UpkeepOptions() {}

    static List<Option<?>> all() {
        return List.of(
                DRILL_INTERVAL, DRILL_RECORDS, DRILL_SAMPLE, DRILL_FENCE, DRILL_ACCEPT, VERIFY_INTERVAL, VERIFY_RATE);
    }

    /** Their names, without a link before them. */
    public static Set<String> names() {
        return all().stream().map(Option::name).collect(Collectors.toUnmodifiableSet());
    }
}
