package io.twinspan.app.cli;

import io.twinspan.client.Located;
import io.twinspan.client.LocatedGroup;
import io.twinspan.control.cluster.TopicRules;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.translation.GroupPosition;
import io.twinspan.model.translation.Translation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What {@code translate} found; also the shape of its JSON, which scripts rely on. Immutable.
 *
 * @param from the cluster whose offsets were given
 * @param to the cluster of {@code topicThere} and {@code offsetThere}
 * @param group null if it was not asked for a group
 * @param exact whether there is something, and all of it is translated without a record that is read again
 * @param settled whether there is something, all of it is translated, and it becomes no better by waiting for the link
 * @param leftOut topics of the group that the link does not copy
 */
record TranslationReport(
        LinkName link,
        String from,
        String to,
        @Nullable String group,
        boolean exact,
        boolean settled,
        List<Position> positions,
        List<String> leftOut) {

    /**
     * One partition. Immutable.
     *
     * @param offset null in a checkpoint, which is told by its offset there
     * @param offsetThere null if it is not known
     * @param rereads null if it is not known
     * @param pending whether fewer are read again once the link has copied more
     * @param reason why the offset there is not known; empty if it is
     */
    record Position(
            @Nullable String topic,
            int partition,
            @Nullable Long offset,
            String topicThere,
            @Nullable Long offsetThere,
            @Nullable Long rereads,
            boolean pending,
            String reason) {
        static Position of(TopicPartition from, long offset, TopicPartition to, Translation translation) {
            boolean known = translation.target().isPresent();
            return new Position(
                    from.topic(),
                    from.partition(),
                    offset,
                    to.topic(),
                    known ? translation.target().getAsLong() : null,
                    known ? translation.rereads() : null,
                    translation.isPending(),
                    translation.reason());
        }

        boolean isExact() {
            return offsetThere != null && (rereads == null || rereads == 0);
        }

        boolean isSettled() {
            return offsetThere != null && !pending;
        }
    }

    static TranslationReport of(LinkName link, TopicPartition partition, long offset, Located located, boolean back) {
        var position = Position.of(partition, offset, located.partition(), located.translation());
        String source = link.source().value();
        String target = link.target().value();
        return new TranslationReport(
                link,
                back ? target : source,
                back ? source : target,
                null,
                position.isExact(),
                position.isSettled(),
                List.of(position),
                List.of());
    }

    static TranslationReport of(LinkName link, LocatedGroup group, TopicRules rules) {
        var positions = new ArrayList<Position>();
        var leftOut = new ArrayList<String>();
        for (GroupPosition one : group.positions()) {
            boolean known = one.translation().target().isPresent();
            if (known || rules.reasonAgainst(one.source().topic()).isEmpty()) {
                positions.add(Position.of(one.source(), one.sourceOffset(), one.target(), one.translation()));
            } else if (!leftOut.contains(one.source().topic())) {
                leftOut.add(one.source().topic());
            }
        }
        return ofGroup(link, group.group(), positions, leftOut);
    }

    static TranslationReport ofCheckpoints(
            LinkName link, String group, Map<TopicPartition, OffsetAndMetadata> checkpoints) {
        var positions = new ArrayList<Position>();
        checkpoints.forEach((partition, offset) -> positions.add(
                new Position(null, partition.partition(), null, partition.topic(), offset.offset(), null, false, "")));
        positions.sort(Comparator.comparing(Position::topicThere).thenComparing(Position::partition));
        return ofGroup(link, group, positions, List.of());
    }

    private static TranslationReport ofGroup(
            LinkName link, String group, List<Position> positions, List<String> leftOut) {
        return new TranslationReport(
                link,
                link.source().value(),
                link.target().value(),
                group,
                !positions.isEmpty() && positions.stream().allMatch(Position::isExact),
                !positions.isEmpty() && positions.stream().allMatch(Position::isSettled),
                List.copyOf(positions),
                List.copyOf(leftOut));
    }
}
