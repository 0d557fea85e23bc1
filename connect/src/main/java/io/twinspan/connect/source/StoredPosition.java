package io.twinspan.connect.source;

import io.twinspan.model.wire.PositionKey;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.Deleted;
import io.twinspan.model.wire.PositionRecord.Writable;
import io.twinspan.model.wire.PositionRecords;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** A position record on its way through Connect, which knows what it says once Connect reports it stored. Immutable. */
final class StoredPosition extends SourceRecord {
    private final PositionRecord position;
    private final byte[] keyBytes;

    private StoredPosition(
            Map<String, ?> sourcePartition,
            @Nullable Map<String, ?> sourceOffset,
            Place place,
            PositionRecord position,
            byte[] key,
            byte @Nullable [] value) {
        super(
                sourcePartition,
                sourceOffset,
                place.topic(),
                place.partition(),
                Schema.BYTES_SCHEMA,
                key,
                Schema.OPTIONAL_BYTES_SCHEMA,
                value);
        this.position = position;
        this.keyBytes = key;
    }

    /**
     * Where in Kafka a record goes. Immutable.
     *
     * @param partition null if that does not matter
     */
    record Place(String topic, @Nullable Integer partition) {}

    static StoredPosition of(
            PositionRecord position,
            PositionKey key,
            Map<String, ?> sourcePartition,
            @Nullable Map<String, ?> sourceOffset,
            Place place) {
        byte[] value = position instanceof Writable writable ? PositionRecords.encodeValue(writable) : null;
        return new StoredPosition(
                sourcePartition, sourceOffset, place, position, PositionRecords.encodeKey(key), value);
    }

    /** The key of what a link wants stored. */
    static PositionKey keyOf(PositionRecord position) {
        if (position instanceof Writable writable) {
            return writable.key();
        }
        if (position instanceof Deleted deleted) {
            return deleted.key();
        }
        throw new IllegalArgumentException("a link gave out a record that has no key: " + position);
    }

    PositionRecord position() {
        return position;
    }

    /** How long the key must be in the topic if nothing changed its bytes. */
    int keySize() {
        return keyBytes.length;
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
