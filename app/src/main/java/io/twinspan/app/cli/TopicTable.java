package io.twinspan.app.cli;

import io.twinspan.control.inventory.LinkStatus;
import io.twinspan.control.inventory.PartitionStatus;
import io.twinspan.control.inventory.PartitionStatus.State;
import io.twinspan.control.inventory.TopicStatus;
import java.util.List;
import java.util.Locale;

/** Topics and partitions as tables for people, and what is said of those that do not get on. Thread-safe: pure functions. */
final class TopicTable {
    private TopicTable() {}

    static TextTable topics(List<TopicStatus> topics) {
        var table = new TextTable();
        table.row("TOPIC", "TARGET", "PARTITIONS", "LAG", "DELAY", "RECORDS/S", "STATE", "LAST POSITION");
        for (TopicStatus topic : topics) {
            table.row(
                    topic.topic(),
                    topic.targetTopic(),
                    Integer.toString(topic.partitions().size()),
                    Amounts.number(topic.lagRecords()),
                    Amounts.seconds(topic.rpo().ms()),
                    Amounts.number(topic.recordsPerSecond()),
                    state(topic),
                    Amounts.age(topic.newestTipAgeMs()));
        }
        return table;
    }

    private static String state(TopicStatus topic) {
        for (State state : List.of(State.FAILED, State.RETRYING, State.UNTENDED)) {
            if (topic.count(state) > 0) {
                return topic.count(state) + " " + word(state);
            }
        }
        return word(topic.count(State.NOT_STARTED) == topic.partitions().size() ? State.NOT_STARTED : State.COPYING);
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static TextTable partitions(List<TopicStatus> topics) {
        var table = new TextTable();
        table.row(
                "TOPIC",
                "PARTITION",
                "REPLICATED TO",
                "SOURCE END",
                "LAG",
                "BYTES",
                "DELAY",
                "AS OF",
                "RECORDS/S",
                "STATE",
                "LAST POSITION");
        for (TopicStatus topic : topics) {
            for (PartitionStatus partition : topic.partitions()) {
                table.row(
                        topic.topic(),
                        Integer.toString(partition.partition()),
                        offset(partition.replicatedTo()),
                        offset(partition.sourceEnd()),
                        Amounts.number(partition.lagRecords()),
                        Amounts.bytes(partition.lagBytes()),
                        Amounts.seconds(partition.rpo().ms()),
                        Amounts.seconds(partition.rpo().asOfMs()),
                        Amounts.number(partition.recordsPerSecond()),
                        word(partition.state()),
                        Amounts.age(partition.tipAgeMs()));
            }
        }
        return table;
    }

    private static String offset(long offset) {
        return offset < 0 ? "-" : Long.toString(offset);
    }

    /** Adds a line for each partition that does not get on. */
    static void failures(List<TopicStatus> topics, StringBuilder text) {
        for (TopicStatus topic : topics) {
            for (PartitionStatus partition : topic.partitions()) {
                if (partition.inTrouble()) {
                    text.append('\n')
                            .append(topic.topic())
                            .append('-')
                            .append(partition.partition())
                            .append(partition.state() == State.FAILED ? " has stopped, " : " is tried again, ")
                            .append(partition.cause().text())
                            .append(": ")
                            .append(partition.reason());
                }
            }
        }
    }

    /** Adds what to do about them, if there are any, or something befell the link. */
    static void whatToDo(LinkStatus link, StringBuilder text) {
        if (link.failedPartitions()
                        + link.retryingPartitions()
                        + link.incidents().size()
                > 0) {
            text.append(
                    "\n'twinspan lanes FILE' says how to continue what has stopped, and lists what befell the link.");
        }
    }
}
