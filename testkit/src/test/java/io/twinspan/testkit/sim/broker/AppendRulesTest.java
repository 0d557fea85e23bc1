package io.twinspan.testkit.sim.broker;

import static io.twinspan.testkit.sim.broker.Bench.PID;
import static io.twinspan.testkit.sim.broker.Bench.batch;
import static io.twinspan.testkit.sim.broker.Bench.records;
import static io.twinspan.testkit.sim.broker.Bench.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.testkit.sim.load.Batches;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.Crc32C;
import org.junit.jupiter.api.Test;

/** What a broker of 4.3.1 takes and refuses on produce, row by row as measured on a real one. */
final class AppendRulesTest {
    private static final int PARTITION_LEADER_EPOCH = 12;
    private static final int ATTRIBUTES = 21;
    private static final int LAST_OFFSET_DELTA = 23;
    private static final int BASE_SEQUENCE = 53;
    private static final int RECORD_COUNT = 57;

    @Test
    void refusesABaseOffsetOtherThanZero() {
        byte[] batch = batch(PID, 0, 3);
        ByteBuffer.wrap(batch).putLong(0, 5);

        assertThat(said(Bench.single().append(batch))).isEqualTo("INVALID_RECORD");
    }

    @Test
    void overwritesTheLeaderEpoch() {
        Bench bench = Bench.single();
        byte[] batch = batch(PID, 0, 3);
        ByteBuffer.wrap(batch).putInt(PARTITION_LEADER_EPOCH, 77);

        assertThat(said(bench.append(batch))).isEqualTo("NONE @0");
        assertThat(first(bench).partitionLeaderEpoch())
                .isEqualTo(bench.partition().epoch());
    }

    @Test
    void refusesAFlippedBitUnderTheOldSumAndTakesItUnderANewOne() {
        byte[] damaged = Batches.idempotent(Compression.NONE, PID, 0, records(0, 3));
        damaged[damaged.length - 2] ^= 4;

        assertThat(said(Bench.single().append(damaged))).isEqualTo("CORRUPT_MESSAGE");
        assertThat(said(Bench.single().append(sealed(damaged)))).isEqualTo("NONE @0");
    }

    @Test
    void refusesAProducerIdWithoutASequence() {
        byte[] batch = batch(PID, 0, 3);
        ByteBuffer.wrap(batch).putInt(BASE_SEQUENCE, -1);

        assertThat(said(Bench.single().append(sealed(batch)))).isEqualTo("INVALID_RECORD");
    }

    @Test
    void refusesTheTransactionalBitWithoutATransaction() {
        byte[] batch = Batches.transactional(Compression.NONE, PID, 0, records(0, 3));

        assertThat(said(Bench.single().append(batch))).isEqualTo("TRANSACTIONAL_ID_AUTHORIZATION_FAILED");
    }

    @Test
    void refusesControlBatches() {
        byte[] marker = Batches.marker(PID, true, 0);
        assertThat(said(Bench.single().append(marker))).isEqualTo("TRANSACTIONAL_ID_AUTHORIZATION_FAILED");

        byte[] controlOnly = withAttributes(batch(PID, 0, 1), 0x20);
        assertThat(said(Bench.single().append(controlOnly))).isEqualTo("INVALID_RECORD");
    }

    @Test
    void clearsTheLogAppendTimeBitSoThatReadersSeeTheCreateTime() {
        Bench bench = Bench.single();
        byte[] batch = Batches.logAppendTime(Compression.NONE, 42, records(0, 2));

        assertThat(said(bench.append(batch))).isEqualTo("NONE @0");

        MutableRecordBatch stored = first(bench);
        assertThat(stored.timestampType()).isEqualTo(TimestampType.CREATE_TIME);
        assertThat(stored.isValid()).isTrue();
        assertThat(stored.iterator().next().timestamp()).isEqualTo(1_700_000_000_000L);
        assertThat(stored.maxTimestamp()).isEqualTo(1_700_000_000_001L);
    }

    @Test
    void stampsRecordsOfATopicWithLogAppendTime() {
        Bench bench = new Bench(1, TopicSettings.of(1, 1).withLogAppendTime());

        assertThat(said(bench.append(batch(PID, 0, 2)))).isEqualTo("NONE @0");

        assertThat(first(bench).timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
        assertThat(first(bench).iterator().next().timestamp()).isGreaterThan(1_700_000_000_100L);
    }

    @Test
    void keepsTheDeleteHorizonBit() {
        Bench bench = Bench.single();

        assertThat(said(bench.append(withAttributes(batch(PID, 0, 1), 0x40)))).isEqualTo("NONE @0");
        assertThat(first(bench).deleteHorizonMs()).isPresent();
    }

    @Test
    void refusesTwoBatchesInOneEntry() {
        byte[] one = batch(PID, 0, 2);
        byte[] two = Arrays.copyOf(one, one.length * 2);
        System.arraycopy(one, 0, two, one.length, one.length);

        assertThat(said(Bench.single().append(two))).isEqualTo("INVALID_RECORD");
    }

    @Test
    void refusesABatchWithHoles() {
        assertThat(said(Bench.single().append(withHoles(Compression.NONE)))).isEqualTo("INVALID_RECORD");
    }

    @Test
    void failsOnACompressedBatchWhoseHeaderDeniesItsHoles() {
        byte[] denied = denyHoles(withHoles(Compression.lz4().build()));

        assertThat(said(Bench.single().append(denied))).isEqualTo("UNKNOWN_SERVER_ERROR");
    }

    @Test
    void takesAnUncompressedBatchWhoseHeaderDeniesItsHolesAndDamagesTheLog() {
        Bench bench = Bench.single();

        assertThat(said(bench.append(denyHoles(withHoles(Compression.NONE))))).isEqualTo("NONE @0");

        assertThat(bench.end()).isEqualTo(2);
        assertThat(bench.partition().committedBatches().get(0).records())
                .extracting(StoredRecord::offset)
                .containsExactly(0L, 3L);
    }

    @Test
    void refusesACountThatThePayloadDoesNotHave() {
        for (int change : new int[] {1, -1}) {
            byte[] batch = batch(PID, 0, 3);
            ByteBuffer bytes = ByteBuffer.wrap(batch);
            bytes.putInt(RECORD_COUNT, 3 + change).putInt(LAST_OFFSET_DELTA, 2 + change);

            assertThat(said(Bench.single().append(sealed(batch)))).isEqualTo("INVALID_RECORD");
        }
    }

    @Test
    void refusesABatchLargerThanTheTopicAllows() {
        byte[] batch = batch(PID, 0, 3);
        var settings = TopicSettings.of(1, 1);

        assertThat(said(new Bench(1, settings.withMaxMessageBytes(batch.length - 1)).append(batch)))
                .isEqualTo("MESSAGE_TOO_LARGE");
        assertThat(said(new Bench(1, settings.withMaxMessageBytes(batch.length)).append(batch)))
                .isEqualTo("NONE @0");
    }

    @Test
    void refusesRecordsThatAreTooOld() {
        Bench bench = new Bench(1, TopicSettings.of(1, 1).withOldestMs(1_000));
        bench.world().runFor(2_000);

        assertThat(said(bench.append(batch(PID, 0, 1)))).isEqualTo("INVALID_TIMESTAMP");
    }

    @Test
    void refusesWhenTooFewReplicasAreInSync() {
        Bench bench = new Bench(2, TopicSettings.of(1, 2).withMinInSync(2));
        bench.cluster().crash(1 - bench.partition().leader(), 0);
        bench.world().runFor(1_000);

        assertThat(said(bench.append(batch(PID, 0, 1)))).isEqualTo("NOT_ENOUGH_REPLICAS");
    }

    @Test
    void timesOutWhenTheFollowersDoNotCopy() {
        Bench bench = new Bench(2, TopicSettings.of(1, 2).withMinInSync(2));
        bench.cluster().pauseCopying(bench.partition(), 1 - bench.partition().leader(), true);

        assertThat(said(bench.append(batch(PID, 0, 1)))).isEqualTo("REQUEST_TIMED_OUT");
    }

    @Test
    void refusesUnknownTopics() {
        Bench bench = Bench.single();
        bench.cluster().deleteTopic(Bench.TOPIC);

        assertThat(said(bench.append(0, batch(PID, 0, 1)))).isEqualTo("UNKNOWN_TOPIC_OR_PARTITION");
    }

    private static MutableRecordBatch first(Bench bench) {
        return MemoryRecords.readableRecords(bench.fetch(0).records())
                .batches()
                .iterator()
                .next();
    }

    private static byte[] withAttributes(byte[] batch, int bits) {
        ByteBuffer bytes = ByteBuffer.wrap(batch);
        bytes.putShort(ATTRIBUTES, (short) (bytes.getShort(ATTRIBUTES) | bits));
        return sealed(batch);
    }

    private static byte[] sealed(byte[] batch) {
        int crc = (int) Crc32C.compute(batch, ATTRIBUTES, batch.length - ATTRIBUTES);
        ByteBuffer.wrap(batch).putInt(DefaultRecordBatch.CRC_OFFSET, crc);
        return batch;
    }

    /** Records 0 and 3 of four, as the cleaner leaves them. */
    private static byte[] withHoles(Compression codec) {
        var filter = new MemoryRecords.RecordFilter(0, 0) {
            @Override
            protected BatchRetentionResult checkBatchRetention(RecordBatch batch) {
                return new BatchRetentionResult(BatchRetention.RETAIN_EMPTY, false);
            }

            @Override
            protected boolean shouldRetainRecord(RecordBatch batch, Record record) {
                return record.offset() % 3 == 0;
            }
        };
        byte[] batch = Batches.idempotent(codec, PID, 0, records(0, 4));
        ByteBuffer cleaned = MemoryRecords.readableRecords(ByteBuffer.wrap(batch))
                .filterTo(filter, ByteBuffer.allocate(1_024), BufferSupplier.NO_CACHING)
                .outputBuffer();
        cleaned.flip();
        byte[] bytes = new byte[cleaned.remaining()];
        cleaned.get(bytes);
        return bytes;
    }

    private static byte[] denyHoles(byte[] batch) {
        ByteBuffer bytes = ByteBuffer.wrap(batch);
        bytes.putInt(LAST_OFFSET_DELTA, bytes.getInt(RECORD_COUNT) - 1);
        return sealed(batch);
    }
}
