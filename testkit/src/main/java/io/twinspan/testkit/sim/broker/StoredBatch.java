package io.twinspan.testkit.sim.broker;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.jspecify.annotations.Nullable;

/**
 * One record batch as a broker stores it: real bytes of format 2, with base offset and leader epoch assigned. Immutable;
 * replicas share it, so two logs agree on a batch exactly if they hold the same object.
 */
public final class StoredBatch {
    private final byte[] bytes;
    private final MutableRecordBatch header;
    private @Nullable List<StoredRecord> records;

    StoredBatch(byte[] bytes) {
        this.bytes = bytes;
        this.header = parse(bytes);
    }

    private static MutableRecordBatch parse(byte[] bytes) {
        return MemoryRecords.readableRecords(ByteBuffer.wrap(bytes))
                .batches()
                .iterator()
                .next();
    }

    /** A copy of the bytes for a reader. */
    void writeTo(ByteBuffer target) {
        target.put(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    MutableRecordBatch header() {
        return header;
    }

    public int sizeInBytes() {
        return bytes.length;
    }

    public long baseOffset() {
        return header.baseOffset();
    }

    public long lastOffset() {
        return header.lastOffset();
    }

    public long nextOffset() {
        return header.lastOffset() + 1;
    }

    public int leaderEpoch() {
        return header.partitionLeaderEpoch();
    }

    public long producerId() {
        return header.producerId();
    }

    public short producerEpoch() {
        return header.producerEpoch();
    }

    public int baseSequence() {
        return header.baseSequence();
    }

    /** The sequence number of the last record, which wraps to 0 after 2^31 - 1. */
    public int lastSequence() {
        return DefaultRecordBatch.incrementSequence(baseSequence(), (int) (lastOffset() - baseOffset()));
    }

    public boolean isControl() {
        return header.isControlBatch();
    }

    public boolean isTransactional() {
        return header.isTransactional();
    }

    /** Whether this is the marker that aborts its producer's transaction. */
    public boolean isAbort() {
        return isControl() && ControlRecordType.parse(header.iterator().next().key()) == ControlRecordType.ABORT;
    }

    /** The records, decoded once; those of a marker are not for readers, and so are none. */
    public List<StoredRecord> records() {
        List<StoredRecord> present = records;
        if (present == null) {
            var decoded = new ArrayList<StoredRecord>();
            if (!isControl()) {
                for (Record record : header) {
                    decoded.add(StoredRecord.of(record));
                }
            }
            present = List.copyOf(decoded);
            records = present;
        }
        return present;
    }

    @Override
    public String toString() {
        return baseOffset() + ".." + lastOffset() + (isControl() ? " marker" : "") + " epoch " + leaderEpoch();
    }
}
