package io.twinspan.link.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.batch.Batch;
import io.twinspan.link.batch.Piece;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.protocol.Codec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Logs gone over as they are stored: what readers see is told from what they do not, record by record and whole. */
class LogWalkTest {
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    /** A record as {@link RecordWalk} tells it. Immutable. */
    private record Mark(long offset, long timestamp, long content, long key, boolean tombstone) {}

    /** What a walk shows of the batches that readers see. Confined to one thread. */
    private static final class Taken implements LogWalk.Visitor {
        private final RecordWalk records = new RecordWalk();
        private final List<Mark> marks = new ArrayList<>();
        private final Map<Long, ByteBuffer> batches = new HashMap<>();
        private int control;
        private int aborted;

        @Override
        public void batch(ByteBuffer answer, int at, int size, boolean isAborted) {
            if (Batch.isControl(answer, at)) {
                control++;
            } else if (isAborted) {
                aborted++;
            } else {
                open(answer.slice(at, size));
            }
        }

        @Override
        public void oldMessage(ByteBuffer answer, int at, int size, long first, long last, int count) {
            int before = marks.size();
            open(answer.slice(at, size));
            assertThat(marks).hasSize(before + count);
            assertThat(marks.get(before).offset()).isEqualTo(first);
            assertThat(marks.get(marks.size() - 1).offset()).isEqualTo(last);
        }

        private void open(ByteBuffer batch) {
            records.forEach(batch, true, (offset, timestamp, content, key, tombstone) -> {
                marks.add(new Mark(offset, timestamp, content, key, tombstone));
                batches.put(offset, batch);
            });
        }

        Seen whole(long offset) {
            ConsumerRecord<byte[], byte[]> record =
                    records.find(batches.get(offset), PARTITION, offset).orElseThrow();
            var headers = new ArrayList<String>();
            for (Header header : record.headers()) {
                byte[] value = header.value();
                headers.add(HexFormat.of().formatHex(header.key().getBytes(StandardCharsets.UTF_8)) + "="
                        + (value == null ? "null" : HexFormat.of().formatHex(value)));
            }
            return new Seen(offset, record.timestamp(), hex(record.key()), hex(record.value()), headers);
        }
    }

    private static @Nullable String hex(byte @Nullable [] bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }

    private static Taken walk(Fetched.Partition fetched) {
        var taken = new Taken();
        assertThat(new LogWalk(true).forEach(fetched, taken)).isNull();
        return taken;
    }

    @Test
    void showsWhatReadersSeeOfAnyLog() {
        for (long seed = 0; seed < 300; seed++) {
            var samples = new Samples(seed);
            Random random = samples.random();
            var log = new SourceLog(random.nextInt(1_000));
            for (int i = 0; i < 1 + random.nextInt(10); i++) {
                SieveSeedTest.append(log, samples, random);
            }

            Taken taken = walk(log.fetched());

            List<Seen> visible = log.visible(0);
            assertThat(taken.marks).as("seed %d", seed).hasSameSizeAs(visible);
            for (int i = 0; i < visible.size(); i++) {
                Mark mark = taken.marks.get(i);
                Seen seen = visible.get(i);
                assertThat(taken.whole(mark.offset())).as("seed %d", seed).isEqualTo(seen);
                assertThat(mark.timestamp()).isEqualTo(seen.timestamp());
                assertThat(mark.tombstone()).isEqualTo(seen.value() == null);
                assertThat(mark.key() == RecordWalk.NO_KEY).isEqualTo(seen.key() == null);
            }
        }
    }

    @Test
    void tellsControlAndAbortedBatchesApart() {
        var samples = new Samples(1);
        var log = new SourceLog(5)
                .transactional(Codec.LZ4, 7, false, samples.records(4))
                .transactional(Codec.NONE, 8, true, samples.records(3))
                .abort(7, 5)
                .commit(8);

        Taken taken = walk(log.fetched());

        assertThat(taken.control).isEqualTo(2);
        assertThat(taken.aborted).isEqualTo(1);
        assertThat(taken.marks).hasSize(3);
        var uncommitted = new Taken();
        assertThat(new LogWalk(false).forEach(log.fetched(), uncommitted)).isNull();
        assertThat(uncommitted.marks).hasSize(7);
    }

    /** A comparison of two sides rests on it: equal records are the same numbers, others are not. */
    @Test
    void aRecordIsTheSameNumbersHoweverItIsStored() {
        List<SimpleRecord> records = new Samples(3).records(60);
        List<Mark> expected =
                contents(walk(new SourceLog(0).batch(Codec.NONE, records).fetched()));

        for (Codec codec : Codec.values()) {
            var log = new SourceLog(0).batch(codec, records.subList(0, 9)).batch(codec, records.subList(9, 60));
            assertThat(contents(walk(log.fetched()))).isEqualTo(expected);
            List<Piece> pieces = new Sieve(0, true, "gzip")
                    .sift(log.fetched(), new CountingLease(), 0, 900)
                    .pieces();
            var rebuilt = new Taken();
            pieces.forEach(piece -> rebuilt.open(piece.batch().slice()));
            assertThat(rebuilt.marks.stream().map(mark -> at(mark, 0)).toList()).isEqualTo(expected);
        }
        assertThat(expected.stream().map(mark -> mark.content() + "/" + mark.timestamp()))
                .doesNotHaveDuplicates();
    }

    private static List<Mark> contents(Taken taken) {
        return taken.marks.stream().map(mark -> at(mark, 0)).toList();
    }

    private static Mark at(Mark mark, long offset) {
        return new Mark(offset, mark.timestamp(), mark.content(), mark.key(), mark.tombstone());
    }

    @Test
    void everyBitCounts() {
        byte[] value = new Samples(4).noise(100);
        long content = content(value);

        for (int bit = 0; bit < 800; bit++) {
            byte[] other = Arrays.copyOf(value, value.length);
            other[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(content(other)).as("bit %d", bit).isNotEqualTo(content);
        }
    }

    private static long content(byte[] value) {
        return walk(new SourceLog(0)
                        .batch(Codec.NONE, List.of(new SimpleRecord(1, new byte[] {1}, value)))
                        .fetched())
                .marks
                .get(0)
                .content();
    }

    @Test
    void endsAtADamagedBatchAndNamesIt() {
        var samples = new Samples(5);
        var log = new SourceLog(20).batch(Codec.NONE, samples.records(3));
        int firstBytes = log.bytes().length;
        log.batch(Codec.NONE, samples.records(4));
        byte[] bytes = log.bytes();
        bytes[firstBytes + Batch.HEADER_BYTES + 5] ^= 1;

        var taken = new Taken();
        DamagedBatch damaged = new LogWalk(true).forEach(log.fetched(bytes), taken);

        assertThat(taken.marks).hasSize(3);
        assertThat(damaged).isNotNull();
        assertThat(damaged.offset()).isEqualTo(23);
        assertThat(damaged.lastOffset()).isEqualTo(26);
    }
}
