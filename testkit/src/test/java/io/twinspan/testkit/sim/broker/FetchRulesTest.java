package io.twinspan.testkit.sim.broker;

import static io.twinspan.testkit.sim.broker.Bench.PID;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.FindOffsets;
import io.twinspan.testkit.sim.load.Batches;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

/** What a broker answers to readers. */
final class FetchRulesTest {

    @Test
    void givesTheWholeBatchForAnOffsetInItsMiddle() {
        Bench bench = Bench.single();
        bench.answerTo(0, 10);
        bench.answerTo(10, 10);

        assertThat(offsets(bench.fetch(13))).containsExactly(10L);
        assertThat(offsets(bench.fetch(20))).isEmpty();
        assertThat(bench.fetch(20).error()).isEqualTo(BrokerError.NONE);
    }

    @Test
    void refusesOffsetsOutsideTheLog() {
        Bench bench = Bench.single();
        bench.answerTo(0, 10);
        bench.answerTo(10, 10);
        bench.partition().raiseStart(10);

        assertThat(bench.fetch(9).error()).isEqualTo(BrokerError.OFFSET_OUT_OF_RANGE);
        assertThat(bench.fetch(21).error()).isEqualTo(BrokerError.OFFSET_OUT_OF_RANGE);
        assertThat(bench.fetch(10).logStartOffset()).isEqualTo(10);
    }

    @Test
    void cutsTheLastBatchShortButGivesTheFirstOneWhole() {
        Bench bench = Bench.single();
        bench.answerTo(0, 10);
        bench.answerTo(10, 10);
        int size = bench.partition().committedBatches().get(0).sizeInBytes();

        assertThat(bench.fetch(0, 1, true, -1).records().remaining()).isEqualTo(size);
        assertThat(bench.fetch(0, size + 20, true, -1).records().remaining()).isEqualTo(size + 20);
    }

    @Test
    void knowsStaleAndFutureEpochs() {
        Bench bench = new Bench(2, TopicSettings.of(1, 2));
        bench.partition().moveLeader();
        bench.settle();

        assertThat(fetchWithEpoch(bench, 0).error()).isEqualTo(BrokerError.FENCED_LEADER_EPOCH);
        assertThat(fetchWithEpoch(bench, 1).error()).isEqualTo(BrokerError.NONE);
        assertThat(fetchWithEpoch(bench, 2).error()).isEqualTo(BrokerError.UNKNOWN_LEADER_EPOCH);
    }

    private static FetchedPart fetchWithEpoch(Bench bench, int epoch) {
        var position = new Fetch.Position(Bench.TOPIC, bench.topicId(), 0, 0, epoch, -1, 1_000);
        return bench.fetch(bench.partition().leader(), new Fetch(false, true, 0, 1, 1_000, List.of(position)));
    }

    @Test
    void knowsThatATopicWasCreatedAnew() {
        Bench bench = Bench.single();
        var old = new Fetch.Position(Bench.TOPIC, bench.topicId(), 0, 0, -1, -1, 1_000);

        bench.cluster().createTopic(Bench.TOPIC, TopicSettings.of(1, 1));
        bench.settle();

        assertThat(bench.fetch(0, new Fetch(false, true, 0, 1, 1_000, List.of(old)))
                        .error())
                .isEqualTo(BrokerError.UNKNOWN_TOPIC_ID);
    }

    @Test
    void tellsWhereItsLogDiverges() {
        Bench bench = new Bench(2, TopicSettings.of(1, 2));
        bench.answerTo(0, 10);
        bench.settle();
        int leader = bench.partition().leader();
        bench.cluster().pauseCopying(bench.partition(), 1 - leader, true);
        bench.settle();
        bench.answerTo(10, 10);
        bench.cluster().crash(leader, 0);
        bench.cluster().electUnclean(bench.partition(), 1 - leader);
        bench.settle();

        FetchedPart part = bench.fetch(20, 1_000, true, 0);

        assertThat(part.divergence()).isEqualTo(new Fetched.Divergence(0, 10));
        assertThat(part.records().hasRemaining()).isFalse();
        assertThat(bench.fetch(10, 1_000, true, 0).divergence()).isNull();
    }

    @Test
    void hidesOpenTransactionsAndListsAbortedOnes() {
        Bench bench = Bench.single();
        bench.answerTo(0, 2);
        SimPartition partition = bench.partition();
        partition.appendLoad(Batches.transactional(Compression.NONE, 9, 0, Bench.records(100, 3)));
        partition.appendLoad(Batches.plain(Compression.NONE, Bench.records(200, 1)));

        assertThat(offsets(bench.fetch(0))).containsExactly(0L);
        assertThat(bench.fetch(0).lastStableOffset()).isEqualTo(2);
        assertThat(bench.fetch(0).highWatermark()).isEqualTo(6);
        assertThat(offsets(bench.fetch(0, 1_000, false, -1))).containsExactly(0L, 2L, 5L);

        partition.appendLoad(Batches.marker(9, false, 0));

        assertThat(offsets(bench.fetch(0))).containsExactly(0L, 2L, 5L, 6L);
        assertThat(bench.fetch(0).aborted()).containsExactly(new Fetched.AbortedTransaction(9, 2));
        assertThat(bench.fetch(6).aborted()).containsExactly(new Fetched.AbortedTransaction(9, 2));
        assertThat(bench.fetch(0).lastStableOffset()).isEqualTo(7);
        partition.appendLoad(Batches.plain(Compression.NONE, Bench.records(300, 1)));
        assertThat(bench.fetch(7).aborted()).isEmpty();
    }

    @Test
    void waitsForDataUntilTheTimeIsOver() {
        Bench bench = Bench.single();
        var position = new Fetch.Position(Bench.TOPIC, bench.topicId(), 0, 0, -1, -1, 1_000);
        var request = new Fetch(false, true, 500, 1, 1_000, List.of(position));
        long before = bench.world().nowMs();

        assertThat(bench.fetch(0, request).records().hasRemaining()).isFalse();
        assertThat(bench.world().nowMs() - before).isEqualTo(500);

        var answers = new ArrayList<FetchedPart>();
        bench.cluster().fetch(0, request, new FetchSession(), answers::addAll);
        bench.world().runFor(100);
        assertThat(answers).isEmpty();
        bench.send(0, Bench.batch(PID, 0, 1), 1_000);
        assertThat(answers).hasSize(1);
        assertThat(answers.get(0).records().hasRemaining()).isTrue();
    }

    @Test
    void aSessionNamesOnlyWhatIsNew() {
        Bench bench = new Bench(1, TopicSettings.of(2, 1));
        var session = new FetchSession();
        var request = new Fetch(
                true,
                true,
                0,
                1,
                1_000,
                List.of(
                        new Fetch.Position(Bench.TOPIC, bench.topicId(), 0, 0, -1, -1, 1_000),
                        new Fetch.Position(Bench.TOPIC, bench.topicId(), 1, 0, -1, -1, 1_000)));
        var answers = new ArrayList<List<FetchedPart>>();

        bench.cluster().fetch(0, request, session, answers::add);
        bench.answerTo(0, 1);
        bench.cluster().fetch(0, request, session, answers::add);

        assertThat(answers.get(0)).hasSize(2);
        assertThat(answers.get(1)).extracting(FetchedPart::partition).containsExactly(0);
    }

    @Test
    void findsTheFirstAndTheNextOffset() {
        Bench bench = Bench.single();
        bench.answerTo(0, 10);
        bench.partition().raiseStart(4);
        bench.partition().appendLoad(Batches.transactional(Compression.NONE, 9, 0, Bench.records(100, 3)));

        assertThat(find(bench, FindOffsets.Kind.FIRST, true)).isEqualTo(4);
        assertThat(find(bench, FindOffsets.Kind.NEXT, true)).isEqualTo(10);
        assertThat(find(bench, FindOffsets.Kind.NEXT, false)).isEqualTo(13);
    }

    private static long find(Bench bench, FindOffsets.Kind kind, boolean readCommitted) {
        var query = new FindOffsets.Query(Bench.TOPIC, 0, 0, kind);
        return bench.cluster()
                .findOffsets(0, new FindOffsets(readCommitted, List.of(query)))
                .partitions()
                .get(0)
                .offset();
    }

    @Test
    void theCleanerLeavesHolesAndKeepsTheBoundsOfBatches() {
        Bench bench = Bench.single();
        for (int i = 0; i < 8; i++) {
            var records = Bench.records(10 * i, 3);
            records[1] = new SimpleRecord(0, new byte[] {7}, new byte[] {(byte) i});
            bench.partition().appendLoad(Batches.plain(Compression.NONE, records));
        }

        assertThat(new Cleaner(1_800_000_000_000L, 0).clean(bench.partition())).isEqualTo(3);

        StoredBatch cleaned = bench.partition().committedBatches().get(0);
        assertThat(cleaned.baseOffset()).isZero();
        assertThat(cleaned.lastOffset()).isEqualTo(2);
        assertThat(cleaned.records()).extracting(StoredRecord::offset).containsExactly(0L, 2L);
        assertThat(bench.end()).isEqualTo(24);
    }

    private static List<Long> offsets(FetchedPart part) {
        var offsets = new ArrayList<Long>();
        for (RecordBatch batch : MemoryRecords.readableRecords(part.records()).batches()) {
            offsets.add(batch.baseOffset());
        }
        return offsets;
    }
}
