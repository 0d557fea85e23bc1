package io.twinspan.app.cli;

import io.twinspan.control.inventory.Inventory;
import io.twinspan.control.inventory.LinkStatus;
import io.twinspan.control.inventory.PartitionStatus;
import io.twinspan.control.inventory.TopicStatus;
import java.util.Locale;
import java.util.OptionalLong;

/** The report of {@code status} as text for people. Confined to one thread. */
final class StatusText {
    private final boolean withPartitions;

    StatusText(boolean withPartitions) {
        this.withPartitions = withPartitions;
    }

    String of(Inventory inventory) {
        var text = new StringBuilder();
        for (LinkStatus link : inventory.links()) {
            text.append(text.length() == 0 ? "" : "\n\n").append(headline(link)).append('\n');
            text.append(withPartitions ? partitions(link) : topics(link));
            failures(link, text);
            if (link.failedPartitions() + link.retryingPartitions() + link.incidents() > 0) {
                text.append(
                        "\n'twinspan lanes FILE' says how to continue what has stopped, and lists what befell the link.");
            }
        }
        return text.toString();
    }

    private static String headline(LinkStatus link) {
        if (!link.started()) {
            return link.link() + ": has not copied anything yet; " + number(link.lagRecords()) + " records wait";
        }
        String lag = link.lagRecords() == 0 ? "up to date" : number(link.lagRecords()) + " records behind";
        int failed = link.failedPartitions();
        int retrying = link.retryingPartitions();
        return link.link() + ": " + lag + ", last position stored " + age(link.newestTipAgeMs())
                + (failed == 0 ? "" : ", " + CheckText.count(failed, "partition") + " FAILED")
                + (retrying == 0 ? "" : ", " + CheckText.count(retrying, "partition") + " RETRYING")
                + (link.incidents() == 0 ? "" : ", " + CheckText.count(link.incidents(), "incident"));
    }

    private static TextTable topics(LinkStatus link) {
        var table = new TextTable();
        table.row("TOPIC", "TARGET", "PARTITIONS", "LAG", "STATE", "LAST POSITION");
        for (TopicStatus topic : link.topics()) {
            table.row(
                    topic.topic(),
                    topic.targetTopic(),
                    Integer.toString(topic.partitions().size()),
                    number(topic.lagRecords()),
                    state(topic),
                    age(topic.newestTipAgeMs()));
        }
        return table;
    }

    private static String state(TopicStatus topic) {
        if (topic.failedPartitions() > 0) {
            return topic.failedPartitions() + " failed";
        }
        if (topic.retryingPartitions() > 0) {
            return topic.retryingPartitions() + " retrying";
        }
        boolean waits = topic.partitions().stream()
                .allMatch(partition -> partition.state() == PartitionStatus.State.NOT_STARTED);
        return waits ? "not started" : "copying";
    }

    private static TextTable partitions(LinkStatus link) {
        var table = new TextTable();
        table.row("TOPIC", "PARTITION", "REPLICATED TO", "SOURCE END", "LAG", "STATE", "LAST POSITION");
        for (TopicStatus topic : link.topics()) {
            for (PartitionStatus partition : topic.partitions()) {
                long age = partition.tipAgeMs();
                table.row(
                        topic.topic(),
                        Integer.toString(partition.partition()),
                        partition.replicatedTo() < 0 ? "-" : Long.toString(partition.replicatedTo()),
                        Long.toString(partition.sourceEnd()),
                        number(partition.lagRecords()),
                        partition.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        age(age < 0 ? OptionalLong.empty() : OptionalLong.of(age)));
            }
        }
        return table;
    }

    private static void failures(LinkStatus link, StringBuilder text) {
        for (TopicStatus topic : link.topics()) {
            for (PartitionStatus partition : topic.partitions()) {
                if (partition.inTrouble()) {
                    text.append('\n')
                            .append(topic.topic())
                            .append('-')
                            .append(partition.partition())
                            .append(
                                    partition.state() == PartitionStatus.State.FAILED
                                            ? " has stopped, "
                                            : " is tried again, ")
                            .append(partition.cause().text())
                            .append(": ")
                            .append(partition.reason());
                }
            }
        }
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** In the largest unit that keeps it readable. */
    private static String age(OptionalLong ageMs) {
        if (ageMs.isEmpty()) {
            return "never";
        }
        return age(ageMs.getAsLong());
    }

    static String age(long ageMs) {
        long seconds = ageMs / 1_000;
        if (seconds < 120) {
            return seconds + " s ago";
        }
        return seconds < 7_200 ? seconds / 60 + " min ago" : seconds / 3_600 + " h ago";
    }
}
