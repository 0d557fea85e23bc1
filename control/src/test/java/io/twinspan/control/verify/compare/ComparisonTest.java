package io.twinspan.control.verify.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.verify.compare.Comparison.Place;
import io.twinspan.control.verify.compare.Defects.Defect;
import io.twinspan.control.verify.compare.Leg.Neighbours;
import io.twinspan.link.ScannedBatch.Kind;
import io.twinspan.model.position.OffsetRange;
import io.twinspan.model.position.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Single cases. Source record {@code i} has offset {@code i} and content {@code 1000 + i}, and so has its copy. */
class ComparisonTest {
    private static final long OURS = 101;
    private static final int RECORDS = 600;

    private final List<Run> runs = new ArrayList<>(List.of(new Run(1, 0, 0, 0, RECORDS)));
    private final List<OffsetRange> leftOut = new ArrayList<>();
    private boolean compacted;
    private Neighbours neighbours = Neighbours.NONE;
    private long sourceEnd = RECORDS;
    private long targetEnd = RECORDS;
    private long sourceStart;
    private long targetStart;

    private static FakeRecord record(int number) {
        return new FakeRecord(number, 5_000 + number, 1_000 + number, 1 + number % 7, false);
    }

    private static List<FakeRecord> records(int from, int to) {
        return new ArrayList<>(
                IntStream.range(from, to).mapToObj(ComparisonTest::record).toList());
    }

    /** The records at offsets from this one on, in batches of ten. */
    private static List<FakeBatch> batches(long producerId, long offset, List<FakeRecord> records) {
        var batches = new ArrayList<FakeBatch>();
        for (int i = 0; i < records.size(); i += 10) {
            var some = new ArrayList<FakeRecord>();
            for (int j = i; j < Math.min(records.size(), i + 10); j++) {
                some.add(records.get(j).at(offset + j));
            }
            batches.add(FakeBatch.of(producerId, some));
        }
        return batches;
    }

    private static List<FakeBatch> source() {
        return batches(-1, 0, records(0, RECORDS));
    }

    private static List<FakeBatch> copy(List<FakeRecord> records) {
        return batches(OURS, 0, records);
    }

    private Comparison compare(List<FakeBatch> source, List<FakeBatch> target) {
        return compare(source, target, new KeyRoom(1_000));
    }

    private Comparison compare(List<FakeBatch> source, List<FakeBatch> target, KeyRoom room) {
        var map = new RunMap() {
            @Override
            public Iterator<Run> fromSource(long offset) {
                return runs.stream().filter(run -> run.sourceEnd() > offset).iterator();
            }

            @Override
            public Iterator<Run> fromTarget(long offset) {
                return runs.stream().filter(run -> run.targetEnd() > offset).iterator();
            }
        };
        var leg = new Leg(
                map,
                new Leg.Range(sourceStart, sourceEnd),
                new Leg.Range(targetStart, targetEnd),
                producerId -> producerId != 102,
                producerId -> producerId == OURS,
                leftOut,
                compacted,
                neighbours);
        return new Trial(leg, new Place(sourceStart, targetStart, 0), source, target, room).run(new Random(1));
    }

    private static Defect found(Comparison comparison) {
        assertThat(comparison.differences()).isEqualTo(1);
        return Defects.essence(comparison.findings()).get(0);
    }

    @Test
    void copiesOfWholeBatchesAreNotOpened() {
        List<FakeBatch> source = source();
        List<FakeBatch> target = copy(records(0, RECORDS));

        Comparison comparison = compare(source, target);

        assertThat(comparison.findings()).isEmpty();
        assertThat(comparison.counts().wholeBatches()).isEqualTo(RECORDS / 10);
        assertThat(source).allMatch(batch -> batch.opened() == 0 && batch.released() == 1);
        assertThat(target).allMatch(batch -> batch.opened() == 0 && batch.released() == 1);
    }

    /** As a lane would leave it that appended twice: the offsets of what follows are those of the runs. */
    @Test
    void aBatchThatTheLaneAppendedTwiceIsExtra() {
        runs.clear();
        runs.add(new Run(1, 0, 0, 0, 50));
        runs.add(new Run(1, 60, 50, 60, 550));
        targetEnd = RECORDS + 10;
        List<FakeRecord> twice = records(0, 50);
        twice.addAll(records(40, RECORDS));

        Comparison comparison = compare(source(), copy(twice));

        assertThat(found(comparison)).isEqualTo(new Defect(DifferenceKind.EXTRA, -1, 50, -1, 10));
        assertThat(comparison.differingRecords()).isEqualTo(10);
        assertThat(comparison.counts().records()).isEqualTo(RECORDS);
    }

    @Test
    void recordsThatTheLanePassedOverAreMissing() {
        runs.clear();
        runs.add(new Run(1, 0, 0, 0, 50));
        runs.add(new Run(1, 50, 70, 50, 530));
        targetEnd = RECORDS - 20;
        List<FakeRecord> some = records(0, 50);
        some.addAll(records(70, RECORDS));

        assertThat(found(compare(source(), copy(some)))).isEqualTo(new Defect(DifferenceKind.MISSING, 50, -1, -1, 20));

        leftOut.add(new OffsetRange(50, 70));
        Comparison known = compare(source(), copy(some));
        assertThat(known.findings()).isEmpty();
        assertThat(known.counts().leftOut()).isEqualTo(20);
    }

    /** As positions are that an owner put out of date before it knew that it was replaced. */
    @Test
    void whatWasCopiedAndHasLostItsRunsIsComparedInItsOrder() {
        runs.clear();
        runs.add(new Run(1, 0, 0, 0, 50));
        runs.add(new Run(1, 70, 70, 70, 530));

        Comparison lost = compare(source(), copy(records(0, RECORDS)));
        assertThat(lost.findings()).isEmpty();
        assertThat(lost.counts().unmapped()).isEqualTo(20);
        assertThat(lost.counts().records()).isEqualTo(RECORDS);

        List<FakeRecord> altered = records(0, RECORDS);
        altered.set(60, altered.get(60).withContent(7));
        Comparison different = compare(source(), copy(altered));
        assertThat(different.findings().get(0).near()).isEqualTo(60);
        assertThat(different.counts().unmapped()).isEqualTo(10);
    }

    @Test
    void manyRemovedInARowAreOneFinding() {
        List<FakeRecord> some = records(0, 50);
        some.addAll(records(150, RECORDS));

        assertThat(found(compare(source(), copy(some)))).isEqualTo(new Defect(DifferenceKind.MISSING, 50, 50, -1, 100));
    }

    @Test
    void aTargetThatEndsEarlyLacksTheRest() {
        Comparison comparison = compare(source(), copy(records(0, 400)));

        assertThat(found(comparison)).isEqualTo(new Defect(DifferenceKind.MISSING, 400, 400, -1, 200));
        assertThat(comparison.counts().records()).isEqualTo(400);
    }

    @Test
    void anEmptyTargetLacksAll() {
        assertThat(found(compare(source(), List.of())))
                .isEqualTo(new Defect(DifferenceKind.MISSING, 0, 0, -1, RECORDS));
    }

    @Test
    void twoThatAreExchangedFarApartAreOneFinding() {
        List<FakeRecord> records = records(0, RECORDS);
        Collections.swap(records, 100, 400);

        assertThat(found(compare(source(), copy(records))))
                .isEqualTo(new Defect(DifferenceKind.REORDERED, 100, 100, 400, 2));
    }

    @Test
    void oneThatWasMovedFarAwayIsOneFinding() {
        List<FakeRecord> later = records(0, RECORDS);
        later.add(400, later.remove(100));
        assertThat(found(compare(source(), copy(later))))
                .isEqualTo(new Defect(DifferenceKind.REORDERED, 100, 100, 400, 1));

        List<FakeRecord> earlier = records(0, RECORDS);
        earlier.add(100, earlier.remove(400));
        Defect found = found(compare(source(), copy(earlier)));
        assertThat(found.kind()).isEqualTo(DifferenceKind.REORDERED);
        assertThat(found.source()).isEqualTo(400);
        assertThat(found.elsewhere()).isEqualTo(100);
    }

    @Test
    void whatIsAlteredEverywhereIsOneFinding() {
        List<FakeRecord> records = new ArrayList<>(records(0, RECORDS).stream()
                .map(record -> record.withTimestamp(record.timestamp() + 1))
                .toList());

        assertThat(found(compare(source(), copy(records))))
                .isEqualTo(new Defect(DifferenceKind.ALTERED, 0, 0, -1, RECORDS));
    }

    /** It may then be told in another way, but is not taken for equal, and does not take for ever. */
    @Test
    void aShiftThatIsLargerThanAnyLookIsFound() {
        int many = 20_000;
        runs.clear();
        runs.add(new Run(1, 0, 0, 0, many));
        sourceEnd = many;
        targetEnd = many;
        List<FakeRecord> some = records(0, 100);
        some.addAll(records(9_000, many));

        Comparison comparison = compare(batches(-1, 0, records(0, many)), copy(some));

        assertThat(comparison.differences()).isPositive();
        assertThat(comparison.findings().get(0).source()).isEqualTo(100);
    }

    @Test
    void theTimeOfATargetThatSetsItsOwnIsNotCompared() {
        var timed = new ArrayList<FakeBatch>();
        for (FakeBatch batch : copy(records(0, RECORDS))) {
            timed.add(new FakeBatch(
                    Kind.DATA,
                    batch.baseOffset(),
                    batch.lastOffset(),
                    batch.content().stream()
                            .map(record -> record.withTimestamp(1))
                            .toList(),
                    OURS,
                    true));
        }

        Comparison comparison = compare(source(), timed);

        assertThat(comparison.findings()).isEmpty();
        assertThat(comparison.counts().untimed()).isEqualTo(RECORDS);
        assertThat(comparison.counts().wholeBatches()).isEqualTo(RECORDS / 10);
    }

    @Test
    void whatRetentionTakesWhileItIsComparedIsNoDifference() {
        Comparison behind = start(source(), copy(records(0, RECORDS)), 0, 95);
        assertThat(behind.findings()).isEmpty();
        assertThat(behind.counts().targetExpired()).isEqualTo(95);
        assertThat(behind.counts().records()).isEqualTo(RECORDS - 95);

        Comparison ahead = start(source(), copy(records(0, RECORDS)), 95, 0);
        assertThat(ahead.findings()).isEmpty();
        assertThat(ahead.counts().sourceExpired()).isEqualTo(95);
    }

    private Comparison start(List<FakeBatch> source, List<FakeBatch> target, long sourceFirst, long targetFirst) {
        var leg = new Leg(
                mapOfOneRun(),
                new Leg.Range(0, RECORDS),
                new Leg.Range(0, RECORDS),
                producerId -> true,
                producerId -> producerId == OURS,
                List.of(),
                false,
                Neighbours.NONE);
        return new Trial(leg, new Place(0, 0, 0), from(source, sourceFirst), from(target, targetFirst))
                .startingAt(sourceFirst, targetFirst)
                .run(new Random(1));
    }

    private static List<FakeBatch> from(List<FakeBatch> batches, long first) {
        var left = new ArrayList<FakeBatch>();
        for (FakeBatch batch : batches) {
            List<FakeRecord> kept = batch.content().stream()
                    .filter(record -> record.offset() >= first)
                    .toList();
            if (!kept.isEmpty()) {
                left.add(FakeBatch.of(batch.producerId(), kept));
            }
        }
        return left;
    }

    private RunMap mapOfOneRun() {
        return new RunMap() {
            @Override
            public Iterator<Run> fromSource(long offset) {
                return runs.iterator();
            }

            @Override
            public Iterator<Run> fromTarget(long offset) {
                return runs.iterator();
            }
        };
    }

    @Test
    void aDamagedBatchIsNamedAndItsCounterpartIsNotCalledAnythingElse() {
        Comparison ofSource = compare(damagedAt50(), copy(records(0, RECORDS)));
        assertThat(found(ofSource)).isEqualTo(new Defect(DifferenceKind.DAMAGED, 50, -1, -1, 10));
        assertThat(ofSource.findings().get(0).note()).contains("CRC");
        assertThat(ofSource.counts().unreadable()).isEqualTo(10);
        assertThat(ofSource.counts().records()).isEqualTo(RECORDS - 10);

        leftOut.add(new OffsetRange(50, 60));
        assertThat(compare(damagedAt50(), copy(records(0, RECORDS))).findings())
                .as("an operator let it go")
                .isEmpty();

        List<FakeBatch> damagedTarget = new ArrayList<>(copy(records(0, RECORDS)));
        damagedTarget.set(7, FakeBatch.damaged(70, 79));
        Comparison ofTarget = compare(source(), damagedTarget);
        assertThat(found(ofTarget)).isEqualTo(new Defect(DifferenceKind.DAMAGED, -1, 70, -1, 10));
        assertThat(ofTarget.counts().unreadable()).isEqualTo(10);
    }

    private static List<FakeBatch> damagedAt50() {
        List<FakeBatch> damaged = new ArrayList<>(source());
        damaged.set(5, FakeBatch.damaged(50, 59));
        return damaged;
    }

    /** Its CRC is right, but what it holds is not what it says. */
    @Test
    void aBatchThatDoesNotOpenIsDamaged() {
        List<FakeBatch> malformed = new ArrayList<>(copy(records(0, RECORDS)));
        malformed.set(3, malformed.get(3).malformed());

        Comparison comparison = compare(source(), malformed);

        assertThat(found(comparison)).isEqualTo(new Defect(DifferenceKind.DAMAGED, -1, 30, -1, 10));
        assertThat(comparison.counts().records()).isEqualTo(RECORDS - 10);
    }

    @Test
    void whereTooManyKeysAreOpenItSaysSoAndDoesNotGuess() {
        compacted = true;
        List<FakeRecord> cleaned = records(0, RECORDS);
        cleaned.removeIf(record -> record.offset() < 580 && record.offset() % 2 == 0);
        List<FakeBatch> source = from(cleaned);

        Comparison roomy = compare(source, copy(records(0, RECORDS)));
        assertThat(roomy.findings()).isEmpty();
        assertThat(roomy.counts().cleaned()).isEqualTo(290);
        assertThat(roomy.counts().unproven()).isZero();

        Comparison narrow = compare(from(cleaned), copy(records(0, RECORDS)), new KeyRoom(2));
        assertThat(narrow.findings()).isEmpty();
        assertThat(narrow.counts().unproven()).isPositive();
        assertThat(narrow.counts().unproven() + narrow.counts().cleaned()).isEqualTo(290);
    }

    /** A tombstone of others may have been the reason, and is gone by now. */
    @Test
    void whereOthersWriteTooWhatOneSideLacksIsNotProven() {
        compacted = true;
        List<FakeRecord> some = records(0, RECORDS);
        some.removeIf(record -> record.offset() == RECORDS - 3);

        assertThat(found(compare(from(some), copy(records(0, RECORDS)))))
                .isEqualTo(new Defect(DifferenceKind.EXTRA, -1, RECORDS - 3, -1, 1));

        neighbours = Neighbours.APART;
        Comparison comparison = compare(from(some), copy(records(0, RECORDS)));
        assertThat(comparison.findings()).isEmpty();
        assertThat(comparison.counts().unproven()).isEqualTo(1);
    }

    /** The link had appended ten, the cleaner had taken them before their places were stored, and the link has put their runs before the next. */
    @Test
    void aRunThatLeadsToARecordOfOthersTellsNothingOfItWhereTheCleanerMayHaveTakenTheCopy() {
        compacted = true;
        neighbours = Neighbours.APART;
        Comparison comparison = compare(source(), copyWithOthersAt50());
        assertThat(comparison.findings()).isEmpty();
        assertThat(comparison.counts().foreign()).isEqualTo(10);
        assertThat(comparison.counts().cleaned()).isEqualTo(10);
        assertThat(comparison.counts().records()).isEqualTo(RECORDS - 10);

        neighbours = Neighbours.ALIKE;
        assertThat(compare(source(), copyWithOthersAt50()).differences()).isPositive();
    }

    private static List<FakeBatch> copyWithOthersAt50() {
        List<FakeBatch> target = new ArrayList<>(copy(records(0, RECORDS)));
        target.set(
                5,
                FakeBatch.of(
                        -1,
                        target.get(5).content().stream()
                                .map(record -> new FakeRecord(record.offset(), 5, 77, 99, false))
                                .toList()));
        return target;
    }

    /** Batches of what a cleaner has left. */
    private static List<FakeBatch> from(List<FakeRecord> left) {
        var batches = new ArrayList<FakeBatch>();
        for (int base = 0; base < RECORDS; base += 10) {
            int first = base;
            batches.add(new FakeBatch(
                    Kind.DATA,
                    base,
                    base + 9,
                    left.stream()
                            .filter(record -> record.offset() / 10 == first / 10)
                            .toList(),
                    -1,
                    false));
        }
        return batches;
    }

    /** The rule of compaction does not hide what no cleaner does. */
    @Test
    void aCompactedTopicHidesNoAlteredExchangedOrDoubledRecord() {
        compacted = true;
        List<FakeRecord> altered = records(0, RECORDS);
        altered.set(100, altered.get(100).withContent(7));
        assertThat(found(compare(source(), copy(altered))))
                .isEqualTo(new Defect(DifferenceKind.ALTERED, 100, 100, -1, 1));

        List<FakeRecord> exchanged = records(0, RECORDS);
        Collections.swap(exchanged, 100, 101);
        assertThat(found(compare(source(), copy(exchanged))))
                .isEqualTo(new Defect(DifferenceKind.REORDERED, 100, 100, 101, 2));

        List<FakeRecord> doubled = records(0, RECORDS);
        doubled.add(101, doubled.get(100));
        assertThat(found(compare(source(), copy(doubled)))).isEqualTo(new Defect(DifferenceKind.EXTRA, -1, 101, -1, 1));
    }
}
