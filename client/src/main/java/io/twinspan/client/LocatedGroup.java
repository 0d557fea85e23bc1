package io.twinspan.client;

import io.twinspan.model.translation.GroupPosition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer group of the source, translated to the target. Immutable.
 *
 * @param positions every position that the group has committed in the source, by partition, also those without a translation
 * @param offsets where the group is to go on, by target partition, with the metadata that it committed; only what is translated
 */
public record LocatedGroup(
        String group, List<GroupPosition> positions, Map<TopicPartition, OffsetAndMetadata> offsets) {
    public LocatedGroup {
        positions = List.copyOf(positions);
        offsets = Map.copyOf(offsets);
    }

    static LocatedGroup of(
            String group, List<GroupPosition> positions, Map<TopicPartition, OffsetAndMetadata> committed) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (GroupPosition position : positions) {
            OffsetAndMetadata source = committed.get(position.source());
            position.translation()
                    .target()
                    .ifPresent(offset -> offsets.put(
                            position.target(), new OffsetAndMetadata(offset, source == null ? "" : source.metadata())));
        }
        return new LocatedGroup(group, positions, offsets);
    }

    /** How many records the group would read again in the target, at most; 0 is exact, as far as positions are translated. */
    public long rereads() {
        return positions.stream()
                .mapToLong(position -> position.translation().rereads())
                .sum();
    }

    /** The positions that have no translation, each with its reason. */
    public List<GroupPosition> untranslated() {
        return positions.stream()
                .filter(position -> position.translation().target().isEmpty())
                .toList();
    }

    /** Whether every position is translated, and exactly. */
    public boolean isExact() {
        return positions.stream().allMatch(position -> position.translation().isExact());
    }
}
