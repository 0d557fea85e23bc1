package io.twinspan.testkit.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.testkit.guarantee.PartitionComparison.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartitionComparisonTest {

    private static final int WINDOW = 1000;

    @Test
    void findsNothingBetweenEqualPartitionsWhateverTheirOffsets() {
        ComparisonReport report = compare(records(0, 5000), shifted(records(0, 5000), 77));

        assertThat(report.isEqual()).isTrue();
        assertThat(report.matched()).isEqualTo(5000);
        assertThat(report.broken()).isEmpty();
    }

    @Test
    void tellsLostRecordsInTheMiddleFromThoseAtTheEnd() {
        List<Fingerprint> target = records(0, 5000);
        target.subList(4900, 5000).clear();
        target.subList(2000, 2003).clear();

        ComparisonReport report = compare(records(0, 5000), target);

        assertThat(report.counts()).isEqualTo(Map.of(DifferenceKind.LOST, 103L));
        assertThat(report.missingAtEnd()).isEqualTo(100);
        assertThat(report.first(DifferenceKind.LOST)).isEqualTo("orders-0@2000: not in dc1.orders-0");
        assertThat(report.broken()).containsExactly(Guarantee.NO_LOSS);
    }

    @Test
    void findsASingleRecordThatIsThereTwice() {
        List<Fingerprint> target = records(0, 5000);
        target.add(1235, target.get(1234));

        ComparisonReport report = compare(records(0, 5000), target);

        assertThat(report.counts()).isEqualTo(Map.of(DifferenceKind.DOUBLED, 1L));
        assertThat(report.broken()).containsExactly(Guarantee.NO_DUPLICATE);
    }

    @Test
    void findsALongRunThatIsThereTwiceLongAfterItWasCopied() {
        List<Fingerprint> target = records(0, 5000);
        target.addAll(4500, records(100, 400));

        ComparisonReport report = compare(records(0, 5000), target);

        assertThat(report.counts()).isEqualTo(Map.of(DifferenceKind.DOUBLED, 400L));
    }

    @Test
    void takesRecordsThatRepeatInTheSourceForWhatTheyAre() {
        List<Fingerprint> source = new ArrayList<>(Collections.nCopies(300, record(5)));
        source.addAll(records(10, 10));
        List<Fingerprint> target = new ArrayList<>(source);
        assertThat(compare(source, target).isEqual()).isTrue();

        target.remove(0);
        assertThat(compare(source, target).counts()).isEqualTo(Map.of(DifferenceKind.LOST, 1L));

        target.add(record(5));
        target.add(record(5));
        ComparisonReport moved = compare(source, target);
        assertThat(moved.count(DifferenceKind.REORDERED)).isEqualTo(1);
        assertThat(moved.count(DifferenceKind.DOUBLED)).isEqualTo(1);
    }

    @Test
    void tellsASwapFromALossAndADuplicate() {
        List<Fingerprint> target = records(0, 5000);
        Collections.swap(target, 3000, 3001);

        ComparisonReport report = compare(records(0, 5000), target);

        assertThat(report.counts()).isEqualTo(Map.of(DifferenceKind.REORDERED, 1L));
        assertThat(report.broken()).containsExactly(Guarantee.ORDER);
    }

    @Test
    void namesThePartsOfAnAlteredRecord() {
        List<Fingerprint> target = records(0, 5000);
        Fingerprint original = target.get(42);
        target.set(42, new Fingerprint(42, original.timestamp() + 1, original.key(), 99, original.headers()));

        ComparisonReport report = compare(records(0, 5000), target);

        assertThat(report.counts()).isEqualTo(Map.of(DifferenceKind.ALTERED, 1L));
        assertThat(report.first(DifferenceKind.ALTERED))
                .isEqualTo("orders-0@42: differs from dc1.orders-0@42 in value, timestamp 1042 became 1043");
        assertThat(report.broken()).containsExactly(Guarantee.SAME_BYTES);
    }

    @Test
    void findsEveryRecordAlteredWithoutTakingForever() {
        List<Fingerprint> target = records(0, 20_000).stream()
                .map(r -> new Fingerprint(r.offset(), r.timestamp() + 5, r.key(), r.value(), r.headers()))
                .toList();

        ComparisonReport report = compare(records(0, 20_000), target);

        assertThat(report.counts()).isEqualTo(Map.of(DifferenceKind.ALTERED, 20_000L));
    }

    @Test
    void findsARecordThatNeverWasInTheSource() {
        List<Fingerprint> target = records(0, 5000);
        target.add(70, record(1_000_000));

        ComparisonReport report = compare(records(0, 5000), target);

        assertThat(report.counts()).isEqualTo(Map.of(DifferenceKind.FOREIGN, 1L));
        assertThat(report.first(DifferenceKind.FOREIGN))
                .startsWith("dc1.orders-0@")
                .endsWith(": not in orders-0");
    }

    @Test
    void findsARecordInAnotherPartition() {
        List<Fingerprint> source = records(0, 10);
        ReportBuilder report = new ReportBuilder("orders", "dc1.orders");
        add(report, 0, source, source.subList(1, 10));
        add(report, 1, records(20, 10), plus(records(20, 10), source.get(0)));

        ComparisonReport built = report.build(Duration.ZERO);

        assertThat(built.counts()).isEqualTo(Map.of(DifferenceKind.MISPLACED, 1L));
        assertThat(built.first(DifferenceKind.MISPLACED)).isEqualTo("orders-0@0: it is in dc1.orders-1");
    }

    @Test
    void tellsKindsApartWhenAllComeTogether() {
        List<Fingerprint> target = records(0, 5000);
        target.set(4000, record(1_000_000));
        Collections.swap(target, 3000, 3001);
        target.add(2001, target.get(2000));
        target.remove(1000);

        ComparisonReport report = compare(records(0, 5000), target);

        assertThat(report.counts())
                .isEqualTo(Map.of(
                        DifferenceKind.LOST, 2L,
                        DifferenceKind.DOUBLED, 1L,
                        DifferenceKind.REORDERED, 1L,
                        DifferenceKind.FOREIGN, 1L));
        assertThat(report.broken()).containsExactly(Guarantee.values());
        assertThatThrownBy(() -> report.verify(Guarantee.ORDER))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("broken: order\n")
                .hasMessageContaining("orders-0@");
    }

    @Test
    void countsWhatIsLostEvenBeyondItsWindow() {
        List<Fingerprint> target = records(0, 10_000);
        target.subList(2000, 2000 + 3 * WINDOW).clear();

        ComparisonReport report = compare(records(0, 10_000), target);

        assertThat(report.count(DifferenceKind.LOST)).isEqualTo(3L * WINDOW);
        assertThat(report.broken()).contains(Guarantee.NO_LOSS);
    }

    @Test
    void asksAReaderThatIsFarAheadToWait() {
        PartitionComparison comparison = new PartitionComparison(WINDOW);
        comparison.add(Side.SOURCE, records(0, 25_000));
        assertThat(comparison.isAhead(Side.SOURCE)).isTrue();
        assertThat(comparison.isAhead(Side.TARGET)).isFalse();

        comparison.add(Side.TARGET, records(0, 24_000));
        assertThat(comparison.isAhead(Side.SOURCE)).isFalse();

        comparison.end(Side.TARGET);
        comparison.add(Side.SOURCE, records(25_000, 25_000));
        assertThat(comparison.isAhead(Side.SOURCE)).isFalse();
    }

    private static ComparisonReport compare(List<Fingerprint> source, List<Fingerprint> target) {
        ReportBuilder report = new ReportBuilder("orders", "dc1.orders");
        add(report, 0, source, target);
        return report.build(Duration.ZERO);
    }

    /** Feeds both sides in pieces of random size, as two readers would. */
    private static void add(ReportBuilder report, int partition, List<Fingerprint> source, List<Fingerprint> target) {
        PartitionComparison comparison = new PartitionComparison(WINDOW);
        Random random = new Random(11);
        int s = 0;
        int t = 0;
        while (s < source.size() || t < target.size()) {
            if (!comparison.isAhead(Side.SOURCE)) {
                int end = Math.min(source.size(), s + random.nextInt(100));
                comparison.add(Side.SOURCE, source.subList(s, end));
                s = end;
            }
            if (!comparison.isAhead(Side.TARGET)) {
                int end = Math.min(target.size(), t + random.nextInt(100));
                comparison.add(Side.TARGET, target.subList(t, end));
                t = end;
            }
            if (s == source.size()) {
                comparison.end(Side.SOURCE);
            }
            if (t == target.size()) {
                comparison.end(Side.TARGET);
            }
        }
        comparison.end(Side.SOURCE);
        comparison.end(Side.TARGET);
        Set<Long> wanted = comparison.leftovers().digestsToLookUp();
        report.add(
                partition,
                comparison,
                source.stream()
                        .map(Fingerprint::digest)
                        .filter(wanted::contains)
                        .collect(Collectors.toSet()));
    }

    private static List<Fingerprint> records(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(PartitionComparisonTest::record)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static Fingerprint record(int n) {
        return new Fingerprint(n, 1000 + n, n * 31L, n * 37L, n * 41L);
    }

    private static List<Fingerprint> shifted(List<Fingerprint> records, long by) {
        return records.stream()
                .map(r -> new Fingerprint(r.offset() + by, r.timestamp(), r.key(), r.value(), r.headers()))
                .toList();
    }

    private static List<Fingerprint> plus(List<Fingerprint> records, Fingerprint... more) {
        List<Fingerprint> all = new ArrayList<>(records);
        all.addAll(Arrays.asList(more));
        return all;
    }
}
