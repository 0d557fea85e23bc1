package io.twinspan.connect.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.connect.progress.Follower;
import io.twinspan.connect.takeover.MirrorOffsets;
import io.twinspan.connect.takeover.TakeoverSearch.Found;
import io.twinspan.connect.takeover.TakeoverSearch.Wanted;
import io.twinspan.link.LaneSpec;
import io.twinspan.link.LinkStats;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.position.Pulse;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.ControlRecord.LaneOrder;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import io.twinspan.model.wire.ControlRecord.LinkHold.Level;
import io.twinspan.model.wire.ControlRecords;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.Generation;
import io.twinspan.model.wire.PositionRecord.LaneStateRecord;
import io.twinspan.model.wire.PositionRecord.PulseRecord;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import io.twinspan.model.wire.PositionRecords;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.source.TransactionContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LinkSourceTaskTest {
    private static final LaneId LANE = new LaneId(new Uuid(1, 1), "orders", 0, 0);
    private static final LaneId OTHER = new LaneId(new Uuid(1, 1), "orders", 1, 0);

    private final FakeLink link = new FakeLink();
    private final List<PositionRecord> stored = new ArrayList<>();
    private final Map<Map<String, Object>, Map<String, Object>> connectOffsets = new HashMap<>();
    private final List<PositionRecord> lastWords = new ArrayList<>();
    private final Map<byte[], byte[]> mirrorOffsets = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final RecordingFollower follower = new RecordingFollower();
    private long beyond;
    private boolean proven = true;
    private int failuresToRead;

    /** What each reading of the control topic brings. */
    private final Queue<List<ConsumerRecord<byte[], byte[]>>> ordered = new ArrayDeque<>();

    private boolean ordersFail;
    private List<LaneSpec> opened = List.of();

    private LinkSourceTask started() {
        var task = new LinkSourceTask(new TaskParts(
                (settings, topic, known) -> new FakeReading(() -> stored.forEach(known::accept)),
                (settings, topic, offsets) -> new FakeReading(() -> mirrorOffsets.forEach(offsets::accept)),
                (settings, sink) -> new FakeReading(() -> {
                    if (ordersFail) {
                        throw new Misconfigured("sasl.jaas.config", "no permission");
                    }
                    List<ConsumerRecord<byte[], byte[]>> next = ordered.poll();
                    if (next != null) {
                        next.forEach(sink);
                    }
                }),
                (settings, group) -> new FakeCommitted(group),
                (settings, wanted) -> new FakeSearch(wanted),
                (settings, lanes) -> {
                    opened = lanes;
                    return link;
                },
                (settings, topic, partitions, records) -> lastWords.addAll(records),
                (settings, context) -> follower));
        task.initialize(new Context());
        task.start(properties(
                "name",
                "mirror",
                "connector.class",
                LinkSourceConnector.class.getName(),
                "source.cluster.alias",
                "dc1",
                "target.cluster.alias",
                "dc2",
                "source.cluster.bootstrap.servers",
                "one:9092",
                "target.cluster.bootstrap.servers",
                "two:9092",
                "link.mm2.offsets.topic",
                "mm2-offsets.dc1.internal",
                "link.start.group",
                committed.isEmpty() ? "" : "mirror-group",
                ConnectorDefinition.TASK_INDEX,
                "0",
                ConnectorDefinition.TASK_LANES,
                "orders:0-1"));
        return task;
    }

    @Test
    void opensTheLinkWithWhatThePositionsTopicSays() throws Exception {
        stored.add(new TipRecord(tip(LANE, 10)));
        stored.add(new TipRecord(tip(new LaneId(new Uuid(1, 1), "users", 0, 0), 99)));

        open(started());

        assertThat(opened).extracting(LaneSpec::partition).containsExactly(0, 1);
        assertThat(opened).extracting(LaneSpec::targetTopic).containsOnly("dc1.orders");
        assertThat(opened.get(0).tip()).isEqualTo(tip(LANE, 10));
        assertThat(opened.get(1).tip()).isNull();
    }

    @Test
    void takesOverFromConnectsOffsetsWhereThereIsNoPosition() throws Exception {
        connectOffsets.put(Map.of("cluster", "dc1", "topic", "orders", "partition", 1), Map.of("offset", 41L));

        open(started());

        assertThat(opened.get(0).start()).isEqualTo(LaneSpec.StartAt.EARLIEST);
        assertThat(opened.get(1).start()).isEqualTo(LaneSpec.StartAt.offset(42));
    }

    @Test
    void leavesOutWhatMirrorMaker2WroteAfterItStoredItsOffset() throws Exception {
        mirrorOffset(0, 41);
        beyond = 7;

        open(started());

        assertThat(opened.get(0).start()).isEqualTo(LaneSpec.StartAt.offset(49));
        assertThat(opened.get(1).start()).isEqualTo(LaneSpec.StartAt.EARLIEST);
        assertThat(lastWords).isEmpty();
    }

    @Test
    void goesOnInANewGenerationWhereMirrorMaker2CopiedSinceTheLinkDid() throws Exception {
        stored.add(new TipRecord(tip(LANE, 10)));
        stored.add(new TipRecord(tip(OTHER, 10)));
        mirrorOffset(0, 99);
        mirrorOffset(1, 9);
        beyond = 5;

        open(started());

        assertThat(lastWords).containsExactly(new Generation("orders", 0, 1, OptionalLong.of(105)));
        assertThat(opened.get(0).generation()).isEqualTo(1);
        assertThat(opened.get(0).tip()).isNull();
        assertThat(opened.get(0).start()).isEqualTo(LaneSpec.StartAt.offset(105));
        assertThat(opened.get(1).tip()).isEqualTo(tip(OTHER, 10));
    }

    @Test
    void trustsItsOwnPositionIfTheTargetDoesNotShowThatMirrorMaker2Copied() throws Exception {
        stored.add(new TipRecord(tip(LANE, 10)));
        mirrorOffset(0, 99);
        proven = false;

        open(started());

        assertThat(opened.get(0).tip()).isEqualTo(tip(LANE, 10));
        assertThat(lastWords).isEmpty();
    }

    @Test
    void goesOnWhereTheGroupStandsOfWhichItIsTold() throws Exception {
        committed.put(new TopicPartition("orders", 0), 77L);
        mirrorOffset(0, 99);

        open(started());

        assertThat(opened.get(0).start()).isEqualTo(LaneSpec.StartAt.offset(77));
        assertThat(opened.get(1).start()).isEqualTo(LaneSpec.StartAt.EARLIEST);
        assertThat(lastWords).isEmpty();
    }

    @Test
    void goesOnInANewGenerationWhereTheGroupHasComeFurtherThanTheLink() throws Exception {
        stored.add(new TipRecord(tip(LANE, 10)));
        stored.add(new TipRecord(tip(OTHER, 10)));
        committed.put(new TopicPartition("orders", 0), 77L);
        committed.put(new TopicPartition("orders", 1), 10L);

        open(started());

        assertThat(lastWords).containsExactly(new Generation("orders", 0, 1, OptionalLong.of(77)));
        assertThat(opened.get(0).start()).isEqualTo(LaneSpec.StartAt.offset(77));
        assertThat(opened.get(0).tip()).isNull();
        assertThat(opened.get(1).tip()).isEqualTo(tip(OTHER, 10));
    }

    @Test
    void whatAnOperatorSetCountsMoreThanWhatMirrorMaker2Stored() throws Exception {
        stored.add(new Generation("orders", 0, 1, OptionalLong.of(20)));
        mirrorOffset(0, 99);

        open(started());

        assertThat(opened.get(0).start()).isEqualTo(LaneSpec.StartAt.offset(20));
    }

    @Test
    void tellsItsFollowersWhatIsDurableAndTheLastWords() throws Exception {
        var task = started();
        var tip = new TipRecord(tip(LANE, 43));
        link.gives.add(List.of(tip));
        SourceRecord record = onlyRecord(task);
        assertThat(follower.told).isEmpty();
        task.commitRecord(record, metadata(record));
        link.lastWords = List.of(new TipRecord(tip(LANE, 50)));

        task.stop();

        assertThat(follower.told).containsExactly(tip, new TipRecord(tip(LANE, 50)));
        assertThat(follower.closed).isTrue();
    }

    private static Map<String, String> properties(String... keysAndValues) {
        var properties = new HashMap<String, String>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return properties;
    }

    private void mirrorOffset(int partition, long last) {
        var key = MirrorOffsets.key(new ClusterAlias("dc1"), new TopicPartition("orders", partition));
        mirrorOffsets.put(key, ("{\"offset\":" + last + "}").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keepsTryingWhileTheTargetCannotBeRead() throws Exception {
        failuresToRead = 1;
        var task = started();

        assertThat(task.poll()).isNull();
        assertThat(opened).isEmpty();
        open(task);
        assertThat(opened).hasSize(2);
    }

    @Test
    void aTipBecomesARecordWithMirrorMaker2sOffset() throws Exception {
        var task = started();
        link.gives.add(List.of(new TipRecord(tip(LANE, 43))));

        SourceRecord record = onlyRecord(task);

        assertThat(record.topic()).isEqualTo("mm2-positions.dc1.internal");
        assertThat(record.kafkaPartition()).isEqualTo(PositionRecords.partitionOf("orders", 0, FakeReading.PARTITIONS));
        assertThat(record.sourcePartition()).isEqualTo(Map.of("cluster", "dc1", "partition", 0, "topic", "orders"));
        assertThat(record.sourceOffset()).isEqualTo(Map.of("offset", 42L));
        assertThat(PositionRecords.decode((byte[]) record.key(), (byte[]) record.value()))
                .isEqualTo(new TipRecord(tip(LANE, 43)));
    }

    @Test
    void otherRecordsCarryTheLastKnownOffset() throws Exception {
        stored.add(new TipRecord(tip(LANE, 10)));
        connectOffsets.put(Map.of("cluster", "dc1", "topic", "orders", "partition", 1), Map.of("offset", 41L));
        var task = started();
        link.gives.add(List.of(
                state(LANE, LaneState.Kind.COPYING, ""),
                new RunsPage(LANE, 1, List.of(new Run(1, 10, 10, 10, 5))),
                state(OTHER, LaneState.Kind.FAILED, "why"),
                new TipRecord(tip(OTHER, 0)),
                new PositionRecord.Deleted(new TipRecord(tip(OTHER, 0)).key())));

        List<SourceRecord> records = records(task);

        assertThat(records.stream().<Object>map(SourceRecord::sourceOffset).toList())
                .containsExactly(Map.of("offset", 9L), Map.of("offset", 14L), Map.of("offset", 41L), null, null);
        assertThat(records.get(4).value()).isNull();
    }

    @Test
    void tellsTheLinkOnItsOwnThreadWhatIsDurable() throws Exception {
        var task = started();
        var tip = new TipRecord(tip(LANE, 43));
        link.gives.add(List.of(tip));
        SourceRecord record = onlyRecord(task);

        task.commitRecord(record, metadata(record));
        assertThat(link.recorded).isEmpty();
        task.poll();
        assertThat(link.recorded).containsExactly(tip);
    }

    @Test
    void aRecordThatConnectGaveUpGoesOutAgain() throws Exception {
        var task = started();
        link.gives.add(List.of(new TipRecord(tip(LANE, 43))));
        SourceRecord record = onlyRecord(task);

        task.commitRecord(record, null);

        assertThat(onlyRecord(task)).isSameAs(record);
        assertThat(link.recorded).isEmpty();
    }

    @Test
    void aConverterThatChangesBytesFailsTheTaskWithTheCure() throws Exception {
        var task = started();
        link.gives.add(List.of(new TipRecord(tip(LANE, 43))));
        SourceRecord record = onlyRecord(task);

        task.commitRecord(record, metadata(record, ((byte[]) record.key()).length + 20));

        assertThatThrownBy(task::poll)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("key.converter")
                .hasMessageContaining("ByteArrayConverter");
    }

    /** It lives on to hear what the operator decides. */
    @Test
    void failedLanesDoNotFailTheTask() throws Exception {
        var task = started();
        link.gives.add(List.of(state(LANE, LaneState.Kind.FAILED, "no permission")));
        link.gives.add(List.of(state(OTHER, LaneState.Kind.FAILED, "full")));
        link.gives.add(List.of(new TipRecord(tip(LANE, 43))));

        assertThat(records(task)).hasSize(1);
        assertThat(records(task)).hasSize(1);
        assertThat(records(task)).hasSize(1);
        assertThat(link.closed).isFalse();
    }

    @Test
    void anOrderForOneOfItsPartitionsHasItReadThePositionsAnew() throws Exception {
        var task = started();
        ordered.add(List.of());
        ordered.add(List.of(order("orders", 1)));
        open(task);
        assertThat(link.closed).isTrue();

        opened = List.of();
        stored.add(new Generation("orders", 1, 3, OptionalLong.of(5)));
        open(task);
        assertThat(opened.get(1).generation()).isEqualTo(3);
    }

    @Test
    void copiesWithoutAControlTopic() throws Exception {
        ordersFail = true;

        open(started());

        assertThat(opened).hasSize(2);
    }

    private static ConsumerRecord<byte[], byte[]> order(String topic, int partition) {
        var order = new LaneOrder(topic, partition, 1, "restart");
        return new ConsumerRecord<>(
                "mm2-control.dc1.internal", 0, 0, ControlRecords.encodeKey(order), ControlRecords.encodeValue(order));
    }

    @Test
    void aPartitionWhosePositionsCannotBeTrustedFailsAndTheOthersAreCopied() throws Exception {
        stored.add(new TipRecord(tip(LANE.next(), 5)));
        stored.add(new TipRecord(tip(OTHER, 7)));

        SourceRecord record = onlyRecord(started());

        assertThat(opened).extracting(LaneSpec::partition).containsExactly(1);
        assertThat(PositionRecords.decode((byte[]) record.key(), (byte[]) record.value()))
                .isInstanceOfSatisfying(LaneStateRecord.class, state -> {
                    assertThat(state.state().kind()).isEqualTo(LaneState.Kind.FAILED);
                    assertThat(state.state().reason()).contains("generation 1, but generation 0 is in force");
                });
    }

    @Test
    void lanesThatAreTriedAgainDoNotFailTheTask() throws Exception {
        var task = started();
        link.gives.add(List.of(
                state(LANE, LaneState.Kind.RETRYING, "no permission"), state(OTHER, LaneState.Kind.RETRYING, "full")));
        link.gives.add(List.of(state(LANE, LaneState.Kind.FAILED, "gone")));
        link.gives.add(List.of(state(OTHER, LaneState.Kind.COPYING, "")));

        assertThat(records(task)).hasSize(2);
        assertThat(records(task)).hasSize(1);
        assertThat(records(task)).hasSize(1);
    }

    @Test
    void aCleanStopStoresTheLastPositions() throws Exception {
        var task = started();
        open(task);
        link.lastWords = List.of(new TipRecord(tip(LANE, 50)));

        task.stop();

        assertThat(lastWords).containsExactly(new TipRecord(tip(LANE, 50)));
        assertThat(link.closed).isTrue();
    }

    @Test
    void aStopWithRecordsUnderWayStoresNothingThatTheyCouldOvertake() throws Exception {
        var task = started();
        link.gives.add(List.of(new TipRecord(tip(LANE, 43))));
        records(task);
        link.lastWords = List.of(new TipRecord(tip(LANE, 50)));

        task.stop();

        assertThat(lastWords).isEmpty();
        assertThat(link.closed).isTrue();
    }

    @Test
    void aHeldLinkIsNotOpenedAndTellsThatItRests() throws Exception {
        ordered.add(List.of(hold(Level.HELD, 700)));
        var task = started();

        SourceRecord pulse = onlyRecord(task);

        assertThat(opened).isEmpty();
        assertThat(pulse.kafkaPartition()).isNull();
        assertThat(pulse.sourcePartition()).isEqualTo(Map.of("cluster", "dc1", "partition", 0, "topic", "orders"));
        assertThat(decoded(pulse))
                .isInstanceOfSatisfying(
                        PulseRecord.class,
                        record -> assertThat(record.pulse().obeysMs()).isEqualTo(700));
    }

    @Test
    void aLinkThatIsHeldStoresItsLastPositionsAndThenTellsThatItRests() throws Exception {
        var task = started();
        ordered.add(List.of());
        ordered.add(List.of(hold(Level.HELD, 700)));
        link.lastWords = List.of(new TipRecord(tip(LANE, 50)));
        open(task);

        List<SourceRecord> last = records(task);

        assertThat(last.stream().map(LinkSourceTaskTest::decoded)).containsExactly(new TipRecord(tip(LANE, 50)));
        assertThat(link.closed).isTrue();
        for (int polls = 0; polls < 8; polls++) {
            assertThat(task.poll()).as("the last positions are not stored yet").isNull();
        }
        task.commitRecord(last.get(0), metadata(last.get(0)));
        assertThat(pulse(onlyRecord(task)).isSettled()).isTrue();
        assertThat(follower.told).containsExactly(new TipRecord(tip(LANE, 50)));
    }

    @Test
    void aLinkThatIsHeldRestsOnlyOnceNothingIsInFlightAndIsSettledOnceItIsSure() throws Exception {
        var task = started();
        ordered.add(List.of());
        ordered.add(List.of(hold(Level.HELD, 700)));
        link.lastWords = List.of(new TipRecord(tip(LANE, 50)));
        link.isUnsure = true;
        link.isInFlight = true;
        open(task);

        for (int polls = 0; polls < 8; polls++) {
            assertThat(task.poll()).as("something is in flight").isNull();
        }
        link.isInFlight = false;
        stored(task, onlyRecord(task));
        SourceRecord resting = onlyRecord(task);
        stored(task, resting);
        assertThat(pulse(resting).obeysMs()).isEqualTo(700);
        assertThat(pulse(resting).isSettled()).isFalse();
        assertThat(link.closed).isFalse();

        link.isUnsure = false;
        link.lastWords = List.of(new TipRecord(tip(LANE, 60)));
        SourceRecord certain = onlyRecord(task);
        assertThat(decoded(certain)).isEqualTo(new TipRecord(tip(LANE, 60)));
        stored(task, certain);
        assertThat(pulse(onlyRecord(task)).isSettled()).isTrue();
        assertThat(link.closed).isTrue();
    }

    @Test
    void aTaskThatIsHeldFromItsStartMakesSureOfWhatItsPredecessorHasCopied() throws Exception {
        stored.add(new TipRecord(tip(LANE, 10)));
        ordered.add(List.of(hold(Level.HELD, 700)));
        link.isUnsure = true;
        var task = started();

        SourceRecord resting = onlyRecord(task);
        stored(task, resting);
        assertThat(pulse(resting).obeysMs()).isEqualTo(700);
        assertThat(pulse(resting).isSettled()).isFalse();

        link.isUnsure = false;
        link.lastWords = List.of(new TipRecord(tip(LANE, 17)));
        SourceRecord certain = onlyRecord(task);
        assertThat(opened).singleElement().extracting(LaneSpec::tip).isEqualTo(tip(LANE, 10));
        assertThat(link.settles).isTrue();
        assertThat(decoded(certain)).isEqualTo(new TipRecord(tip(LANE, 17)));
        stored(task, certain);
        assertThat(pulse(onlyRecord(task)).isSettled()).isTrue();
    }

    private static Pulse pulse(SourceRecord record) {
        return ((PulseRecord) decoded(record)).pulse();
    }

    private static void stored(LinkSourceTask task, SourceRecord record) {
        task.commitRecord(record, metadata(record));
    }

    @Test
    void aLinkThatIsLetGoReadsThePositionsAnew() throws Exception {
        ordered.add(List.of(hold(Level.HELD, 700)));
        var task = started();
        SourceRecord pulse = onlyRecord(task);
        task.commitRecord(pulse, metadata(pulse));
        stored.add(new TipRecord(tip(LANE, 10)));
        ordered.add(List.of(hold(Level.FREE, 800)));

        for (int polls = 0; polls < 20 && opened.isEmpty(); polls++) {
            List<SourceRecord> rests = task.poll();
            if (rests != null) {
                task.commitRecord(rests.get(0), metadata(rests.get(0)));
            }
        }

        assertThat(opened.get(0).tip()).isEqualTo(tip(LANE, 10));
    }

    private static ConsumerRecord<byte[], byte[]> hold(Level level, long timeMs) {
        var hold = new LinkHold(level, "failover-1", timeMs, "moved");
        return new ConsumerRecord<>(
                "mm2-control.dc1.internal", 0, 0, ControlRecords.encodeKey(hold), ControlRecords.encodeValue(hold));
    }

    private static PositionRecord decoded(SourceRecord record) {
        return PositionRecords.decode((byte[]) record.key(), (byte[]) record.value());
    }

    @Test
    void stopsBeforeItEverPolled() {
        started().stop();

        assertThat(link.closed).isFalse();
    }

    private void open(LinkSourceTask task) throws InterruptedException {
        for (int polls = 0; polls < 10 && opened.isEmpty(); polls++) {
            assertThat(task.poll()).isNull();
        }
        assertThat(opened).isNotEmpty();
    }

    private static List<SourceRecord> records(LinkSourceTask task) throws InterruptedException {
        for (int polls = 0; polls < 10; polls++) {
            List<SourceRecord> records = task.poll();
            if (records != null) {
                return records;
            }
        }
        throw new AssertionError("no records");
    }

    private static SourceRecord onlyRecord(LinkSourceTask task) throws InterruptedException {
        List<SourceRecord> records = records(task);
        assertThat(records).hasSize(1);
        return records.get(0);
    }

    private static RecordMetadata metadata(SourceRecord record) {
        return metadata(record, ((byte[]) record.key()).length);
    }

    private static RecordMetadata metadata(SourceRecord record, int keySize) {
        int partition = record.kafkaPartition() == null ? 0 : record.kafkaPartition();
        return new RecordMetadata(new TopicPartition(record.topic(), partition), 0, 0, 0, keySize, 1);
    }

    private static LaneStateRecord state(LaneId lane, LaneState.Kind kind, String reason) {
        return new LaneStateRecord(
                new LaneState(lane, kind, kind == LaneState.Kind.COPYING ? Cause.NONE : Cause.OTHER, null, reason, 1));
    }

    private static Tip tip(LaneId lane, long source) {
        return new Tip(lane, source, source, Map.of(1, source), 0, 100);
    }

    /** A link that gives out what a test puts in. Confined to the test. */
    private static final class FakeLink implements HostedLink {
        private final Queue<List<PositionRecord>> gives = new ArrayDeque<>();
        private final List<PositionRecord> recorded = new ArrayList<>();
        private List<PositionRecord> lastWords = List.of();
        private boolean settles;
        private boolean isUnsure;
        private boolean isInFlight;
        private boolean closed;

        @Override
        public List<PositionRecord> poll(long maxMs) {
            List<PositionRecord> next = gives.poll();
            return next == null ? List.of() : next;
        }

        @Override
        public void recorded(PositionRecord record) {
            recorded.add(record);
        }

        @Override
        public List<PositionRecord> drain(long maxMs) {
            return lastWords;
        }

        @Override
        public void settle() {
            settles = true;
        }

        @Override
        public boolean isSettled() {
            return settles && !isUnsure;
        }

        @Override
        public boolean isInFlight() {
            return isInFlight;
        }

        @Override
        public List<PositionRecord> positions() {
            List<PositionRecord> last = lastWords;
            lastWords = List.of();
            return last;
        }

        @Override
        public LinkStats stats() {
            return new LinkStats(List.of(), 0, "", "");
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** A group that has committed what the test says, and answers at the second look. Confined to the test. */
    private final class FakeCommitted implements TaskParts.Committed {
        private boolean asked;

        FakeCommitted(String group) {
            assertThat(group).isEqualTo("mirror-group");
        }

        @Override
        public boolean advance(Duration atMost) {
            boolean isThere = asked;
            asked = true;
            return isThere;
        }

        @Override
        public OptionalLong offset(TopicPartition partition) {
            Long offset = committed.get(partition);
            return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
        }

        @Override
        public void close() {}
    }

    /** Finds the same number of records beyond every stored offset. Confined to the test. */
    private final class FakeSearch implements TaskParts.Search {
        private final Map<TopicPartition, Found> found = new HashMap<>();

        FakeSearch(Collection<Wanted> wanted) {
            wanted.forEach(one -> found.put(one.source(), new Found(one.stored() + beyond, beyond, proven)));
        }

        @Override
        public boolean advance(Duration atMost) {
            return true;
        }

        @Override
        public Map<TopicPartition, Found> found() {
            return found;
        }

        @Override
        public void close() {}
    }

    /** Notes what it is told. Confined to the test. */
    private static final class RecordingFollower implements Follower {
        private final List<PositionRecord> told = new ArrayList<>();
        private boolean closed;

        @Override
        public void durable(PositionRecord record) {
            told.add(record);
        }

        @Override
        public void close(Duration atMost) {
            closed = true;
        }
    }

    /** Reads what a test put in, after as many failures as wanted. Confined to the test. */
    private final class FakeReading implements PositionsReading {
        static final int PARTITIONS = 5;
        private final Runnable reading;

        FakeReading(Runnable reading) {
            this.reading = reading;
        }

        @Override
        public boolean advance(Duration atMost) {
            if (failuresToRead-- > 0) {
                throw new TransientFailure("the cluster is away");
            }
            reading.run();
            return true;
        }

        @Override
        public int partitions() {
            return PARTITIONS;
        }

        @Override
        public void close() {}
    }

    /** A context that has offsets only. Confined to the test. */
    private final class Context implements SourceTaskContext, OffsetStorageReader {
        @Override
        public Map<String, String> configs() {
            return Map.of();
        }

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return this;
        }

        @Override
        public PluginMetrics pluginMetrics() {
            throw new UnsupportedOperationException();
        }

        @Override
        public @Nullable TransactionContext transactionContext() {
            return null;
        }

        @Override
        public <T> @Nullable Map<String, Object> offset(Map<String, T> partition) {
            return connectOffsets.get(partition);
        }

        @Override
        public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
            throw new UnsupportedOperationException();
        }
    }
}
