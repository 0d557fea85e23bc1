package io.twinspan.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.twinspan.connect.takeover.MirrorOffsets;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.Incident;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.position.OffsetRange;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.translation.LaneBook;
import io.twinspan.model.translation.Translation;
import io.twinspan.model.wire.Checkpoints;
import io.twinspan.model.wire.Checkpoints.Checkpoint;
import io.twinspan.model.wire.Heartbeats;
import io.twinspan.model.wire.Heartbeats.Heartbeat;
import io.twinspan.model.wire.OffsetSyncs;
import io.twinspan.model.wire.OffsetSyncs.Sync;
import io.twinspan.model.wire.PositionRecord.Acceptance;
import io.twinspan.model.wire.PositionRecord.Generation;
import io.twinspan.model.wire.PositionRecord.IncidentRecord;
import io.twinspan.model.wire.PositionRecord.LaneStateRecord;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import io.twinspan.model.wire.PositionRecord.Start;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import io.twinspan.model.wire.PositionRecord.Writable;
import io.twinspan.model.wire.PositionRecords;
import io.twinspan.model.wire.SyncedRecord.OfAcl;
import io.twinspan.model.wire.SyncedRecord.OfConfigs;
import io.twinspan.model.wire.SyncedRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever is in an internal topic: no decoder throws, none allocates what a number claims, and what is built on them goes on. */
class WireFuzzTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 3);
    private static final LaneId LANE = new LaneId(new Uuid(1, 1), "orders", 3, 0);
    private static final ClusterAlias DC1 = new ClusterAlias("dc1");

    /** More than any decoder may allocate for one of these records, and less than any number in them can claim. */
    private static final long MOST_ALLOCATED = 4 << 20;

    /** A key and a value. Immutable, but for its bytes. */
    private record Raw(byte @Nullable [] key, byte @Nullable [] value) {}

    private static List<Raw> samples() {
        var samples = new ArrayList<Raw>();
        for (Writable record : List.<Writable>of(
                new TipRecord(new Tip(LANE, 500, 600, Map.of(1, 300L, 2, 200L), 4, 1_700_000_000_000L)),
                new Start(new Tip(LANE, 0, 5, Map.of(), -1, 1_700_000_000_000L), 77),
                new RunsPage(
                        LANE,
                        77,
                        List.of(new Run(1, 0, 0, 5, 100), new Run(2, 0, 100, 106, 50), new Run(1, 100, 151, 157, 9))),
                new LaneStateRecord(new LaneState(
                        LANE, LaneState.Kind.FAILED, Cause.SOURCE_DAMAGED, new OffsetRange(5, 9), "for a reason", 1)),
                new IncidentRecord(new Incident(LANE, Cause.SOURCE_RETENTION, new OffsetRange(5, 9), 4, false, 1)),
                new Acceptance(LANE, new OffsetRange(5, 9), Cause.RECORD_TOO_LARGE, 1),
                new Generation("orders", 3, 2, OptionalLong.of(40)))) {
            samples.add(new Raw(PositionRecords.encodeKey(record.key()), PositionRecords.encodeValue(record)));
        }
        var checkpoint = new Checkpoint("group", new TopicPartition("dc1.orders", 3), 400, 500, "note");
        samples.add(new Raw(Checkpoints.encodeKey(checkpoint), Checkpoints.encodeValue(checkpoint)));
        var heartbeat = new Heartbeat("dc1", "dc2", 1_700_000_000_000L);
        samples.add(new Raw(Heartbeats.encodeKey(heartbeat), Heartbeats.encodeValue(heartbeat)));
        samples.add(new Raw(OffsetSyncs.encodeKey(ORDERS), OffsetSyncs.encodeValue(new Sync(ORDERS, 10, 20))));
        var configs = new OfConfigs("dc1.orders", Map.of("retention.ms", "1000", "cleanup.policy", "compact"));
        samples.add(new Raw(SyncedRecords.encodeKey(configs), SyncedRecords.encodeValue(configs)));
        var acl = new OfAcl(
                new AclBinding(
                        new ResourcePattern(ResourceType.TOPIC, "dc1.orders", PatternType.LITERAL),
                        new AccessControlEntry("User:app", "*", AclOperation.READ, AclPermissionType.ALLOW)),
                true);
        samples.add(new Raw(SyncedRecords.encodeKey(acl), SyncedRecords.encodeValue(acl)));
        samples.add(new Raw(MirrorOffsets.key(DC1, ORDERS), MirrorOffsets.value(400)));
        return samples;
    }

    private static Raw damaged(Mutations mutations, Raw sample) {
        byte[] key = sample.key();
        byte[] value = sample.value();
        return switch (mutations.random().nextInt(6)) {
            case 0 -> new Raw(key, null);
            case 1 -> new Raw(null, value);
            case 2 -> new Raw(mutations.bytes(60), mutations.bytes(200));
            case 3 -> new Raw(key == null ? null : mutations.damaged(key), value);
            default -> new Raw(key, value == null ? null : mutations.damaged(value));
        };
    }

    @Test
    void noDecoderThrowsOrAllocatesWhatARecordClaims() {
        List<Raw> samples = samples();
        for (long seed : Mutations.seeds(4_000)) {
            var mutations = new Mutations(seed);
            Raw raw = damaged(mutations, mutations.any(samples));
            try {
                long before = allocated();
                PositionRecords.decode(raw.key(), raw.value());
                PositionRecords.about(raw.key());
                Checkpoints.decode(raw.key(), raw.value())
                        .ifPresent(found -> assertThat(found.downstreamOffset()).isNotNegative());
                Heartbeats.decode(raw.key(), raw.value());
                OffsetSyncs.decode(raw.key(), raw.value());
                SyncedRecords.decode(raw.key(), raw.value());
                var offsets = new MirrorOffsets(DC1, List.of(ORDERS));
                offsets.accept(raw.key(), raw.value());
                offsets.next(ORDERS);
                assertThat(allocated() - before).isLessThan(MOST_ALLOCATED);
            } catch (AssertionError | RuntimeException e) {
                fail("-Dseed=" + seed, e);
            }
        }
    }

    /** A story of a lane in which records are damaged, repeated, out of order, or of somebody else. */
    @Test
    void translationGoesOnWhateverItReads() {
        for (long seed : Mutations.seeds(1_000)) {
            var mutations = new Mutations(seed);
            var book = new LaneBook(ORDERS::equals);
            try {
                for (int i = 0; i < 60; i++) {
                    Raw raw = mutations.random().nextInt(3) == 0
                            ? damaged(mutations, mutations.any(samples()))
                            : stored(mutations);
                    book.accept(raw.key(), raw.value());
                    ask(book, mutations.random().nextInt(2_000));
                    ask(book, Long.MAX_VALUE);
                }
                assertThat(book.unreadable())
                        .hasSizeLessThan(20)
                        .allSatisfy(
                                what -> assertThat(what).hasSizeLessThan(1_000).doesNotContain("\u001b", "\n"));
            } catch (AssertionError | RuntimeException e) {
                fail("-Dseed=" + seed, e);
            }
        }
    }

    private static void ask(LaneBook book, long offset) {
        try {
            Translation there = book.translate(ORDERS, offset);
            assertThat(there.toString()).isNotEmpty();
            book.translateBack(ORDERS, offset);
        } catch (ReplicationException explained) {
            assertThat(explained.getMessage()).contains("orders-3");
        }
    }

    /** A record that can be read and that may contradict all others. */
    private static Raw stored(Mutations mutations) {
        var random = mutations.random();
        var lane = new LaneId(new Uuid(1, random.nextInt(2)), "orders", 3, random.nextInt(3));
        long source = random.nextInt(1_000);
        long target = random.nextInt(1_000);
        Writable record = switch (random.nextInt(5)) {
            case 0 ->
                new TipRecord(
                        new Tip(lane, source, target, Map.of(1, (long) random.nextInt(1_000)), 0, random.nextInt(100)));
            case 1 -> new Start(new Tip(lane, source, target, Map.of(), -1, 5), random.nextInt(3));
            case 2 -> new Generation("orders", 3, random.nextInt(3), OptionalLong.empty());
            default ->
                new RunsPage(
                        lane,
                        random.nextInt(3),
                        List.of(
                                new Run(1, source, source, target, 1 + random.nextInt(50)),
                                new Run(1, source + 50, source + 60, target + 70, 1 + random.nextInt(50))));
        };
        return new Raw(
                PositionRecords.encodeKey(record.key()),
                random.nextInt(8) == 0 ? null : PositionRecords.encodeValue(record));
    }

    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }
}
