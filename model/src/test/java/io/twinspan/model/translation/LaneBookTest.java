package io.twinspan.model.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionKey;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.Generation;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import io.twinspan.model.wire.PositionRecord.Start;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import io.twinspan.model.wire.PositionRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** Letters are those of the invariants in {@link LanePages}. */
class LaneBookTest {
    private static final LaneId LANE = LaneStory.LANE;
    private static final TopicPartition PARTITION = new TopicPartition("orders", 3);

    private final LaneBook book = new LaneBook(PARTITION::equals);

    @Test
    void everyTranslationIsThePlaceOfTheFirstRecordThatIsNotBelow() {
        for (long seed = 0; seed < 200; seed++) {
            var story = new LaneStory(seed);
            var following = new LaneBook(PARTITION::equals);
            int read = 0;
            for (int step = 0; step < 25; step++) {
                story.step();
                for (; read < story.log.size(); read++) {
                    feed(following, story.log.get(read));
                }
                assertThat(wrong(following, story))
                        .as("seed %d, step %d", seed, step)
                        .isEmpty();
            }
        }
    }

    /** Invariant B. */
    @Test
    void aReaderOfTheCleanedTopicSaysTheSame() {
        for (long seed = 0; seed < 200; seed++) {
            var story = new LaneStory(seed);
            for (int step = 0; step < 25; step++) {
                story.step();
            }
            var late = new LaneBook(PARTITION::equals);
            story.cleaned().forEach(record -> feed(late, record));
            assertThat(wrong(late, story)).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void pastTheTipTheAnswerIsTheTipAndSaysHowMuchIsReadAgain() {
        write(new Start(tip(LANE, 0, 0, 1), 1));
        write(new RunsPage(LANE, 1, List.of(new Run(1, 0, 0, 0, 100))));
        write(new TipRecord(tip(LANE, 100, 100, 2)));

        assertThat(book.translate(PARTITION, 130)).isEqualTo(Translation.to(100, 30));
        assertThat(book.translate(PARTITION, 130).isPending()).isTrue();
        assertThat(book.translate(PARTITION, 100).isExact()).isTrue();
        assertThat(book.translateBack(PARTITION, 107)).isEqualTo(Translation.to(100, 7));
        assertThat(book.translateBack(PARTITION, 99)).isEqualTo(Translation.to(99, 0));

        write(new RunsPage(LANE, 1, List.of(new Run(1, 0, 0, 0, 100), new Run(1, 100, 110, 105, 40))));
        assertThat(book.translate(PARTITION, 130)).as("only the tip counts").isEqualTo(Translation.to(100, 30));
        write(new TipRecord(tip(LANE, 150, 145, 3)));
        assertThat(book.translate(PARTITION, 130)).isEqualTo(Translation.to(125, 0));
        assertThat(book.translate(PARTITION, 104)).isEqualTo(Translation.to(105, 0));
    }

    @Test
    void aPartitionThatIsEmptyYetIsTranslatedFromWhereItBegins() {
        write(new Start(tip(LANE, 0, 0, 1), 1));

        assertThat(book.translate(PARTITION, 0)).isEqualTo(Translation.to(0, 0));
    }

    @Test
    void whatLiesBelowALaneThatBeganBehindOtherRecordsIsNotGuessed() {
        write(new Start(tip(LANE, 500, 70, 1), 1));
        write(new RunsPage(LANE, 1, List.of(new Run(1, 0, 500, 80, 10))));
        write(new TipRecord(tip(LANE, 510, 90, 2)));

        Translation below = book.translate(PARTITION, 499);
        assertThat(below.target()).isEmpty();
        assertThat(below.reason()).contains("below source offset 500");
        assertThat(book.translate(PARTITION, 500)).isEqualTo(Translation.to(80, 0));
        assertThat(book.translateBack(PARTITION, 69).reason()).contains("below target offset 70");
        assertThat(book.translateBack(PARTITION, 70)).isEqualTo(Translation.to(500, 0));
    }

    @Test
    void whatLiesBelowALaneThatBeganOnAnEmptyTargetIsItsFirstRecord() {
        write(new Start(tip(LANE, 500, 0, 1), 1));
        write(new RunsPage(LANE, 1, List.of(new Run(1, 0, 503, 0, 10))));
        write(new TipRecord(tip(LANE, 520, 10, 2)));

        assertThat(book.translate(PARTITION, 3)).isEqualTo(Translation.to(0, 0));
    }

    /** For whoever compares both sides. */
    @Test
    void generationsAreToldWithTheirRunsAsFarAsTheirPositionsHaveCome() {
        LaneId next = LANE.next();
        var longer = new Run(1, 0, 3, 0, 100);
        write(new Start(tip(LANE, 3, 0, 1), 1));
        write(new RunsPage(LANE, 1, List.of(longer, new Run(1, 100, 110, 105, 40))));
        write(new TipRecord(tip(LANE, 120, 115, 2)));
        write(new Start(tip(next, 50, 200, 3), 1));
        write(new TipRecord(tip(new LaneId(new Uuid(8, 8), LANE.topic(), LANE.partition(), 0), 9, 9, 0)));

        assertThat(book.generations(PARTITION)).extracting(LaneGeneration::lane).containsExactly(LANE);
        write(new Generation("orders", 3, 1, OptionalLong.of(50)));
        List<LaneGeneration> generations = book.generations(PARTITION);
        assertThat(generations).extracting(LaneGeneration::lane).containsExactly(next, LANE);
        assertThat(generations.get(0).runsFromSource(0)).isExhausted();
        assertThat(generations.get(0).beganAtTarget()).isEqualTo(200);
        LaneGeneration first = generations.get(1);
        assertThat(first.beganAtSource()).isEqualTo(3);
        assertThat(first.end().source()).isEqualTo(120);
        var cut = new Run(1, 100, 110, 105, 10);
        assertThat(first.runsFromSource(0)).toIterable().containsExactly(longer, cut);
        assertThat(first.runsFromSource(103)).toIterable().containsExactly(cut);
        assertThat(first.runsFromTarget(99)).toIterable().containsExactly(longer, cut);
        assertThat(first.runsFromTarget(100)).toIterable().containsExactly(cut);
        assertThat(book.generations(new TopicPartition("orders", 4))).isEmpty();
    }

    /** Of owners that began a lane, those that came later found what the first had appended. */
    @Test
    void aGenerationBeganWhereItsFirstRunSaysOfSeveralOwners() {
        write(new Start(tip(LANE, 40, 0, 1), 1));
        write(new Start(tip(LANE, 40, 62, 2), 2));
        write(new RunsPage(LANE, 3, List.of(new Run(1, 0, 42, 0, 100))));
        write(new TipRecord(tip(LANE, 142, 100, 3)));
        began(40, 0);

        write(new Start(tip(LANE, 41, 0, 4), 4));
        began(41, 0);
        write(new Start(tip(LANE, 60, 0, 5), 5));
        began(41, 0);

        book.accept(PositionRecords.encodeKey(new PositionKey.OfStart(LANE, 1)), null);
        book.accept(PositionRecords.encodeKey(new PositionKey.OfStart(LANE, 4)), null);
        began(42, 0);
    }

    private void began(long source, long target) {
        LaneGeneration generation = book.generations(PARTITION).get(0);
        assertThat(generation.beganAtSource()).isEqualTo(source);
        assertThat(generation.beganAtTarget()).isEqualTo(target);
    }

    @Test
    void aNewGenerationCountsAsSoonAsItIsStored() {
        write(new Start(tip(LANE, 0, 0, 1), 1));
        write(new RunsPage(LANE, 1, List.of(new Run(1, 0, 0, 0, 100))));
        write(new TipRecord(tip(LANE, 100, 100, 2)));
        write(new Generation("orders", 3, 1, OptionalLong.of(50)));
        assertThat(book.translate(PARTITION, 60).reason()).contains("set to another position");
        assertThat(book.translate(PARTITION, 40)).as("is not copied again").isEqualTo(Translation.to(40, 0));

        LaneId next = LANE.next();
        write(new Start(tip(next, 50, 100, 3), 2));
        write(new RunsPage(next, 1, List.of(new Run(1, 0, 50, 100, 50))));
        write(new TipRecord(tip(next, 100, 150, 4)));

        assertThat(book.translate(PARTITION, 60)).as("the later copy").isEqualTo(Translation.to(110, 0));
        assertThat(book.translate(PARTITION, 40)).isEqualTo(Translation.to(40, 0));
        assertThat(book.translateBack(PARTITION, 110)).isEqualTo(Translation.to(60, 40, false));
        assertThat(book.translateBack(PARTITION, 60)).isEqualTo(Translation.to(60, 0));
    }

    @Test
    void aLaneThatWasSetBackAnswersWithTheLaterCopyWhereThereAreTwo() {
        write(new Start(tip(LANE, 0, 0, 1), 1));
        write(new RunsPage(LANE, 1, List.of(new Run(1, 0, 0, 0, 40), new Run(1, 40, 45, 40, 55))));
        write(new TipRecord(tip(LANE, 100, 95, 2)));
        write(new Generation("orders", 3, 1, OptionalLong.of(43)));
        LaneId next = LANE.next();
        write(new Start(tip(next, 43, 97, 3), 2));
        write(new RunsPage(next, 2, List.of(new Run(1, 0, 45, 97, 30))));
        write(new TipRecord(tip(next, 75, 127, 4)));

        assertThat(book.translate(PARTITION, 39)).as("copied once").isEqualTo(Translation.to(39, 0));
        assertThat(book.translate(PARTITION, 41))
                .as("nothing of the first copy is between it and the second")
                .isEqualTo(Translation.to(97, 0));
        assertThat(book.translate(PARTITION, 50)).isEqualTo(Translation.to(102, 0));
        assertThat(book.translate(PARTITION, 80))
                .as("not copied again yet")
                .isEqualTo(Translation.to(127, 5))
                .matches(Translation::isPending);
        assertThat(book.translateBack(PARTITION, 94)).isEqualTo(Translation.to(99, 0));
        assertThat(book.translateBack(PARTITION, 96).target()).hasValue(100);
        assertThat(book.translateBack(PARTITION, 97))
                .as("all of that was there before, once")
                .isEqualTo(Translation.to(45, 55, false));
    }

    @Test
    void aLaneThatWasSetForwardLeadsOverTheGapOnlyIfNothingCanBeInIt() {
        write(new Start(tip(LANE, 0, 0, 1), 1));
        write(new RunsPage(LANE, 1, List.of(new Run(1, 0, 0, 0, 40))));
        write(new TipRecord(tip(LANE, 40, 40, 2)));
        write(new Generation("orders", 3, 1, OptionalLong.of(100)));
        LaneId next = LANE.next();
        write(new Start(tip(next, 100, 40, 3), 2));
        write(new RunsPage(next, 2, List.of(new Run(1, 0, 100, 41, 10))));
        write(new TipRecord(tip(next, 110, 51, 4)));

        assertThat(book.translate(PARTITION, 39)).isEqualTo(Translation.to(39, 0));
        assertThat(book.translate(PARTITION, 60)).isEqualTo(Translation.to(41, 0));
        assertThat(book.translate(PARTITION, 105)).isEqualTo(Translation.to(46, 0));
        assertThat(book.translateBack(PARTITION, 39)).isEqualTo(Translation.to(39, 0));
        assertThat(book.translateBack(PARTITION, 40)).isEqualTo(Translation.to(100, 0));
    }

    @Test
    void whatAnEarlierGenerationMayHaveCopiedBehindItsLastTipIsNotSkipped() {
        write(new Start(tip(LANE, 0, 0, 1), 1));
        write(new RunsPage(LANE, 1, List.of(new Run(1, 0, 0, 0, 40))));
        write(new TipRecord(tip(LANE, 40, 40, 2)));
        write(new Generation("orders", 3, 1, OptionalLong.of(100)));
        write(new Start(tip(LANE.next(), 100, 45, 3), 2));

        assertThat(book.translate(PARTITION, 43)).isEqualTo(Translation.to(40, 3, false));
        assertThat(book.translate(PARTITION, 100)).isEqualTo(Translation.to(45, 0));
        assertThat(book.translateBack(PARTITION, 42)).isEqualTo(Translation.to(40, 2, false));
    }

    @Test
    void aTargetThatWasMadeAnewHasNothingOfEarlierGenerations() {
        write(new Start(tip(LANE, 0, 0, 1), 1));
        write(new RunsPage(LANE, 1, List.of(new Run(1, 0, 0, 0, 40))));
        write(new TipRecord(tip(LANE, 40, 40, 2)));
        write(new Generation("orders", 3, 1, OptionalLong.of(30)));
        write(new Start(tip(LANE.next(), 30, 5, 3), 2));
        write(new TipRecord(tip(LANE.next(), 30, 5, 4)));

        assertThat(book.translate(PARTITION, 3)).as("still there").isEqualTo(Translation.to(3, 0));
        assertThat(book.translate(PARTITION, 20)).isEqualTo(Translation.to(5, 0));
    }

    /** Random rewinds and jumps, against what is in the target. */
    @Test
    void overManyGenerationsNothingIsSkippedAndWhatIsCopiedTwiceIsReadFromTheLaterCopy() {
        for (long seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var log = new LaneBook(PARTITION::equals);
            var later = new TreeMap<Long, Long>();
            var copies = new TreeMap<Long, Long>();
            LaneId lane = LANE;
            long source = 0;
            long target = random.nextInt(3);
            long top = 0;
            long end = 0;
            for (int generation = 0; generation < 4; generation++) {
                feed(log, record(new Generation("orders", 3, generation, OptionalLong.of(source))));
                feed(log, record(new Start(tip(lane, source, target, 2L * generation), 1)));
                long count = 1 + random.nextInt(30);
                feed(log, record(new RunsPage(lane, 1, List.of(new Run(1, 0, source, target, count)))));
                for (long i = 0; i < count; i++) {
                    later.put(source + i, target + i);
                    copies.put(target + i, source + i);
                }
                feed(log, record(new TipRecord(tip(lane, source + count, target + count, 2L * generation + 1))));
                source += count;
                end = source;
                top = Math.max(top, source);
                target += count;
                source = random.nextBoolean() ? source + random.nextInt(10) : random.nextLong(source + 1);
                lane = lane.next();
            }

            // What the newest generation will copy again comes behind its end.
            for (long again = end; again < top; again++) {
                later.put(again, target);
            }
            for (long offset = 0; offset < top; offset++) {
                long from = offset;
                long tightest = later.tailMap(offset).values().stream()
                        .mapToLong(Long::longValue)
                        .min()
                        .orElseThrow();
                long again = copies.entrySet().stream()
                        .filter(copy -> copy.getKey() >= tightest && copy.getValue() < from)
                        .count();
                Translation answer = log.translate(PARTITION, offset);
                assertThat(answer.target()).as("seed %d, at %d", seed, offset).hasValue(tightest);
                assertThat(answer.rereads())
                        .as("seed %d, at %d", seed, offset)
                        .isBetween(again, again + Math.max(0, offset - end));
            }
            for (long offset = copies.firstKey(); offset < target; offset++) {
                long below = offset;
                long covered = offset;
                while (copies.containsKey(covered)) {
                    covered++;
                }
                assertThat(log.coveredTo(PARTITION, offset))
                        .as("seed %d, covered from %d", seed, offset)
                        .isEqualTo(covered);
                var read = new TreeSet<>(copies.headMap(offset).values());
                // What the newest generation has not copied yet comes, too.
                long firstUnread = LongStream.concat(
                                copies.tailMap(offset).values().stream().mapToLong(Long::longValue),
                                LongStream.rangeClosed(end, Math.max(end, top)))
                        .filter(one -> !read.contains(one))
                        .min()
                        .orElseThrow();
                Translation answer = log.translateBack(PARTITION, offset);
                assertThat(answer.target().orElseThrow())
                        .as("seed %d, back at %d", seed, below)
                        .isLessThanOrEqualTo(firstUnread);
                assertThat(answer.rereads())
                        .as("seed %d, back at %d", seed, below)
                        .isGreaterThanOrEqualTo(
                                read.tailSet(answer.target().getAsLong()).size());
            }
        }
    }

    @Test
    void ofTopicsThatHadTheNameOneAfterAnotherTheLastOneCounts() {
        var recreated = new LaneId(new Uuid(8, 8), "orders", 3, 0);
        write(new TipRecord(tip(LANE, 100, 100, 5)));
        write(new Start(tip(recreated, 0, 100, 7), 1));
        write(new RunsPage(recreated, 1, List.of(new Run(1, 0, 0, 100, 3))));
        write(new TipRecord(tip(recreated, 3, 103, 8)));

        assertThat(book.translate(PARTITION, 2)).isEqualTo(Translation.to(102, 0));
    }

    @Test
    void anUnwantedPartitionIsNotKept() {
        var other = new LaneId(new Uuid(1, 2), "users", 0, 0);
        boolean changes = feed(book, record(new TipRecord(tip(other, 1, 1, 1))));

        assertThat(changes).isFalse();
        assertThat(book.translate(new TopicPartition("users", 0), 0).target()).isEmpty();
        assertThat(book.translateBack(new TopicPartition("users", 0), 0).target())
                .isEmpty();
    }

    @Test
    void whatCannotBeReadIsReportedAndLeftOut() {
        assertThat(book.accept(new byte[] {9}, new byte[] {1})).isFalse();

        assertThat(book.unreadable()).singleElement().asString().contains("version 9");
    }

    @Test
    void whatIsCoveredEndsAtTheFirstOffsetThatIsNotKnownToBeTheLinks() {
        assertThat(book.coveredTo(PARTITION, 5))
                .as("of a lane that never began")
                .isEqualTo(5);
        write(new Start(tip(LANE, 0, 10, 1), 1));
        write(new RunsPage(
                LANE, 1, List.of(new Run(1, 0, 0, 10, 20), new Run(1, 20, 25, 30, 5), new Run(1, 25, 30, 36, 9))));
        assertThat(book.coveredTo(PARTITION, 10)).as("no tip has come past it").isEqualTo(10);

        write(new TipRecord(tip(LANE, 39, 45, 2)));
        assertThat(book.coveredTo(PARTITION, 10))
                .as("two runs without a hole in the target")
                .isEqualTo(35);
        assertThat(book.coveredTo(PARTITION, 34)).isEqualTo(35);
        assertThat(book.coveredTo(PARTITION, 9)).as("below where it began").isEqualTo(9);
        assertThat(book.coveredTo(PARTITION, 35)).as("another's record").isEqualTo(35);
        assertThat(book.coveredTo(PARTITION, 36)).isEqualTo(45);
        assertThat(book.coveredTo(PARTITION, 99)).isEqualTo(99);
        assertThat(book.coveredTo(new TopicPartition("users", 0), 3)).isEqualTo(3);
    }

    private static List<String> wrong(LaneBook book, LaneStory story) {
        var wrong = new ArrayList<String>();
        for (long offset = 0; offset < story.end(); offset++) {
            Translation answer = book.translate(PARTITION, offset);
            if (!answer.equals(story.truth(offset))) {
                wrong.add("source offset " + offset + ": " + answer + ", not " + story.truth(offset));
            }
        }
        for (long offset = 0; offset < story.targetEnd(); offset++) {
            Translation answer = book.translateBack(PARTITION, offset);
            if (!answer.equals(story.truthBack(offset))) {
                wrong.add("target offset " + offset + ": " + answer + ", not " + story.truthBack(offset));
            }
            if (book.coveredTo(PARTITION, offset) != story.coveredTo(offset)) {
                wrong.add("from target offset " + offset + " covered to " + book.coveredTo(PARTITION, offset) + ", not "
                        + story.coveredTo(offset));
            }
        }
        return wrong;
    }

    private static Tip tip(LaneId lane, long source, long target, long timeMs) {
        return new Tip(lane, source, target, Map.of(), Tip.UNKNOWN_EPOCH, timeMs);
    }

    private void write(PositionRecord.Writable record) {
        feed(book, record(record));
    }

    private static Map.Entry<byte[], byte[]> record(PositionRecord.Writable record) {
        return Map.entry(PositionRecords.encodeKey(record.key()), PositionRecords.encodeValue(record));
    }

    private static boolean feed(LaneBook into, Map.Entry<byte[], byte[]> record) {
        return into.accept(record.getKey(), record.getValue());
    }
}
