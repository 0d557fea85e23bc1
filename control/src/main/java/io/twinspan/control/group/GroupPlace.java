package io.twinspan.control.group;

import io.twinspan.model.translation.Translation;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where a group stands in one partition, on both sides. Immutable.
 *
 * @param source the partition on the source
 * @param target the partition on the target in which the group goes on
 * @param committed what the group has committed on the source
 * @param translation where that is on the target
 * @param there what is committed for the group on the target, or null
 * @param seenMs when the group was seen there; -1 for now. A group of a source that cannot be asked is known from its last checkpoint
 */
public record GroupPlace(
        TopicPartition source,
        TopicPartition target,
        OffsetAndMetadata committed,
        Translation translation,
        @Nullable OffsetAndMetadata there,
        long seenMs) {

    /** What to commit on the target; null if the place is not known there. */
    public @Nullable OffsetAndMetadata wanted() {
        OptionalLong offset = translation.target();
        return offset.isEmpty() ? null : new OffsetAndMetadata(offset.getAsLong(), committed.metadata());
    }

    /** Whether the target has what is to be committed there. */
    public boolean isInStep() {
        return there != null && translation.target().orElse(-1) == there.offset();
    }

    /** The same with what the target has by now. */
    GroupPlace with(@Nullable OffsetAndMetadata now) {
        return new GroupPlace(source, target, committed, translation, now, seenMs);
    }
}
