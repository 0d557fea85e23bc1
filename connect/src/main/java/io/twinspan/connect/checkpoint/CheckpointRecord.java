package io.twinspan.connect.checkpoint;

import io.twinspan.model.wire.Checkpoints;
import io.twinspan.model.wire.Checkpoints.Checkpoint;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** A checkpoint on its way through Connect. Immutable. */
final class CheckpointRecord extends SourceRecord {
    private final Checkpoint checkpoint;

    /**
     * @param nowMs the record's time, as in MirrorMaker 2 when it is written
     */
    CheckpointRecord(Checkpoint checkpoint, String topic, long nowMs) {
        super(
                CheckpointOffsets.partition(checkpoint.group(), checkpoint.partition()),
                CheckpointOffsets.NONE,
                topic,
                0,
                Schema.BYTES_SCHEMA,
                Checkpoints.encodeKey(checkpoint),
                Schema.BYTES_SCHEMA,
                Checkpoints.encodeValue(checkpoint),
                nowMs);
        this.checkpoint = checkpoint;
    }

    Checkpoint checkpoint() {
        return checkpoint;
    }

    /** How long the key must be in the topic if nothing changed its bytes. */
    int keySize() {
        return ((byte[]) key()).length;
    }

    // Each record is on its way once; what Connect compares is the identity.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
