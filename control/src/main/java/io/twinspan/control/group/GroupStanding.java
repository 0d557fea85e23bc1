package io.twinspan.control.group;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a group stands on both sides of a link. Immutable.
 *
 * @param places its positions in topics that are on both sides, by partition
 * @param others topics in which it has positions too, and which the link does not copy
 */
public record GroupStanding(String group, Life onSource, Life onTarget, List<GroupPlace> places, List<String> others) {

    /** Whether a group has members in a cluster. */
    public enum Life {
        /** It has. */
        ACTIVE,
        /** It has none, or does not exist. */
        QUIET,
        /** That could not be found out. */
        UNKNOWN
    }

    public GroupStanding {
        places = List.copyOf(places);
        others = List.copyOf(others);
    }

    /** How many records it would read again on the target, at most, as far as places are known. */
    public long rereads() {
        return places.stream().mapToLong(place -> place.translation().rereads()).sum();
    }

    /** The places that are not known on the target. */
    public List<GroupPlace> unknown() {
        return places.stream()
                .filter(place -> place.translation().target().isEmpty())
                .toList();
    }

    /** Whether every place is known on the target, and to the record. */
    public boolean isExact() {
        return places.stream().allMatch(place -> place.translation().isExact());
    }

    /** Whether the translations may become exact when the link has copied more. */
    public boolean isPending() {
        return places.stream().anyMatch(place -> place.translation().isPending());
    }

    /** Whether the target has committed what it should. */
    public boolean isInStep() {
        return places.stream().allMatch(place -> place.wanted() == null || place.isInStep());
    }

    /** What to commit on the target where it does not have it yet. */
    public Map<TopicPartition, OffsetAndMetadata> due() {
        var due = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (GroupPlace place : places) {
            OffsetAndMetadata wanted = place.wanted();
            if (wanted != null && !place.isInStep()) {
                due.put(place.target(), wanted);
            }
        }
        return due;
    }

    /** The same with what the target has committed by now. */
    public GroupStanding with(Map<TopicPartition, OffsetAndMetadata> there) {
        return new GroupStanding(
                group,
                onSource,
                onTarget,
                places.stream()
                        .map(place -> place.with(there.get(place.target())))
                        .toList(),
                others);
    }
}
