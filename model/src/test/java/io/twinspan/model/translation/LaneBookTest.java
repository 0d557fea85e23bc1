package io.twinspan.model.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
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
        assertThat(book.translateBack(PARTITION, 110)).isEqualTo(Translation.to(60, 0));
        assertThat(book.translateBack(PARTITION, 60)).isEqualTo(Translation.to(60, 0));
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
