package io.twinspan.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.link.batch.Batch;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.FindOffsets;
import io.twinspan.link.exchange.FoundOffsets;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.exchange.Topology;
import io.twinspan.link.fake.FakeExchange;
import io.twinspan.link.fake.FakeExchange.Call;
import io.twinspan.link.fake.FakeLease;
import io.twinspan.link.fake.Stored;
import io.twinspan.link.rewrite.Stamp;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** Scans on a {@link FakeExchange}: the test answers what they ask. */
class BatchScanTest {
    private static final TopicPartition SOURCE = new TopicPartition("t", 0);
    private static final TopicPartition TARGET = new TopicPartition("dc1.t", 0);
    private static final int ANSWER = 1 << 20;
    private static final int PART = 1_000;
    private static final long PATIENCE_MS = 30_000;

    private final FakeExchange exchange = new FakeExchange();
    private boolean leaderless;

    private BatchScan scan(ScanConfig config) {
        return new BatchScan(config, exchange, Set.of("t"), Set.of("dc1.t"));
    }

    private BatchScan scan() {
        return scan(new ScanConfig(true, 1L << 30, ANSWER, PART, Long.MAX_VALUE, PATIENCE_MS));
    }

    /** Has the scan move until nothing more happens at once. */
    private void settle(BatchScan scan) {
        for (int i = 0; i < 5; i++) {
            List.copyOf(exchange.describes()).forEach(call -> exchange.answer(call, topology(call.request())));
            scan.poll(0);
        }
    }

    private void pass(BatchScan scan, long ms) {
        exchange.pass(ms);
        settle(scan);
    }

    private Topology topology(Side side) {
        var leader = new Topology.Leader(leaderless ? -1 : 1, 3);
        var topic = new Topology.Topic(BrokerError.NONE, new Uuid(9, 9), List.of(leader, leader, leader));
        return new Topology("id-" + side, Map.of(side == Side.SOURCE ? "t" : "dc1.t", topic));
    }

    private FakeLease answer(Call<Fetch, Fetched> call, ByteBuffer records, long end) {
        return answer(call, BrokerError.NONE, records, 0, end);
    }

    private FakeLease answer(Call<Fetch, Fetched> call, BrokerError error, ByteBuffer records, long start, long end) {
        FakeLease lease = exchange.lease(records.remaining());
        List<Fetched.Partition> partitions = call.request().positions().stream()
                .map(position -> new Fetched.Partition(
                        position.topic(), position.partition(), error, end, end, start, List.of(), records, null))
                .toList();
        exchange.answer(call, new Fetched(BrokerError.NONE, partitions, lease));
        return lease;
    }

    private static ByteBuffer nothing() {
        return ByteBuffer.allocate(0);
    }

    private static List<String> take(ScannedLog log) {
        var taken = new ArrayList<String>();
        while (log.peek() != null) {
            ScannedBatch batch = log.remove();
            taken.add(batch.kind() + " " + batch.baseOffset() + "-" + batch.lastOffset() + "/" + batch.records());
            batch.release();
        }
        return taken;
    }

    @Test
    void handsOutBatchesInOrderAndGivesTheirBytesBackOnceTheyAreReleased() {
        BatchScan scan = scan();
        ScannedLog log = scan.source(SOURCE, 10, 20);
        settle(scan);
        Call<Fetch, Fetched> call = exchange.onlyFetch(Side.SOURCE);
        assertThat(call.request().readCommitted()).isTrue();
        assertThat(call.request().positions()).singleElement().satisfies(position -> {
            assertThat(position.offset()).isEqualTo(10);
            assertThat(position.maxBytes()).isEqualTo(PART);
        });
        answer(
                call,
                Stored.log()
                        .batch(8, "a", "b", "c")
                        .marker(11)
                        .batch(12, "d")
                        .compacted(13, Set.of(1), "e", "f", "g")
                        .bytes(),
                20);
        settle(scan);

        ScannedBatch first = log.peek();
        assertThat(first).isNotNull();
        assertThat(log.position()).isEqualTo(8);
        assertThat(scan.heldBytes()).isPositive();
        assertThat(take(log)).containsExactly("DATA 8-10/3", "CONTROL 11-11/1", "DATA 12-12/1", "DATA 13-15/2");
        assertThat(scan.heldBytes()).isZero();
        assertThat(log.position()).isEqualTo(16);
        assertThat(log.isAtEnd()).isFalse();
        assertThatThrownBy(log::remove).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void theTargetIsReadBeyondOpenTransactionsOfOthers() {
        BatchScan scan = scan();
        scan.target(TARGET, 0, 5);
        settle(scan);

        assertThat(exchange.onlyFetch(Side.TARGET).request().readCommitted()).isFalse();
    }

    @Test
    void endsWhereItIsToldToAndGoesOnWhenItIsToldAnotherEnd() {
        BatchScan scan = scan();
        ScannedLog log = scan.source(SOURCE, 0, 3);
        settle(scan);
        answer(
                exchange.onlyFetch(Side.SOURCE),
                Stored.log().batch(0, "a", "b").batch(2, "c", "d").batch(4, "e").bytes(),
                5);
        settle(scan);
        assertThat(take(log)).containsExactly("DATA 0-1/2", "DATA 2-3/2");
        assertThat(log.isAtEnd()).isTrue();
        assertThat(exchange.fetches()).isEmpty();

        log.readTo(ScannedLog.LOG_END);
        assertThat(log.isAtEnd()).isFalse();
        settle(scan);
        Call<Fetch, Fetched> more = exchange.onlyFetch(Side.SOURCE);
        assertThat(more.request().positions().get(0).offset()).isEqualTo(4);
        answer(more, Stored.log().batch(4, "e").bytes(), 5);
        settle(scan);
        assertThat(take(log)).containsExactly("DATA 4-4/1");
        assertThat(log.isAtEnd()).isTrue();
    }

    @Test
    void fetchesNoMoreWhileEnoughWaits() {
        BatchScan scan = scan();
        ScannedLog log = scan.source(SOURCE, 0, 100);
        settle(scan);
        String large = "x".repeat(PART);
        answer(exchange.onlyFetch(Side.SOURCE), Stored.log().batch(0, large).bytes(), 100);
        settle(scan);
        assertThat(exchange.fetches()).isEmpty();

        take(log);
        settle(scan);
        assertThat(exchange.onlyFetch(Side.SOURCE).request().positions().get(0).offset())
                .isEqualTo(1);
    }

    @Test
    void readsAheadOfWhatWaits() {
        BatchScan scan = scan();
        ScannedLog log = scan.source(SOURCE, 0, 100);
        settle(scan);
        answer(exchange.onlyFetch(Side.SOURCE), Stored.log().batch(0, "a", "b").bytes(), 100);
        settle(scan);

        assertThat(log.peek()).isNotNull();
        assertThat(exchange.onlyFetch(Side.SOURCE).request().positions().get(0).offset())
                .isEqualTo(2);
    }

    /** Else what one side holds could keep the other side's from coming, for ever. */
    @Test
    void readsWhatIsStarvingThoughTheMemoryIsUsedUp() {
        BatchScan scan = scan(new ScanConfig(true, ANSWER, ANSWER, 10, Long.MAX_VALUE, PATIENCE_MS));
        ScannedLog waiting = scan.source(SOURCE, 0, 100);
        settle(scan);
        answer(exchange.onlyFetch(Side.SOURCE), Stored.log().batch(0, "a").bytes(), 100);
        settle(scan);
        assertThat(waiting.peek()).isNotNull();
        assertThat(scan.heldBytes()).isPositive();

        scan.source(new TopicPartition("t", 1), 0, 100);
        scan.source(new TopicPartition("t", 2), 0, 100);
        scan.target(TARGET, 0, 100);
        settle(scan);

        assertThat(exchange.fetches())
                .extracting(call -> call.request().positions().size())
                .containsOnly(1);
        assertThat(exchange.fetches()).extracting(call -> call.channel().side()).contains(Side.TARGET);
    }

    @Test
    void keepsToTheRateOfBothSidesTogether() {
        BatchScan scan = scan(new ScanConfig(true, 1L << 30, ANSWER, PART, 1_000, PATIENCE_MS));
        ScannedLog log = scan.source(SOURCE, 0, 100);
        settle(scan);
        answer(
                exchange.onlyFetch(Side.SOURCE),
                Stored.log().batch(0, "x".repeat(1_000)).bytes(),
                100);
        settle(scan);
        take(log);
        scan.target(TARGET, 0, 100);
        settle(scan);
        assertThat(exchange.fetches()).isEmpty();

        pass(scan, 1_900);
        assertThat(exchange.fetches()).isEmpty();
        pass(scan, 300);
        assertThat(exchange.fetches()).isNotEmpty();
    }

    @Test
    void aDamagedBatchIsReadAgainAndThenPassedOver() {
        BatchScan scan = scan();
        ScannedLog log = scan.source(SOURCE, 0, 7);
        byte[] bytes =
                Stored.log().batch(0, "a", "b", "c").batch(3, "d").bytes().array();
        bytes[Batch.HEADER_BYTES + 2] ^= 1;
        for (int i = 0; i < 3; i++) {
            settle(scan);
            assertThat(log.peek()).isNull();
            answer(exchange.onlyFetch(Side.SOURCE), ByteBuffer.wrap(bytes), 7);
        }
        settle(scan);

        ScannedBatch damaged = log.peek();
        assertThat(damaged).isNotNull();
        assertThat(damaged.kind()).isEqualTo(ScannedBatch.Kind.DAMAGED);
        assertThat(damaged.damage()).contains("CRC");
        assertThat(take(log)).containsExactly("DAMAGED 0-2/0");
        Call<Fetch, Fetched> next = exchange.onlyFetch(Side.SOURCE);
        assertThat(next.request().positions().get(0).offset()).isEqualTo(3);
        answer(next, Stored.log().batch(3, "d").bytes(), 7);
        settle(scan);
        assertThat(take(log)).containsExactly("DATA 3-3/1");
        assertThat(scan.heldBytes()).isZero();
    }

    /** A header that is damaged, too, may not say where the batch ends; the broker then answers with the same one for ever. */
    @Test
    void aBatchBehindWhichNothingCanBeFoundEndsTheScan() {
        BatchScan scan = scan();
        ScannedLog log = scan.source(SOURCE, 0, 7);
        ByteBuffer bytes = Stored.log().batch(0, "a", "b", "c").bytes();
        bytes.putInt(Batch.LAST_OFFSET_DELTA_AT, -5);
        for (int i = 0; i < 6; i++) {
            settle(scan);
            take(log);
            answer(exchange.onlyFetch(Side.SOURCE), bytes.duplicate(), 7);
        }
        settle(scan);

        assertThat(log.failure()).contains("offset 0").contains("cannot be read beyond it");
        assertThat(exchange.fetches()).isEmpty();
    }

    @Test
    void goesOnWhereTheLogBeginsNow() {
        BatchScan scan = scan();
        ScannedLog log = scan.source(SOURCE, 5, 90);
        settle(scan);
        answer(exchange.onlyFetch(Side.SOURCE), BrokerError.OFFSET_OUT_OF_RANGE, nothing(), -1, -1);
        settle(scan);
        find(FindOffsets.Kind.FIRST, 40);
        settle(scan);

        assertThat(log.logStart()).isEqualTo(40);
        assertThat(log.position()).isEqualTo(40);
        assertThat(exchange.onlyFetch(Side.SOURCE).request().positions().get(0).offset())
                .isEqualTo(40);
    }

    private void find(FindOffsets.Kind kind, long offset) {
        assertThat(exchange.finds()).singleElement().satisfies(call -> {
            FindOffsets.Query query = call.request().queries().get(0);
            assertThat(query.kind()).isEqualTo(kind);
            exchange.answer(
                    call,
                    new FoundOffsets(List.of(
                            new FoundOffsets.Partition(query.topic(), query.partition(), BrokerError.NONE, offset))));
        });
    }

    /** A leader that has just been elected may know a lower end for a moment. */
    @Test
    void aLogThatIsShorterThanItShouldBeEndsAfterAWhile() {
        BatchScan scan = scan();
        ScannedLog log = scan.target(TARGET, 0, 10);
        settle(scan);
        answer(exchange.onlyFetch(Side.TARGET), Stored.log().batch(0, "a", "b").bytes(), 2);
        settle(scan);
        take(log);
        assertThat(log.isAtEnd()).isFalse();

        int asked = 0;
        for (long waited = 0; waited < 5_000 && !log.isAtEnd(); waited += 100) {
            pass(scan, 100);
            for (Call<Fetch, Fetched> call : List.copyOf(exchange.fetches())) {
                asked++;
                answer(call, nothing(), 2);
            }
        }
        assertThat(log.isAtEnd()).isTrue();
        assertThat(log.position()).isEqualTo(2);
        assertThat(asked).as("it pauses between").isBetween(3, 25);
    }

    @Test
    void offsetsAtTheEndOfWhichTheCleanerHasLeftNothingArePassedOver() {
        BatchScan scan = scan();
        ScannedLog log = scan.source(SOURCE, 0, 10);
        settle(scan);
        answer(exchange.onlyFetch(Side.SOURCE), Stored.log().batch(0, "a").bytes(), 10);
        settle(scan);
        take(log);
        answer(exchange.onlyFetch(Side.SOURCE), nothing(), 10);
        settle(scan);

        assertThat(log.isAtEnd()).isTrue();
        assertThat(log.position()).isEqualTo(10);
    }

    @Test
    void aMissingPermissionIsNamedAtOnce() {
        BatchScan scan = scan();
        ScannedLog log = scan.target(TARGET, 0, 10);
        settle(scan);
        answer(exchange.onlyFetch(Side.TARGET), BrokerError.TOPIC_AUTHORIZATION_FAILED, nothing(), -1, -1);
        settle(scan);

        assertThat(log.failure()).contains("dc1.t-0").contains("READ and DESCRIBE");
        assertThat(exchange.fetches()).isEmpty();
    }

    @Test
    void aLeaderThatDoesNotComeBackIsToldAfterAWhile() {
        BatchScan scan = scan();
        leaderless = true;
        ScannedLog log = scan.source(SOURCE, 0, 10);
        settle(scan);
        pass(scan, PATIENCE_MS / 2);
        assertThat(log.failure()).isEmpty();
        for (int i = 0; i < 30; i++) {
            pass(scan, PATIENCE_MS / 20);
        }

        assertThat(log.failure()).contains("no leader");
        assertThat(scan.sourceFailure()).as("the cluster itself answers").isEmpty();
    }

    @Test
    void aBrokerThatDoesNotAnswerIsAskedAgain() {
        BatchScan scan = scan();
        ScannedLog log = scan.source(SOURCE, 0, 10);
        settle(scan);
        exchange.fail(
                exchange.onlyFetch(Side.SOURCE), new Failure(Failure.Kind.DISCONNECTED, "the connection was lost"));
        settle(scan);
        assertThat(log.failure()).isEmpty();
        pass(scan, 200);

        answer(exchange.onlyFetch(Side.SOURCE), Stored.log().batch(0, "a").bytes(), 10);
        settle(scan);
        assertThat(take(log)).containsExactly("DATA 0-0/1");
    }

    @Test
    void aClosedLogGivesBackWhatWaitsAndReadsNoMore() {
        BatchScan scan = scan();
        ScannedLog log = scan.source(SOURCE, 0, 100);
        settle(scan);
        answer(exchange.onlyFetch(Side.SOURCE), Stored.log().batch(0, "a").bytes(), 100);
        settle(scan);
        Call<Fetch, Fetched> late = exchange.onlyFetch(Side.SOURCE);
        log.close();
        answer(late, Stored.log().batch(1, "b").bytes(), 100);
        settle(scan);

        assertThat(scan.heldBytes()).isZero();
        assertThat(exchange.fetches()).isEmpty();
    }

    // ---- batches

    private ScannedBatch batch(ByteBuffer bytes, boolean ofTarget) {
        BatchScan scan = scan();
        ScannedLog log = ofTarget ? scan.target(TARGET, 0, 100) : scan.source(SOURCE, 0, 100);
        settle(scan);
        answer(exchange.onlyFetch(ofTarget ? Side.TARGET : Side.SOURCE), bytes, 100);
        settle(scan);
        exchange.fetches().clear();
        assertThat(log.peek()).isNotNull();
        return log.remove();
    }

    private static ByteBuffer stamped(ByteBuffer batch) {
        ByteBuffer copy = ByteBuffer.wrap(batch.array().clone());
        Stamp.stamp(copy, 0x7abcdef123456789L, 17);
        return copy;
    }

    /** The CRC that the bytes have now, as whoever altered them could have made it. */
    private static ByteBuffer sealed(ByteBuffer batch) {
        batch.putInt(Batch.CRC_AT, Batch.computeCrc(batch, 0, batch.limit()));
        return batch;
    }

    @Test
    void aStampedCopyIsTheSameBytesAndNothingElseIs() {
        ByteBuffer bytes = Stored.log().compressed().batch(40, "a", "b", "c").bytes();
        ScannedBatch original = batch(bytes.duplicate(), false);

        assertThat(original.isCopiedTo(batch(stamped(bytes), true))).isTrue();
        for (int at = Batch.HEADER_BYTES; at < bytes.limit(); at++) {
            ByteBuffer altered = stamped(bytes);
            altered.put(at, (byte) (altered.get(at) ^ 4));
            assertThat(original.isCopiedTo(batch(sealed(altered), true)))
                    .as("byte %d", at)
                    .isFalse();
        }
        for (int field : new int[] {Batch.BASE_TIMESTAMP_AT, Batch.MAX_TIMESTAMP_AT}) {
            ByteBuffer altered = stamped(bytes);
            altered.putLong(field, altered.getLong(field) + 1);
            assertThat(original.isCopiedTo(batch(sealed(altered), true))).isFalse();
        }
    }

    @Test
    void theTimeOfATargetThatSetsItsOwnIsLeftOut() {
        ByteBuffer bytes = Stored.log().batch(0, "a", "b").bytes();
        ByteBuffer timed = stamped(bytes);
        timed.putShort(Batch.ATTRIBUTES_AT, (short) (timed.getShort(Batch.ATTRIBUTES_AT) | Batch.LOG_APPEND_TIME));
        timed.putLong(Batch.MAX_TIMESTAMP_AT, 99);
        ScannedBatch copy = batch(sealed(timed), true);

        assertThat(copy.isBrokerTimed()).isTrue();
        assertThat(batch(bytes.duplicate(), false).isCopiedTo(copy)).isTrue();
        assertThat(copy.isCopiedTo(batch(bytes.duplicate(), false))).isFalse();
    }

    @Test
    void aBatchWithHolesIsNeverACopyUnopened() {
        ByteBuffer bytes = Stored.log().compacted(0, Set.of(1), "a", "b", "c").bytes();

        assertThat(batch(bytes.duplicate(), false).isCopiedTo(batch(bytes.duplicate(), true)))
                .isFalse();
    }

    @Test
    void recordsAreShownAndFoundInOldFormatsToo() {
        ScannedBatch old = batch(Stored.log().old(5, "v").bytes(), false);
        var shown = new ArrayList<String>();
        old.forEach(
                true,
                (offset, timestamp, content, key, tombstone) ->
                        shown.add(offset + " " + (key == ScannedBatch.RecordVisitor.NO_KEY) + " " + tombstone));

        assertThat(old.kind()).isEqualTo(ScannedBatch.Kind.DATA);
        assertThat(old.isDense()).isFalse();
        assertThat(old.producerId()).isEqualTo(-1);
        assertThat(shown).containsExactly("5 true false");
        assertThat(old.find(5))
                .hasValueSatisfying(record -> assertThat(record.value()).isEqualTo(new byte[] {'v'}));
        assertThat(old.find(6)).isEmpty();
    }

    @Test
    void aMalformedPayloadUnderAValidCrcIsAnErrorOfTheFamily() {
        ByteBuffer bytes = Stored.log().compressed().batch(0, "a", "b").bytes();
        bytes.putInt(Batch.HEADER_BYTES, 0);
        ScannedBatch malformed = batch(sealed(bytes), false);

        assertThatThrownBy(() -> malformed.forEach(false, (offset, timestamp, content, key, tombstone) -> {}))
                .isInstanceOf(io.twinspan.model.error.Inconsistent.class)
                .hasMessageContaining("t-0");
    }
}
