package io.twinspan.link;

import io.twinspan.link.batch.Batch;
import io.twinspan.link.exchange.Lease;
import io.twinspan.link.rewrite.DamagedBatch;
import io.twinspan.link.rewrite.RecordWalk;
import io.twinspan.model.error.Inconsistent;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A batch in a receive buffer, which it holds until it is released. Confined to the link thread. */
final class LoggedBatch implements ScannedBatch {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Place place;
    private final Kind kind;
    private final long baseOffset;
    private final long lastOffset;
    private final int records;
    private final String damage;
    private final ByteBuffer bytes;
    private @Nullable Lease lease;

    /** Which partition it is of, and what opens it. Immutable, but for the walk. */
    record Place(TopicPartition partition, RecordWalk walk) {}

    private LoggedBatch(
            Place place,
            Kind kind,
            long baseOffset,
            long lastOffset,
            int records,
            String damage,
            ByteBuffer bytes,
            @Nullable Lease lease) {
        this.place = place;
        this.kind = kind;
        this.baseOffset = baseOffset;
        this.lastOffset = lastOffset;
        this.records = records;
        this.damage = damage;
        this.bytes = bytes;
        this.lease = lease;
    }

    /** A batch of format 2, whose CRC was verified; holds the buffer once more. */
    static LoggedBatch of(Place place, ByteBuffer answer, int at, int size, boolean aborted, Lease lease) {
        Kind kind = Batch.isControl(answer, at) ? Kind.CONTROL : aborted ? Kind.ABORTED : Kind.DATA;
        lease.retain();
        return new LoggedBatch(
                place,
                kind,
                Batch.baseOffset(answer, at),
                Batch.lastOffset(answer, at),
                Batch.recordCount(answer, at),
                "",
                answer.slice(at, size),
                lease);
    }

    /** A message of an older format; holds the buffer once more. */
    static LoggedBatch ofOld(Place place, ByteBuffer message, long first, long last, int count, Lease lease) {
        lease.retain();
        return new LoggedBatch(place, Kind.DATA, first, last, count, "", message, lease);
    }

    static LoggedBatch damaged(Place place, long first, long last, String damage) {
        return new LoggedBatch(place, Kind.DAMAGED, first, last, 0, damage, NOTHING, null);
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public long baseOffset() {
        return baseOffset;
    }

    @Override
    public long lastOffset() {
        return lastOffset;
    }

    @Override
    public int records() {
        return records;
    }

    @Override
    public int sizeBytes() {
        return bytes.limit();
    }

    private boolean isOfFormat2() {
        return bytes.limit() >= Batch.HEADER_BYTES && Batch.magic(bytes, 0) == Batch.MAGIC;
    }

    @Override
    public boolean isDense() {
        return isOfFormat2() && Batch.isDense(bytes, 0);
    }

    @Override
    public long producerId() {
        return isOfFormat2() ? Batch.producerId(bytes, 0) : -1;
    }

    @Override
    public boolean isBrokerTimed() {
        return isOfFormat2() && Batch.isLogAppendTime(bytes, 0);
    }

    @Override
    public boolean isCopiedTo(ScannedBatch copy) {
        if (!(copy instanceof LoggedBatch other) || !isDense() || !other.isDense() || isBrokerTimed()) {
            return false;
        }
        ByteBuffer theirs = other.bytes;
        return bytes.limit() == theirs.limit()
                && Batch.recordCount(bytes, 0) == Batch.recordCount(theirs, 0)
                && Batch.codecId(bytes, 0) == Batch.codecId(theirs, 0)
                && Batch.baseTimestamp(bytes, 0) == Batch.baseTimestamp(theirs, 0)
                && (other.isBrokerTimed() || Batch.maxTimestamp(bytes, 0) == Batch.maxTimestamp(theirs, 0))
                && payload(bytes).mismatch(payload(theirs)) < 0;
    }

    private static ByteBuffer payload(ByteBuffer batch) {
        return batch.duplicate().position(Batch.HEADER_BYTES);
    }

    @Override
    public void forEach(boolean keys, RecordVisitor visitor) {
        try {
            place.walk().forEach(bytes, keys, visitor::record);
        } catch (DamagedBatch damaged) {
            throw unreadable(damaged);
        }
    }

    @Override
    public Optional<ConsumerRecord<byte[], byte[]>> find(long offset) {
        try {
            return place.walk().find(bytes, place.partition(), offset);
        } catch (DamagedBatch damaged) {
            throw unreadable(damaged);
        }
    }

    @Override
    public void forEachWhole(Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        try {
            place.walk().forEachWhole(bytes, place.partition(), visitor);
        } catch (DamagedBatch damaged) {
            throw unreadable(damaged);
        }
    }

    private Inconsistent unreadable(DamagedBatch damaged) {
        return new Inconsistent(place.partition() + ": " + damaged.getMessage(), damaged);
    }

    @Override
    public String damage() {
        return damage;
    }

    @Override
    public void release() {
        Lease held = lease;
        if (held != null) {
            lease = null;
            held.release();
        }
    }

    @Override
    public String toString() {
        return kind + " " + place.partition() + " " + baseOffset + " to " + lastOffset + ", " + records + " records";
    }
}
