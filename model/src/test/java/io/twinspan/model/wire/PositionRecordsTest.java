package io.twinspan.model.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.model.position.Cause;
import io.twinspan.model.position.Incident;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.position.OffsetRange;
import io.twinspan.model.position.Pulse;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Sight;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord.Acceptance;
import io.twinspan.model.wire.PositionRecord.Deleted;
import io.twinspan.model.wire.PositionRecord.Generation;
import io.twinspan.model.wire.PositionRecord.IncidentRecord;
import io.twinspan.model.wire.PositionRecord.LaneStateRecord;
import io.twinspan.model.wire.PositionRecord.PulseRecord;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import io.twinspan.model.wire.PositionRecord.SightRecord;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import io.twinspan.model.wire.PositionRecord.Undecodable;
import io.twinspan.model.wire.PositionRecord.Undecodable.Reason;
import io.twinspan.model.wire.PositionRecord.Writable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.zip.CRC32C;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class PositionRecordsTest {
    private static final LaneId LANE = new LaneId(new Uuid(0x0102030405060708L, 0x090a0b0c0d0e0f10L), "t", 300, 2);
    private static final String TOPIC_ID = "0102030405060708090a0b0c0d0e0f10";

    /** Written by hand from the drawing in {@link PositionRecords}. */
    @Test
    void tipHasTheDrawnBytes() {
        var tip = new TipRecord(new Tip(LANE, 129, 5, Map.of(7, 128L, 9, 1L), 4, 1000));

        assertBytes(tip, "01 01 0174 " + TOPIC_ID + " ac02 02", "01 8101 05 05 00000000000003e8 02 07 8001 09 01");
    }

    @Test
    void pageOfRunsHasTheDrawnBytes() {
        var page = new RunsPage(LANE, 1, List.of(new Run(7, 3, 100, 20, 10), new Run(7, 13, 111, 30, 5)));

        assertBytes(
                page,
                "01 02 0174 " + TOPIC_ID + " ac02 02 0000000000000064 0000000000000001",
                "01 02 01 07   01 14 0a 03   02 00 05");
    }

    @Test
    void pageWithTwoOriginsNamesTheOriginOfEachRun() {
        var page = new RunsPage(
                LANE, 1, List.of(new Run(7, 0, 0, 0, 1), new Run(300, 4, 1, 1, 2), new Run(7, 1, 5, 3, 6)));

        assertBytes(
                page,
                "01 02 0174 " + TOPIC_ID + " ac02 02 0000000000000000 0000000000000001",
                "01 03 02 07 ac02   01 00 00 01 00   01 01 00 02 04   04 00 00 06");
    }

    @Test
    void laneStateAndGenerationHaveTheDrawnBytes() {
        assertBytes(
                new LaneStateRecord(new LaneState(
                        LANE, LaneState.Kind.FAILED, Cause.RECORD_TOO_LARGE, new OffsetRange(300, 302), "é", 1)),
                "01 03 0174 " + TOPIC_ID + " ac02 02",
                "01 02 0000000000000001 0a ac02 02 02c3a9");
        assertBytes(
                new LaneStateRecord(new LaneState(LANE, LaneState.Kind.COPYING, Cause.NONE, null, "", 1)),
                "01 03 0174 " + TOPIC_ID + " ac02 02",
                "01 01 0000000000000001 00 00 00 00");
        assertBytes(new Generation("t", 300, 2, OptionalLong.of(127)), "01 04 0174 ac02", "01 02 8001");
        assertBytes(new Generation("t", 300, 2, OptionalLong.empty()), "01 04 0174 ac02", "01 02 00");
    }

    @Test
    void incidentAndAcceptanceHaveTheDrawnBytes() {
        assertBytes(
                new IncidentRecord(new Incident(LANE, Cause.FOREIGN_WRITER, new OffsetRange(5, 305), 3, true, 2)),
                "01 06 0174 " + TOPIC_ID + " ac02 02 09 0000000000000005",
                "01 ac02 03 01 0000000000000002");
        assertBytes(
                new Acceptance(LANE, new OffsetRange(5, 305), Cause.RECORD_TOO_LARGE, 2),
                "01 07 0174 " + TOPIC_ID + " ac02 02 0000000000000005",
                "01 ac02 0a 0000000000000002");
    }

    @Test
    void sightAndPulseHaveTheDrawnBytes() {
        assertBytes(
                new SightRecord(new Sight("t", 300, 127, 128, 2, -1, 300, 5, 6, true, 7)),
                "01 08 0174 ac02",
                "01 7f 8001 0000000000000002 00 ad02 05 06 01 0000000000000007");
        assertBytes(
                new PulseRecord(new Pulse(300, 7, 2, 127, -1)),
                "01 09 00 ac02",
                "01 0000000000000007 0000000000000002 8001 00 00");
        assertBytes(
                new PulseRecord(new Pulse(1, 7, 2, -1, 3, true)),
                "01 09 00 01",
                "01 0000000000000007 0000000000000002 00 04 01");
    }

    @Test
    void nullValueDeletesWhatTheKeyNames() {
        for (Writable record : someRecords(new Random(1))) {
            assertThat(PositionRecords.decode(PositionRecords.encodeKey(record.key()), null))
                    .isEqualTo(new Deleted(record.key()));
        }
    }

    @Test
    void everyRecordComesBackAsItWas() {
        for (int seed = 0; seed < 300; seed++) {
            for (Writable record : someRecords(new Random(seed))) {
                byte[] key = PositionRecords.encodeKey(record.key());
                byte[] value = PositionRecords.encodeValue(record);

                assertThat(PositionRecords.decode(key, value))
                        .as("seed %d", seed)
                        .isEqualTo(record);
            }
        }
    }

    @Test
    void extremeNumbersComeBackAsTheyWere() {
        long most = 1L << 62;
        var far = new Run(0xffffff, most, most, most, 1);
        var lane = new LaneId(Uuid.ZERO_UUID, "x".repeat(249), Integer.MAX_VALUE, Integer.MAX_VALUE);
        for (Writable record : List.<Writable>of(
                new RunsPage(lane, 1, List.of(new Run(0, 0, 0, 0, 1), far)),
                new RunsPage(lane, 1, List.of(far)),
                new TipRecord(new Tip(lane, most, most, Map.of(1, most), Integer.MAX_VALUE, -1)),
                new TipRecord(new Tip(lane, 0, 0, Map.of(), Tip.UNKNOWN_EPOCH, Long.MIN_VALUE)),
                new Generation("t", 0, Integer.MAX_VALUE, OptionalLong.of(most - 1)))) {
            assertThat(PositionRecords.decode(
                            PositionRecords.encodeKey(record.key()), PositionRecords.encodeValue(record)))
                    .isEqualTo(record);
        }
    }

    @Test
    void anOffsetThatNoLogCanReachIsDamage() {
        var lane = new LaneId(Uuid.ZERO_UUID, "t", 0, 0);
        for (Writable record : List.<Writable>of(
                new TipRecord(new Tip(lane, Long.MAX_VALUE, 0, Map.of(), 0, 0)),
                new TipRecord(new Tip(lane, 0, Long.MAX_VALUE, Map.of(), 0, 0)),
                new TipRecord(new Tip(lane, 0, 0, Map.of(1, Long.MAX_VALUE), 0, 0)),
                new Generation("t", 0, 1, OptionalLong.of(Long.MAX_VALUE - 1)),
                new RunsPage(lane, 1, List.of(new Run(0, 0, 0, 0, Long.MAX_VALUE))))) {
            assertReason(
                    PositionRecords.decode(
                            PositionRecords.encodeKey(record.key()), PositionRecords.encodeValue(record)),
                    Reason.DAMAGED,
                    "more than any log can reach");
        }
    }

    @Test
    void tellsWhatARecordIsAboutWhateverItsValueIs() {
        var key = new TipRecord(new Tip(new LaneId(Uuid.ZERO_UUID, "t", 0, 0), 1, 1, Map.of(), 0, 0)).key();

        assertThat(PositionRecords.about(PositionRecords.encodeKey(key))).isEqualTo(key);
        assertThat(PositionRecords.about(bytes("02 ff"))).isNull();
        assertThat(PositionRecords.about(bytes("01 63"))).isNull();
        assertThat(PositionRecords.about(null)).isNull();
    }

    @Test
    void aNewerVersionIsReportedAsSuch() {
        byte[] key = bytes("01 04 0174 00");

        assertReason(PositionRecords.decode(bytes("02 ff"), bytes("01")), Reason.NEWER_VERSION, "key has version 2");
        assertReason(PositionRecords.decode(key, bytes("03 ff ff")), Reason.NEWER_VERSION, "value has version 3");
        assertReason(PositionRecords.decode(bytes("02"), null), Reason.NEWER_VERSION, "upgrade");
    }

    @Test
    void damageIsReportedWithWhatIsWrong() {
        byte[] key = bytes("01 04 0174 00");

        assertReason(PositionRecords.decode(null, null), Reason.DAMAGED, "no key");
        assertReason(PositionRecords.decode(new byte[0], null), Reason.DAMAGED, "no key");
        assertReason(PositionRecords.decode(bytes("00"), null), Reason.DAMAGED, "version 0");
        assertReason(PositionRecords.decode(bytes("01 0a 0174" + TOPIC_ID + "00 00"), null), Reason.DAMAGED, "kind 10");
        assertReason(PositionRecords.decode(key, new byte[0]), Reason.DAMAGED, "ends after 0 bytes");
        assertReason(PositionRecords.decode(key, bytes("01 00 00 00")), Reason.DAMAGED, "1 bytes too many");
        assertReason(PositionRecords.decode(bytes("01 04 02 c3 28 00"), null), Reason.DAMAGED, "UTF-8");
        assertReason(PositionRecords.decode(bytes("01 04 7f 74"), null), Reason.DAMAGED, "length of a text");
    }

    @Test
    void noBytesWhateverMakeItThrow() {
        for (int seed = 0; seed < 3_000; seed++) {
            var random = new Random(seed);
            for (Writable record : someRecords(random)) {
                byte[] key = damaged(PositionRecords.encodeKey(record.key()), random);
                byte[] value = damaged(PositionRecords.encodeValue(record), random);

                PositionRecord decoded = decodeOrFail(seed, key, value);

                if (decoded instanceof Writable readable) {
                    // What it does accept must be a record that it would write.
                    assertThat(decodeOrFail(
                                    seed,
                                    PositionRecords.encodeKey(readable.key()),
                                    PositionRecords.encodeValue(readable)))
                            .as("seed %d", seed)
                            .isEqualTo(readable);
                }
            }
        }
    }

    @Test
    void refusesPagesThatAreEmptyTooLongOrOutOfOrder() {
        var run = new Run(1, 0, 10, 10, 5);

        assertThatThrownBy(() -> new RunsPage(LANE, 1, List.of())).hasMessageContaining("0 runs");
        assertThatThrownBy(() -> new RunsPage(LANE, 1, List.of(run, run))).hasMessageContaining("does not come after");
        assertThatThrownBy(() -> new RunsPage(LANE, 1, runs(257, new Random(1), () -> 1, 1)))
                .hasMessageContaining("257");
    }

    @Test
    void splitsRunsIntoFullPages() {
        var runs = runs(600, new Random(1), () -> 3, 1);

        var pages = RunsPage.split(LANE, 1, runs);

        assertThat(pages).extracting(page -> page.runs().size()).containsExactly(256, 256, 88);
        assertThat(pages.stream().flatMap(page -> page.runs().stream()).toList())
                .isEqualTo(runs);
        assertThat(RunsPage.split(LANE, 1, List.of())).isEmpty();
    }

    /** The figures in the Javadoc of {@link RunsLayout}. */
    @Test
    void aRunCostsAsManyBytesAsDocumented() {
        var random = new Random(1);

        assertThat(bytesPerRun(runs(256, random, () -> 100 + random.nextInt(900), 1)))
                .isBetween(4.05, 4.2);
        assertThat(bytesPerRun(runs(256, random, () -> 1 + random.nextInt(100), 1)))
                .isBetween(3.1, 3.25);
        assertThat(bytesPerRun(runs(256, random, () -> 100 + random.nextInt(900), 2)))
                .isBetween(5.1, 5.25);
    }

    /** Expected values from the definition: CRC-32C over name and big-endian number. */
    @Test
    void everythingAboutOnePartitionSharesAPartition() {
        var crc = new CRC32C();
        crc.update("orders".getBytes(StandardCharsets.UTF_8));
        crc.update(new byte[] {0, 0, 1, 44});

        assertThat(PositionRecords.partitionOf("orders", 300, 5)).isEqualTo((int) (crc.getValue() % 5));
        assertThat(PositionRecords.partitionOf("orders", 300, 1)).isZero();
        var used = new HashMap<Integer, Integer>();
        for (int partition = 0; partition < 1000; partition++) {
            used.merge(PositionRecords.partitionOf("orders", partition, 5), 1, Integer::sum);
        }
        assertThat(used).hasSize(5).allSatisfy((p, count) -> assertThat(count).isBetween(100, 300));
    }

    private static void assertBytes(Writable record, String key, String value) {
        assertThat(PositionRecords.encodeKey(record.key()))
                .as("key")
                .asHexString()
                .isEqualTo(hex(bytes(key)));
        assertThat(PositionRecords.encodeValue(record))
                .as("value")
                .asHexString()
                .isEqualTo(hex(bytes(value)));
        assertThat(PositionRecords.decode(bytes(key), bytes(value))).isEqualTo(record);
    }

    private static void assertReason(PositionRecord record, Reason reason, String detail) {
        assertThat(record).isInstanceOfSatisfying(Undecodable.class, undecodable -> {
            assertThat(undecodable.reason()).isEqualTo(reason);
            assertThat(undecodable.detail()).contains(detail);
        });
    }

    private static PositionRecord decodeOrFail(int seed, byte[] key, byte[] value) {
        try {
            return PositionRecords.decode(key, value);
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed + ": key " + hex(key) + " value " + hex(value), e);
        }
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        byte[] copy = bytes.clone();
        switch (random.nextInt(4)) {
            case 0 -> copy[random.nextInt(copy.length)] = (byte) random.nextInt();
            case 1 -> copy = java.util.Arrays.copyOf(copy, random.nextInt(copy.length + 8));
            case 2 -> {
                int from = random.nextInt(copy.length);
                for (int i = from; i < Math.min(copy.length, from + 9); i++) {
                    copy[i] = (byte) 0xff;
                }
            }
            default -> {
                // This half stays whole, so that the other's damage is reached.
            }
        }
        return copy;
    }

    private static List<Writable> someRecords(Random random) {
        var lane = new LaneId(
                new Uuid(random.nextLong(), random.nextLong()),
                "orders.é" + random.nextInt(100),
                random.nextInt(2000),
                random.nextInt(3));
        var appended = new HashMap<Integer, Long>();
        for (int i = random.nextInt(3); i > 0; i--) {
            appended.put(random.nextInt(1 << 24), random.nextLong() >>> (2 + random.nextInt(60)));
        }
        long source = random.nextLong() >>> (2 + random.nextInt(60));
        return List.of(
                new TipRecord(new Tip(lane, source, source / 2, appended, random.nextInt(50) - 1, random.nextLong())),
                new RunsPage(
                        lane,
                        random.nextLong(),
                        runs(1 + random.nextInt(256), random, () -> 1 + random.nextInt(5000), 1 + random.nextInt(3))),
                new LaneStateRecord(new LaneState(
                        lane,
                        random.nextBoolean() ? LaneState.Kind.COPYING : LaneState.Kind.FAILED,
                        Cause.values()[random.nextInt(Cause.values().length)],
                        random.nextBoolean() ? null : new OffsetRange(source, source + 1 + random.nextInt(9)),
                        "why",
                        random.nextLong())),
                new IncidentRecord(new Incident(
                        lane,
                        Cause.values()[random.nextInt(Cause.values().length)],
                        new OffsetRange(source, source + 10),
                        random.nextInt(11),
                        random.nextBoolean(),
                        random.nextLong())),
                new Acceptance(lane, new OffsetRange(source, source + 1), Cause.SOURCE_DAMAGED, random.nextLong()),
                new Generation(
                        lane.topic(),
                        lane.partition(),
                        random.nextInt(9),
                        random.nextBoolean() ? OptionalLong.of(source) : OptionalLong.empty()),
                new SightRecord(new Sight(
                        lane.topic(),
                        lane.partition(),
                        source,
                        source / 3,
                        random.nextLong() >>> 1,
                        random.nextInt(5) - 1,
                        random.nextInt(5) - 1,
                        random.nextInt(9),
                        random.nextInt(9),
                        random.nextBoolean(),
                        random.nextLong())),
                new PulseRecord(new Pulse(
                        random.nextInt(1000),
                        random.nextLong(),
                        random.nextLong() >>> 1,
                        random.nextInt(5) - 1,
                        random.nextInt(5) - 1)));
    }

    /** Runs as a topic with transaction markers or holes has them: gaps in the source, none in the target. */
    private static List<Run> runs(int count, Random random, IntSupplier lengths, int origins) {
        var runs = new ArrayList<Run>();
        var sequences = new HashMap<Integer, Long>();
        long source = 1_000_000L + random.nextInt(1000);
        long target = 900_000;
        for (int i = 0; i < count; i++) {
            int origin = 0xabcd00 + random.nextInt(origins);
            long length = lengths.getAsInt();
            long sequence = sequences.getOrDefault(origin, 777_777L);
            runs.add(new Run(origin, sequence, source, target, length));
            sequences.put(origin, sequence + length);
            source += length + 1L + random.nextInt(3);
            target += length;
        }
        return runs;
    }

    private static double bytesPerRun(List<Run> runs) {
        var page = new RunsPage(LANE, 1, runs);
        return (PositionRecords.encodeKey(page.key()).length + PositionRecords.encodeValue(page).length)
                / (double) runs.size();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
