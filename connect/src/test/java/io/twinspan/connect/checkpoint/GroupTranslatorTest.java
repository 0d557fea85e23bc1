package io.twinspan.connect.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.connect.source.TopicSelection;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.translation.LaneBook;
import io.twinspan.model.translation.Translation;
import io.twinspan.model.wire.Checkpoints;
import io.twinspan.model.wire.Checkpoints.Checkpoint;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import io.twinspan.model.wire.PositionRecord.Start;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import io.twinspan.model.wire.PositionRecords;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.connect.mirror.DefaultReplicationPolicy;
import org.apache.kafka.connect.mirror.TopicFilter;
import org.junit.jupiter.api.Test;

class GroupTranslatorTest {
    private static final LaneId LANE = new LaneId(new Uuid(1, 2), "orders", 0, 0);
    private static final TopicPartition SOURCE = new TopicPartition("orders", 0);
    private static final TopicPartition TARGET = new TopicPartition("dc1.orders", 0);

    private final LaneBook book = new LaneBook(partition -> true);
    private final GroupTranslator translator = new GroupTranslator(new TopicSelection(
            LinkName.parse("dc1->dc2"), policy(), (TopicFilter) topic -> topic.equals("orders"), false));

    GroupTranslatorTest() {
        write(new Start(tip(0, 0), 1));
        copied(100, 100);
    }

    @Test
    void aPositionBecomesACheckpointUnderTheTargetsName() {
        assertThat(translator.translate(committed(42, "mine"), book::translate))
                .containsExactly(new Checkpoint("g", TARGET, 42, 42, "mine"));
        assertThat(translator.translated()).isEqualTo(Map.of("g", Map.of(TARGET, new OffsetAndMetadata(42, "mine"))));
    }

    @Test
    void metadataThatACheckpointCannotHoldIsLeftOutOfItButFollowsToTheTarget() {
        String large = "x".repeat(Short.MAX_VALUE + 1);

        List<Checkpoint> due = translator.translate(committed(42, large), book::translate);

        assertThat(due).containsExactly(new Checkpoint("g", TARGET, 42, 42, ""));
        assertThat(Checkpoints.encodeValue(due.get(0))).isNotEmpty();
        assertThat(translator.translated()).isEqualTo(Map.of("g", Map.of(TARGET, new OffsetAndMetadata(42, large))));
    }

    @Test
    void whatIsWrittenIsNotWrittenAgainUntilItChanges() {
        translator.translate(committed(42, "mine"), book::translate);

        assertThat(translator.translate(committed(42, "mine"), book::translate)).isEmpty();
        assertThat(translator.translate(committed(42, "other"), book::translate))
                .hasSize(1);
        assertThat(translator.translate(committed(7, "other"), book::translate))
                .as("a rewind")
                .hasSize(1);
    }

    @Test
    void aPositionThatTheLinkHasNotReachedFollowsWithoutAnotherReading() {
        assertThat(translator.translate(committed(150, ""), book::translate))
                .containsExactly(new Checkpoint("g", TARGET, 150, 100, ""));
        assertThat(translator.positions().get("g"))
                .singleElement()
                .satisfies(
                        position -> assertThat(position.translation().rereads()).isEqualTo(50));

        copied(140, 150);
        assertThat(translator.translatePending(book::translate))
                .as("still not reached")
                .isEmpty();
        assertThat(translator.translated().get("g").get(TARGET).offset())
                .as("but the target may follow")
                .isEqualTo(150);

        copied(200, 215);
        assertThat(translator.translatePending(book::translate))
                .containsExactly(new Checkpoint("g", TARGET, 150, 160, ""));
        assertThat(translator.positions().get("g"))
                .allSatisfy(
                        position -> assertThat(position.translation().isExact()).isTrue());
    }

    @Test
    void whatIsReadAgainForEverGoesOutAsSoonAsItIsFinal() {
        GroupTranslator.Places early = (partition, offset) -> Translation.to(80, 12);
        GroupTranslator.Places later = (partition, offset) -> Translation.to(90, 3, false);
        assertThat(translator.translate(committed(100, ""), early)).hasSize(1);

        assertThat(translator.translatePending(later)).containsExactly(new Checkpoint("g", TARGET, 100, 90, ""));
        assertThat(translator.translatePending((partition, offset) -> {
                    throw new AssertionError("it is final");
                }))
                .isEmpty();
    }

    @Test
    void aTopicThatTheLinkDoesNotCopyHasNoCheckpoint() {
        var offsets =
                new GroupOffsets(1, Map.of("g", Map.of(new TopicPartition("users", 0), new OffsetAndMetadata(1))));

        assertThat(translator.translate(offsets, book::translate)).isEmpty();
        assertThat(translator.positions()).containsEntry("g", List.of());
    }

    @Test
    void aPositionThatIsNotKnownIsShownAndNotGuessed() {
        var offsets =
                new GroupOffsets(1, Map.of("g", Map.of(new TopicPartition("orders", 9), new OffsetAndMetadata(1))));

        assertThat(translator.translate(offsets, book::translate)).isEmpty();
        assertThat(translator.positions().get("g"))
                .singleElement()
                .satisfies(
                        position -> assertThat(position.translation().reason()).contains("not stored a position"));
        assertThat(translator.translated()).isEmpty();
    }

    @Test
    void aCheckpointThatWasLostOnItsWayGoesOutAgain() {
        List<Checkpoint> first = translator.translate(committed(42, ""), book::translate);
        translator.lost(first.get(0));

        assertThat(translator.translate(committed(42, ""), book::translate)).isEqualTo(first);
    }

    private void copied(long source, long target) {
        write(new RunsPage(
                LANE, 1, List.of(new Run(1, 0, 0, 0, 100), new Run(1, 100, 100, 110, Math.max(1, source - 100)))));
        write(new TipRecord(tip(source, target)));
    }

    private void write(PositionRecord.Writable record) {
        book.accept(PositionRecords.encodeKey(record.key()), PositionRecords.encodeValue(record));
    }

    private static Tip tip(long source, long target) {
        return new Tip(LANE, source, target, Map.of(), Tip.UNKNOWN_EPOCH, 1);
    }

    private static GroupOffsets committed(long offset, String metadata) {
        return new GroupOffsets(1, Map.of("g", Map.of(SOURCE, new OffsetAndMetadata(offset, metadata))));
    }

    private static DefaultReplicationPolicy policy() {
        var policy = new DefaultReplicationPolicy();
        policy.configure(Map.of());
        return policy;
    }
}
