package io.twinspan.connect.checkpoint;

import io.twinspan.connect.source.TopicSelection;
import io.twinspan.model.translation.GroupPosition;
import io.twinspan.model.translation.Translation;
import io.twinspan.model.wire.Checkpoints;
import io.twinspan.model.wire.Checkpoints.Checkpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Turns what groups have committed into checkpoints, and knows which of them are due to be written. Confined to the task's thread.
 *
 * <p>A position that the link has not reached yet is translated to where the link is, which reads some records again; as soon as the
 * link has reached it, it is translated once more, for good.
 */
final class GroupTranslator {
    private static final Comparator<GroupPosition> BY_PARTITION = Comparator.comparing(
                    (GroupPosition position) -> position.source().topic())
            .thenComparingInt(position -> position.source().partition());

    private final TopicSelection selection;
    private final Map<String, Boolean> selected = new ConcurrentHashMap<>();
    private final Map<Place, Checkpoint> written = new HashMap<>();
    private final Map<String, List<GroupPosition>> positions = new TreeMap<>();
    private GroupOffsets offsets = new GroupOffsets(0, Map.of());

    /** Where in the target a source offset is. */
    interface Places {
        Translation translate(TopicPartition partition, long offset);
    }

    /** A checkpoint's key. Immutable. */
    private record Place(String group, TopicPartition target) {}

    GroupTranslator(TopicSelection selection) {
        this.selection = selection;
    }

    /** Whether the link copies a topic. May be asked on any thread. */
    boolean selects(String topic) {
        return selected.computeIfAbsent(topic, selection::selects);
    }

    /** Whether the link copies a topic to one of the same name, where other links may write, too. May be asked on any thread. */
    boolean isShared(String topic) {
        return selection.targetOf(topic).equals(topic) && selects(topic);
    }

    /** Translates all positions; returns the checkpoints that differ from those written. */
    List<Checkpoint> translate(GroupOffsets newest, Places places) {
        offsets = newest;
        positions.clear();
        var due = new ArrayList<Checkpoint>();
        newest.byGroup().forEach((group, committed) -> {
            var ofGroup = new ArrayList<GroupPosition>();
            committed.forEach((partition, offset) -> {
                if (selects(partition.topic())) {
                    GroupPosition position = position(partition, offset.offset(), places);
                    ofGroup.add(position);
                    addIfDue(group, position, due);
                }
            });
            ofGroup.sort(BY_PARTITION);
            positions.put(group, List.copyOf(ofGroup));
        });
        return due;
    }

    /** Translates those positions again that the link had not reached; returns the checkpoints of those that it has by now. */
    List<Checkpoint> translatePending(Places places) {
        var due = new ArrayList<Checkpoint>();
        positions.replaceAll((group, ofGroup) -> {
            if (ofGroup.stream().noneMatch(position -> position.translation().isPending())) {
                return ofGroup;
            }
            return ofGroup.stream()
                    .map(position -> {
                        if (!position.translation().isPending()) {
                            return position;
                        }
                        GroupPosition now = position(position.source(), position.sourceOffset(), places);
                        if (!now.translation().isPending()) {
                            addIfDue(group, now, due);
                        }
                        return now;
                    })
                    .toList();
        });
        return due;
    }

    private GroupPosition position(TopicPartition partition, long offset, Places places) {
        Translation translation = places.translate(partition, offset);
        return new GroupPosition(partition, targetOf(partition), offset, translation);
    }

    private TopicPartition targetOf(TopicPartition partition) {
        return new TopicPartition(selection.targetOf(partition.topic()), partition.partition());
    }

    private void addIfDue(String group, GroupPosition position, List<Checkpoint> due) {
        position.translation().target().ifPresent(target -> {
            var checkpoint = new Checkpoint(
                    group, position.target(), position.sourceOffset(), target, noted(group, position.source()));
            if (!checkpoint.equals(written.put(new Place(group, position.target()), checkpoint))) {
                due.add(checkpoint);
            }
        });
    }

    private String metadata(String group, TopicPartition source) {
        OffsetAndMetadata committed =
                offsets.byGroup().getOrDefault(group, Map.of()).get(source);
        return committed == null ? "" : committed.metadata();
    }

    /** What a checkpoint has no room for is left out, rather than cut: half of it would be read as something else. */
    private String noted(String group, TopicPartition source) {
        String metadata = metadata(group, source);
        return Checkpoints.hasRoomFor(metadata) ? metadata : "";
    }

    /** A checkpoint was not written after all. */
    void lost(Checkpoint checkpoint) {
        written.remove(new Place(checkpoint.group(), checkpoint.partition()), checkpoint);
    }

    /** The positions of each group in topics that the link copies, as translated last. */
    Map<String, List<GroupPosition>> positions() {
        return Map.copyOf(positions);
    }

    /** What each group's offsets on the target are to be; only what is translated. */
    Map<String, Map<TopicPartition, OffsetAndMetadata>> translated() {
        var translated = new HashMap<String, Map<TopicPartition, OffsetAndMetadata>>();
        positions.forEach((group, ofGroup) -> {
            var onTarget = new HashMap<TopicPartition, OffsetAndMetadata>();
            for (GroupPosition position : ofGroup) {
                position.translation()
                        .target()
                        .ifPresent(target -> onTarget.put(
                                position.target(), new OffsetAndMetadata(target, metadata(group, position.source()))));
            }
            if (!onTarget.isEmpty()) {
                translated.put(group, Map.copyOf(onTarget));
            }
        });
        return Map.copyOf(translated);
    }
}
