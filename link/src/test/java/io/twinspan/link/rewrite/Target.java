package io.twinspan.link.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.batch.Piece;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;

/** Stamps pieces and reads them back with Kafka's own code, as a broker and its consumers would. Confined to one thread. */
final class Target {
    static final long PRODUCER_ID = 0x7abcdef123456789L;

    private int sequence;

    /** Appends the pieces and returns what a consumer sees, under the source's offsets that the spans tell. */
    List<Seen> append(List<Piece> pieces) {
        var seen = new ArrayList<Seen>();
        for (Piece piece : pieces) {
            Stamp.stamp(piece.batch(), PRODUCER_ID, sequence);
            seen.addAll(read(piece));
            sequence += piece.records();
        }
        return seen;
    }

    private List<Seen> read(Piece piece) {
        ByteBuffer bytes = piece.batch().slice();
        Iterator<MutableRecordBatch> batches =
                MemoryRecords.readableRecords(bytes).batches().iterator();
        RecordBatch batch = batches.next();
        assertThat(batches.hasNext()).isFalse();
        batch.ensureValid();
        assertThat(batch.sizeInBytes()).isEqualTo(piece.sizeBytes());
        assertThat(batch.baseOffset()).isZero();
        assertThat(batch.lastOffset()).isEqualTo(piece.records() - 1L);
        assertThat(batch.countOrNull()).isEqualTo(piece.records());
        assertThat(batch.producerId()).isEqualTo(PRODUCER_ID);
        assertThat(batch.producerEpoch()).isZero();
        assertThat(batch.baseSequence()).isEqualTo(sequence);
        assertThat(batch.isTransactional()).isFalse();
        assertThat(batch.isControlBatch()).isFalse();
        assertThat(batch.deleteHorizonMs()).isEmpty();
        assertThat(batch.timestampType()).isEqualTo(TimestampType.CREATE_TIME);
        assertThat(piece.spans().records()).isEqualTo(piece.records());

        var seen = new ArrayList<Seen>();
        long maxTimestamp = RecordBatch.NO_TIMESTAMP;
        for (Record record : batch) {
            assertThat(record.offset()).isEqualTo(seen.size());
            seen.add(Seen.of(piece.spans().offset(seen.size()), record.timestamp(), record));
            maxTimestamp = Math.max(maxTimestamp, record.timestamp());
        }
        assertThat(batch.maxTimestamp()).isEqualTo(maxTimestamp);
        return seen;
    }
}
