package io.twinspan.control.verify.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.verify.compare.Comparison.Place;
import io.twinspan.control.verify.compare.Story.Element;
import io.twinspan.control.verify.compare.Story.Flavour;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random logs and their copies, sound and with planted defects. Letters are those of the invariants in {@link Comparison}. */
class ComparisonSeedTest {
    private static final int SEEDS = 400;

    /** Invariants A and B. */
    @ParameterizedTest
    @EnumSource(Flavour.class)
    void soundCopiesAreNeverCalledDifferent(Flavour flavour) {
        for (long seed = 0; seed < SEEDS; seed++) {
            var story = new Story(seed, flavour, seed % 3 == 0);
            Comparison comparison = new Trial(story.leg(), story.start(), story.sourceBatches(), story.targetBatches())
                    .run(story.random);

            assertThat(comparison.findings()).as("seed %d", seed).isEmpty();
            assertThat(comparison.counts().records())
                    .as("seed %d", seed)
                    .isEqualTo(story.target.stream().filter(Element::isOurs).count());
        }
    }

    /** Where the link has not stored what it knew, its records are still those of the source in the same order. */
    @ParameterizedTest
    @EnumSource(Flavour.class)
    void soundCopiesThatHaveLostSomeRunsAreNotCalledDifferent(Flavour flavour) {
        long lost = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            var story = new Story(seed, flavour, seed % 3 == 0);
            long unmapped = story.loseRuns();
            lost += unmapped;
            Comparison comparison = new Trial(story.leg(), story.start(), story.sourceBatches(), story.targetBatches())
                    .run(story.random);

            assertThat(comparison.findings()).as("seed %d", seed).isEmpty();
            assertThat(comparison.counts().unmapped()).as("seed %d", seed).isEqualTo(unmapped);
            assertThat(comparison.counts().records())
                    .as("seed %d", seed)
                    .isEqualTo(story.target.stream().filter(Element::isOurs).count());
        }
        assertThat(lost).isGreaterThan(SEEDS);
    }

    /** Invariant C. */
    @ParameterizedTest
    @EnumSource(Flavour.class)
    void goesOnWhereItWasInterrupted(Flavour flavour) {
        int interrupted = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            var story = new Story(seed, flavour, false);
            var defects = new Defects(story);
            if (seed % 2 == 0) {
                defects.plantSome();
            }
            if (seed % 3 == 0) {
                story.loseRuns();
            }
            List<FakeBatch> copy = story.batches(defects.elements(), false);
            Comparison whole =
                    new Trial(story.leg(), story.start(), story.sourceBatches(), again(copy)).run(new Random(seed));

            var first = new Trial(story.leg(), story.start(), story.sourceBatches(), again(copy));
            Place place = first.run(new Random(seed), 1 + story.random.nextInt(20));
            if (place == null) {
                continue;
            }
            interrupted++;
            var second = new Trial(story.leg(), place, story.sourceBatches(), again(copy));
            Comparison before = first.comparison();
            second.comparison().resume(before.findings(), before.differences(), before.differingRecords());
            Comparison after = second.run(new Random(seed));

            assertThat(after.findings()).as("seed %d", seed).isEqualTo(whole.findings());
            assertThat(after.differences()).as("seed %d", seed).isEqualTo(whole.differences());
            assertThat(after.differingRecords()).as("seed %d", seed).isEqualTo(whole.differingRecords());
            assertThat(essence(before.counts().plus(after.counts())))
                    .as("seed %d", seed)
                    .isEqualTo(essence(whole.counts()));
        }
        if (!flavour.isCompacted()) {
            assertThat(interrupted).isGreaterThan(SEEDS / 10);
        }
    }

    /** Whether a batch has to be opened may depend on what was looked at before. */
    private static List<Long> essence(Counts counts) {
        return List.of(
                counts.records(),
                counts.sourceBytes(),
                counts.targetBytes(),
                counts.wholeBatches() + counts.openedBatches(),
                counts.controlBatches(),
                counts.aborted(),
                counts.otherOrigin(),
                counts.foreign(),
                counts.leftOut());
    }

    private static List<FakeBatch> again(List<FakeBatch> batches) {
        return batches.stream()
                .map(batch -> new FakeBatch(
                        batch.kind(),
                        batch.baseOffset(),
                        batch.lastOffset(),
                        batch.content(),
                        batch.producerId(),
                        batch.isBrokerTimed()))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Flavour.class)
    void plantedDefectsAreFoundExactlyAndNothingElseIs(Flavour flavour) {
        var planted = new HashMap<DifferenceKind, Integer>();
        for (long seed = 0; seed < SEEDS; seed++) {
            var story = new Story(seed, flavour, false);
            var defects = new Defects(story);
            defects.plantSome();
            boolean signed = flavour == Flavour.SHARED && seed % 2 == 0;
            Comparison comparison = new Trial(
                            signed ? story.leg().signed() : story.leg(),
                            story.start(),
                            story.sourceBatches(),
                            story.batches(defects.elements(), signed))
                    .run(story.random);

            assertThat(Defects.essence(comparison.findings()))
                    .as("seed %d", seed)
                    .isEqualTo(defects.expected());
            defects.expected().forEach(defect -> planted.merge(defect.kind(), 1, Integer::sum));
        }
        assertThat(planted.keySet())
                .containsExactlyInAnyOrder(
                        DifferenceKind.MISSING, DifferenceKind.EXTRA, DifferenceKind.REORDERED, DifferenceKind.ALTERED);
        assertThat(planted.values()).allMatch(count -> count > SEEDS / 20);
    }

    /** Whatever each cleaner has done, on either side, at whatever time. */
    @ParameterizedTest
    @EnumSource(
            value = Flavour.class,
            names = {"COMPACTED", "SHARED"})
    void cleanedLogsAreNeverCalledDifferent(Flavour flavour) {
        long cleaned = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            var story = new Story(seed, flavour, seed % 4 == 0);
            Set<Long> gone = cleaned(records(story.sourceBatches()), story.random);
            Set<Long> goneInTarget = cleaned(records(story.targetBatches()), story.random);
            // Where the range ends has nothing to do with where the cleaners are.
            int kept =
                    story.random.nextInt(3) > 0 ? story.target.size() : story.random.nextInt(story.target.size() + 1);
            long targetEnd = story.targetFrom + kept;
            long sourceEnd = sourceEnd(story, kept);
            Comparison comparison = new Trial(
                            signed(story.leg(sourceEnd, targetEnd)),
                            story.start(),
                            story.sourceBatchesWithout(gone),
                            without(story.targetBatches(), goneInTarget))
                    .run(story.random);

            assertThat(comparison.findings()).as("seed %d", seed).isEmpty();
            if (flavour == Flavour.COMPACTED) {
                assertThat(comparison.counts().unproven()).as("seed %d", seed).isZero();
            }
            cleaned += comparison.counts().cleaned();
        }
        assertThat(cleaned).isGreaterThan(SEEDS);
    }

    private static Leg signed(Leg leg) {
        return leg.needsSignature() ? leg.signed() : leg;
    }

    private static long sourceEnd(Story story, int kept) {
        return story.target.subList(kept, story.target.size()).stream()
                .filter(Element::isOurs)
                .mapToLong(Element::sourceOffset)
                .findFirst()
                .orElse(story.sourceTo);
    }

    /** What no cleaner can have taken is found: the last record of a key that is no tombstone. */
    @Test
    void recordsThatNoCleanerCanHaveTakenAreMissed() {
        int planted = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            var story = new Story(seed, Flavour.COMPACTED, false);
            Map<Long, FakeRecord> lastOfKey = new HashMap<>();
            records(story.sourceBatches()).forEach(record -> lastOfKey.put(record.key(), record));
            Map<Long, FakeRecord> lastThere = new HashMap<>();
            records(story.targetBatches()).forEach(record -> lastThere.put(record.key(), record));
            List<Element> candidates = story.target.stream()
                    .filter(Element::isOurs)
                    .filter(element -> !element.record().tombstone())
                    .filter(element -> isLast(lastOfKey, element.record()) && isLast(lastThere, element.record()))
                    .toList();
            if (candidates.isEmpty()) {
                continue;
            }
            planted++;
            Element victim = candidates.get(story.random.nextInt(candidates.size()));
            long place = story.targetFrom + story.target.indexOf(victim);
            boolean inSource = story.random.nextBoolean();
            Set<Long> gone = cleaned(records(story.sourceBatches()), story.random);
            Set<Long> goneInTarget = cleaned(records(story.targetBatches()), story.random);
            (inSource ? gone : goneInTarget).add(inSource ? victim.sourceOffset() : place);
            Comparison comparison = new Trial(
                            story.leg(),
                            story.start(),
                            story.sourceBatchesWithout(gone),
                            without(story.targetBatches(), goneInTarget))
                    .run(story.random);

            assertThat(comparison.findings())
                    .as("seed %d", seed)
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.kind()).isEqualTo(inSource ? DifferenceKind.EXTRA : DifferenceKind.MISSING);
                        assertThat(finding.target()).isEqualTo(place);
                        assertThat(inSource ? finding.near() : finding.source()).isEqualTo(victim.sourceOffset());
                    });
        }
        assertThat(planted).isGreaterThan(SEEDS / 2);
    }

    private static boolean isLast(Map<Long, FakeRecord> lastOfKey, FakeRecord record) {
        FakeRecord last = lastOfKey.get(record.key());
        return last != null && last.content() == record.content();
    }

    private static List<FakeRecord> records(List<FakeBatch> batches) {
        return batches.stream()
                .filter(batch -> batch.kind() == io.twinspan.link.ScannedBatch.Kind.DATA)
                .flatMap(batch -> batch.content().stream())
                .sorted(Comparator.comparingLong(FakeRecord::offset))
                .toList();
    }

    /** What a cleaner that has come some way may have removed by now: offsets. */
    private static Set<Long> cleaned(List<FakeRecord> log, Random random) {
        var gone = new HashSet<Long>();
        int rounds = random.nextInt(4);
        for (int round = 0; round < rounds; round++) {
            int upTo = random.nextInt(log.size() + 1);
            Map<Long, Long> last = new HashMap<>();
            log.subList(0, upTo).forEach(record -> last.put(record.key(), record.offset()));
            for (FakeRecord record : log.subList(0, upTo)) {
                if (record.offset() < last.get(record.key())) {
                    gone.add(record.offset());
                } else if (record.tombstone() && random.nextBoolean()) {
                    // Its time is over; what was below it has just been removed.
                    gone.add(record.offset());
                }
            }
        }
        return gone;
    }

    private static List<FakeBatch> without(List<FakeBatch> batches, Set<Long> offsets) {
        var left = new ArrayList<FakeBatch>();
        for (FakeBatch batch : batches) {
            left.add(new FakeBatch(
                    batch.kind(),
                    batch.baseOffset(),
                    batch.lastOffset(),
                    batch.content().stream()
                            .filter(record -> !offsets.contains(record.offset()))
                            .toList(),
                    batch.producerId(),
                    batch.isBrokerTimed()));
        }
        return left;
    }
}
