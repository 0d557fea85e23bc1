package io.twinspan.link.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.link.batch.Piece;
import io.twinspan.link.protocol.Codec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

class RecordHashesTest {
    private final Samples samples = new Samples(6);

    private static List<Long> hashes(ByteBuffer batch) {
        var hashes = new ArrayList<Long>();
        RecordHashes.forEach(batch, (offset, hash) -> hashes.add(hash));
        return hashes;
    }

    @Test
    void areEqualWhateverTheBatchAndTheCodec() {
        List<SimpleRecord> records = samples.records(40);
        List<Long> expected =
                hashes(new SourceLog(0).batch(Codec.NONE, records).fetched().records());
        assertThat(new HashSet<>(expected)).hasSize(40);

        for (Codec codec : Codec.values()) {
            var log = new SourceLog(900);
            log.batch(codec, records.subList(0, 13)).batch(codec, records.subList(13, 40));
            List<Piece> pieces = new Sieve(0, true, "lz4")
                    .sift(log.fetched(), new CountingLease(), 900, 700)
                    .pieces();
            assertThat(pieces).hasSizeGreaterThan(2);

            var hashes = new ArrayList<Long>();
            pieces.forEach(piece -> hashes.addAll(hashes(piece.batch())));
            assertThat(hashes).isEqualTo(expected);
        }
    }

    @Test
    void useTheTimestampThatReadersSee() {
        List<SimpleRecord> records = List.of(new SimpleRecord(1, new byte[] {7}), new SimpleRecord(2, new byte[] {7}));
        var created =
                hashes(new SourceLog(0).batch(Codec.NONE, records).fetched().records());
        var appended = hashes(
                new SourceLog(0).logAppend(Codec.NONE, 2, records).fetched().records());

        assertThat(created.get(0)).isNotEqualTo(created.get(1));
        assertThat(appended).containsExactly(created.get(1), created.get(1));

        var untimed = new HashSet<Long>();
        RecordHashes.forEach(
                new SourceLog(0).batch(Codec.NONE, records).fetched().records(),
                false,
                (offset, hash) -> untimed.add(hash));
        assertThat(untimed).hasSize(1);
    }

    @Test
    void tellOffsetsInTheBatch() {
        var log = new SourceLog(50);
        log.compacted(Codec.GZIP, samples.records(9), offset -> offset % 2 == 1);
        var offsets = new ArrayList<Long>();

        RecordHashes.forEach(log.fetched().records(), (offset, hash) -> offsets.add(offset));

        assertThat(offsets).containsExactly(51L, 53L, 55L, 57L);
    }

    @Test
    void differInEveryPartOfTheRecord() {
        byte[] a = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        byte[] b = {1, 2, 3, 4, 5, 6, 7, 8, 8};
        Header h = new RecordHeader("h", a);
        List<SimpleRecord> records = List.of(
                new SimpleRecord(1, a, b),
                new SimpleRecord(1, b, a),
                new SimpleRecord(1, null, a),
                new SimpleRecord(1, a, null),
                new SimpleRecord(1, new byte[0], a),
                new SimpleRecord(1, a, a),
                new SimpleRecord(2, a, a),
                new SimpleRecord(1, a, a, new Header[] {h}),
                new SimpleRecord(1, a, a, new Header[] {h, h}),
                new SimpleRecord(1, a, a, new Header[] {new RecordHeader("h", null)}));

        Set<Long> hashes = new HashSet<>(
                hashes(new SourceLog(0).batch(Codec.LZ4, records).fetched().records()));

        assertThat(hashes).hasSize(records.size());
    }

    @Test
    void areNotMadeOfDamagedBytes() {
        ByteBuffer batch =
                new SourceLog(3).batch(Codec.LZ4, samples.records(3)).fetched().records();
        batch.put(batch.limit() - 1, (byte) (batch.get(batch.limit() - 1) ^ 1));

        assertThatThrownBy(() -> hashes(batch)).isInstanceOf(DamagedBatch.class).hasMessageContaining("offset 3");
        assertThatThrownBy(() -> hashes(ByteBuffer.allocate(60))).isInstanceOf(DamagedBatch.class);
    }
}
