package io.twinspan.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.twinspan.link.batch.Batch;
import io.twinspan.link.exchange.Append;
import io.twinspan.link.exchange.Appended;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.fake.FakeExchange.Call;
import io.twinspan.link.fake.LinkBench;
import io.twinspan.link.fake.Stored;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * A source that sends nonsense for one partition: whatever it is, the others are copied and the link goes on. {@code -Dseed=N} repeats
 * one run, {@code -Dseeds=N} makes so many.
 */
class HostileLaneTest {
    private static final int ROUNDS = 30;

    @Test
    void aBatchWhoseCrcIsWrongStopsItsLaneAloneAndNothingOfItIsAppended() {
        LinkBench bench = LinkBench.of(LinkBench.config(), 0, 0).settle();
        byte[] bytes = Stored.log()
                .batch(0, "fine")
                .batch(1, "damaged", "as well")
                .batch(3, "behind it")
                .bytes()
                .array();
        int second = Batch.sizeBytes(ByteBuffer.wrap(bytes), 0);
        bytes[second + Batch.HEADER_BYTES + 8] ^= 1;
        for (int i = 0; i < 40; i++) {
            answerFetches(bench, Map.of(0, ByteBuffer.wrap(bytes), 1, good(i)), 1_000);
            bench.pass(500);
            acknowledge(bench, bytes, 1);
        }

        List<LaneStats> lanes = bench.link().stats().lanes();
        assertThat(lanes.get(0).trouble()).contains("offset", "1", "CRC");
        assertThat(lanes.get(0).records()).isEqualTo(1);
        assertThat(lanes.get(0).source()).isEqualTo(1);
        assertThat(lanes.get(1).trouble()).isEmpty();
        assertThat(lanes.get(1).records()).isGreaterThan(30);
    }

    @Test
    void whateverOnePartitionSendsTheOtherIsCopied() {
        Long only = Long.getLong("seed");
        LongStream seeds = only != null ? LongStream.of(only) : LongStream.range(0, Integer.getInteger("seeds", 150));
        seeds.forEach(seed -> {
            try {
                check(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                fail("-Dseed=" + seed, e);
            }
        });
    }

    private static void check(Random random) {
        LinkBench bench = LinkBench.of(LinkBench.config(), 0, 0).settle();
        for (int i = 0; i < ROUNDS; i++) {
            answerFetches(bench, Map.of(0, nonsense(random, i), 1, good(i)), 10_000);
            bench.settle();
            acknowledge(bench, new byte[0], 0);
            bench.pass(300);
        }

        LaneStats good = bench.link().stats().lanes().get(1);
        assertThat(good.trouble()).isEmpty();
        assertThat(good.records()).isGreaterThan(ROUNDS / 2);
        bench.link().close();
        assertThat(bench.exchange().leasedBytes()).isZero();
    }

    /** The next batches of a partition that is well. */
    private static ByteBuffer good(int round) {
        return Stored.log().batch(round, "value " + round).bytes();
    }

    private static ByteBuffer nonsense(Random random, int round) {
        Stored log = Stored.log();
        if (random.nextBoolean()) {
            log.compressed();
        }
        long offset = round * 3L;
        log.batch(offset, "a", "b").batch(offset + 2, "c");
        byte[] bytes = log.bytes().array();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int size = Batch.sizeBytes(buffer, 0);
        if (random.nextInt(3) > 0 && size > Batch.HEADER_BYTES && size <= bytes.length) {
            buffer.putInt(Batch.CRC_AT, Batch.computeCrc(buffer, 0, size));
        }
        return buffer;
    }

    private static void answerFetches(LinkBench bench, Map<Integer, ByteBuffer> records, long end) {
        for (Call<Fetch, Fetched> call : List.copyOf(bench.exchange().fetches())) {
            boolean source = call.channel().side() == Side.SOURCE;
            Map<Integer, ByteBuffer> wanted = new HashMap<>();
            for (Fetch.Position position : call.request().positions()) {
                ByteBuffer bytes = records.get(position.partition());
                // A broker sends the batch that holds the position, and what comes after it.
                if (source
                        && bytes != null
                        && (position.partition() == 0 || Batch.baseOffset(bytes, 0) == position.offset())) {
                    wanted.put(position.partition(), bytes.duplicate());
                }
            }
            bench.answer(call, wanted, source ? end : 0);
        }
        bench.settle();
    }

    /** Acknowledges every append; none may hold what lies in these bytes from there on. */
    private static void acknowledge(LinkBench bench, byte[] forbidden, int fromBatch) {
        for (Call<Append, Appended> call : List.copyOf(bench.exchange().appends())) {
            for (Append.Entry entry : call.request().entries()) {
                ByteBuffer batch = entry.batch();
                assertThat(Batch.isCrcValid(batch, batch.position())).isTrue();
                if (forbidden.length > 0 && entry.partition() == 0) {
                    assertThat(Batch.recordCount(batch, batch.position())).isEqualTo(fromBatch);
                }
            }
            bench.acknowledge(call, 1_000_000 + bench.exchange().nowMs());
        }
        bench.settle();
    }
}
