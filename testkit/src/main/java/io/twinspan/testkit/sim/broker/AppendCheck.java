package io.twinspan.testkit.sim.broker;

import io.twinspan.link.exchange.BrokerError;
import java.nio.ByteBuffer;
import java.util.Iterator;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * What a broker checks of a client's bytes before it looks at the producer's sequence: the model of Kafka's
 * {@code UnifiedLog.analyzeAndValidateRecords} and {@code LogValidator}, in their order, as measured on 4.3.1. Immutable.
 *
 * <p>Like the real one it takes an uncompressed batch whose header denies its holes, and so damages its log: the link must never
 * send one, and the promises tell when it does.
 */
record AppendCheck(TopicSettings settings, long nowMs) {

    /** Whether any batch claims to be part of a transaction, which costs the whole request its permission. */
    static boolean isTransactional(ByteBuffer bytes) {
        Iterator<MutableRecordBatch> batches = iterate(bytes);
        return batches.hasNext() && batches.next().isTransactional();
    }

    private static Iterator<MutableRecordBatch> iterate(ByteBuffer bytes) {
        return MemoryRecords.readableRecords(bytes.duplicate()).batches().iterator();
    }

    BrokerError judge(ByteBuffer bytes) {
        MutableRecordBatch batch;
        boolean more;
        try {
            Iterator<MutableRecordBatch> batches = iterate(bytes);
            if (!batches.hasNext()) {
                return BrokerError.CORRUPT_MESSAGE;
            }
            batch = batches.next();
            more = batches.hasNext();
        } catch (CorruptRecordException e) {
            return BrokerError.CORRUPT_MESSAGE;
        }
        if (batch.magic() != RecordBatch.MAGIC_VALUE_V2) {
            return BrokerError.UNSUPPORTED_FOR_MESSAGE_FORMAT;
        }
        if (batch.baseOffset() != 0) {
            return BrokerError.INVALID_RECORD;
        }
        if (batch.sizeInBytes() > settings.maxMessageBytes()) {
            return BrokerError.MESSAGE_TOO_LARGE;
        }
        if (!batch.isValid()) {
            return BrokerError.CORRUPT_MESSAGE;
        }
        return more ? BrokerError.INVALID_RECORD : judge(batch);
    }

    private BrokerError judge(MutableRecordBatch batch) {
        Integer count = batch.countOrNull();
        if (count == null || count <= 0 || count != batch.lastOffset() - batch.baseOffset() + 1) {
            return BrokerError.INVALID_RECORD;
        }
        if (batch.isControlBatch() || (batch.hasProducerId() && batch.baseSequence() < 0)) {
            return BrokerError.INVALID_RECORD;
        }
        return judgeRecords(batch, count);
    }

    private BrokerError judgeRecords(MutableRecordBatch batch, int count) {
        int seen = 0;
        boolean dense = true;
        boolean tooOld = false;
        try {
            for (Record record : batch) {
                dense &= record.offset() == seen;
                tooOld |= nowMs - record.timestamp() > settings.oldestMs();
                seen++;
            }
        } catch (RuntimeException damaged) {
            // The record reader throws several unrelated types on records that do not add up to the header's count.
            return BrokerError.INVALID_RECORD;
        }
        if (seen != count) {
            return BrokerError.INVALID_RECORD;
        }
        if (!dense && batch.isCompressed()) {
            return BrokerError.UNKNOWN_SERVER_ERROR;
        }
        return tooOld && !settings.logAppendTime() ? BrokerError.INVALID_TIMESTAMP : BrokerError.NONE;
    }

    /** The bytes as the leader stores them. */
    StoredBatch stored(ByteBuffer bytes, long baseOffset, int leaderEpoch) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        MutableRecordBatch batch = MemoryRecords.readableRecords(ByteBuffer.wrap(copy))
                .batches()
                .iterator()
                .next();
        if (batch.timestampType() == TimestampType.LOG_APPEND_TIME) {
            // The broker clears the bit: readers then see the time that each record carries.
            batch.setMaxTimestamp(TimestampType.CREATE_TIME, batch.maxTimestamp());
        }
        long maxTimestamp = nowMs;
        if (!settings.logAppendTime()) {
            maxTimestamp = RecordBatch.NO_TIMESTAMP;
            for (Record record : batch) {
                maxTimestamp = Math.max(maxTimestamp, record.timestamp());
            }
        }
        TimestampType type = settings.logAppendTime() ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME;
        batch.setMaxTimestamp(type, maxTimestamp);
        batch.setLastOffset(baseOffset + batch.lastOffset());
        batch.setPartitionLeaderEpoch(leaderEpoch);
        return new StoredBatch(copy);
    }
}
