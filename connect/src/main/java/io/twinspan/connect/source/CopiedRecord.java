package io.twinspan.connect.source;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** A record of the source on its way through Connect, as MirrorMaker 2 makes it. Immutable. */
final class CopiedRecord extends SourceRecord {
    private final RecordLane lane;
    private final long source;
    private final long readMs;

    private CopiedRecord(
            ConsumerRecord<byte[], byte[]> record, RecordLane lane, String target, Map<String, ?> partition) {
        super(
                partition,
                SourceOffsets.copiedBelow(record.offset() + 1),
                target,
                record.partition(),
                Schema.OPTIONAL_BYTES_SCHEMA,
                record.key(),
                Schema.OPTIONAL_BYTES_SCHEMA,
                record.value(),
                record.timestampType() == TimestampType.NO_TIMESTAMP_TYPE ? null : Long.valueOf(record.timestamp()),
                headers(record));
        this.lane = lane;
        this.source = record.offset();
        this.readMs = System.currentTimeMillis();
    }

    static CopiedRecord of(
            ConsumerRecord<byte[], byte[]> record, RecordLane lane, String target, Map<String, ?> partition) {
        return new CopiedRecord(record, lane, target, partition);
    }

    private static Headers headers(ConsumerRecord<byte[], byte[]> record) {
        var headers = new ConnectHeaders();
        record.headers().forEach(header -> headers.addBytes(header.key(), header.value()));
        return headers;
    }

    /**
     * Tells the lane what became of it; without metadata it was dropped by a transformation or tolerated as an error.
     *
     * @return whether it is where the link's policy wants it
     */
    boolean acknowledged(@Nullable RecordMetadata metadata) {
        long target = metadata == null || !isInPlace(metadata) ? RecordLane.NOWHERE : metadata.offset();
        lane.acknowledged(source, target);
        return target != RecordLane.NOWHERE;
    }

    /** How old it was when it was read, in milliseconds; -1 if it has no time. */
    long ageMs() {
        return ageMs(readMs);
    }

    /** How old it is at that time, in milliseconds; -1 if it has no time. */
    long ageMs(long atMs) {
        Long time = timestamp();
        return time == null || time < 0 ? -1 : Math.max(0, atMs - time);
    }

    private boolean isInPlace(RecordMetadata metadata) {
        return metadata.topic().equals(topic()) && metadata.partition() == kafkaPartition() && metadata.hasOffset();
    }

    /** Whether it arrived with the bytes that it left with. */
    boolean keptItsBytes(RecordMetadata metadata) {
        return metadata.serializedKeySize() == size(key()) && metadata.serializedValueSize() == size(value());
    }

    private static int size(@Nullable Object bytes) {
        return bytes instanceof byte[] given ? given.length : -1;
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
