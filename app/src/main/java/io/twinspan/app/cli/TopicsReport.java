package io.twinspan.app.cli;

import io.twinspan.control.inventory.Inventory;
import io.twinspan.control.inventory.LinkStatus;
import io.twinspan.control.inventory.TopicStatus;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What {@code topics} shows of an inventory. Immutable.
 *
 * @param names the topics to show; all if empty
 */
record TopicsReport(List<String> names, boolean withPartitions) {

    /** Only what is to be shown. */
    Inventory of(Inventory inventory) {
        return names.isEmpty()
                ? inventory
                : new Inventory(
                        inventory.takenAtMs(),
                        inventory.links().stream()
                                .map(link -> link.withTopics(link.topics().stream()
                                        .filter(topic -> names.contains(topic.topic()))
                                        .toList()))
                                .toList());
    }

    /** Names that no link of the inventory has; nothing if that cannot be told, since a cluster does not answer. */
    List<String> missing(Inventory inventory) {
        if (inventory.isIncomplete()) {
            return List.of();
        }
        var missing = new TreeSet<>(names);
        inventory.links().stream()
                .flatMap(link -> link.topics().stream())
                .map(TopicStatus::topic)
                .forEach(missing::remove);
        return List.copyOf(missing);
    }

    String text(Inventory inventory) {
        var text = new StringBuilder();
        for (LinkStatus link : inventory.links()) {
            text.append(text.length() == 0 ? "" : "\n\n").append(link.link());
            if (!link.target().isReached()) {
                text.append(": the target cannot be reached: ")
                        .append(link.target().why());
                continue;
            }
            if (!link.source().isReached()) {
                text.append(": as the source last told, since it cannot be reached: ")
                        .append(link.source().why());
            }
            text.append('\n')
                    .append(withPartitions ? TopicTable.partitions(link.topics()) : TopicTable.topics(link.topics()));
            TopicTable.failures(link.topics(), text);
            TopicTable.whatToDo(link, text);
        }
        return text.toString();
    }

    /** The shape of {@code topics --json}, which scripts rely on. Immutable. */
    record Json(String time, List<Link> links) {}

    /**
     * A link. Immutable.
     *
     * @param unreached why a cluster did not answer; null if both did
     */
    record Link(String link, @Nullable String unreached, List<StatusJson.Topic> topics) {}

    Json json(Inventory inventory) {
        return new Json(
                Instant.ofEpochMilli(inventory.takenAtMs()).toString(),
                inventory.links().stream()
                        .map(link -> new Link(
                                link.link(),
                                link.target().isReached()
                                        ? link.source().isReached()
                                                ? null
                                                : link.source().why()
                                        : link.target().why(),
                                link.topics().stream()
                                        .map(topic -> StatusJson.Topic.of(
                                                topic, partition -> withPartitions || partition.inTrouble()))
                                        .toList()))
                        .toList());
    }
}
