package io.twinspan.connect.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Pulse;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.PulseRecord;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import io.twinspan.model.wire.PositionRecord.Start;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import io.twinspan.model.wire.PositionRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OutboxTest {
    private static final String TOPIC = "mm2-positions.dc1.internal";
    private static final int PARTITIONS = 8;
    private static final TopicPartition ZERO = new TopicPartition("orders", 0);
    private static final LaneId LANE = new LaneId(new Uuid(1, 1), "orders", 0, 0);
    private static final LaneId OTHER = new LaneId(new Uuid(1, 1), "orders", 1, 0);

    private final Map<TopicPartition, Long> connectOffsets = new HashMap<>();
    private final Outbox outbox =
            new Outbox(TaskSettings.parsed(), TOPIC, List.of(ZERO, new TopicPartition("orders", 1)), partition -> {
                Long offset = connectOffsets.get(partition);
                return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
            });

    @Test
    void aRecordGoesToItsPlaceWithConnectsOffsetInMirrorMakersForm() {
        SourceRecord record = sent(new TipRecord(tip(LANE, 42)));

        assertThat(record.topic()).isEqualTo(TOPIC);
        assertThat(record.kafkaPartition()).isEqualTo(PositionRecords.partitionOf("orders", 0, PARTITIONS));
        assertThat(record.sourcePartition()).isEqualTo(Map.of("cluster", "dc1", "topic", "orders", "partition", 0));
        assertThat(record.sourceOffset()).as("the last offset that is copied").isEqualTo(Map.of("offset", 41L));
        assertThat((byte[]) record.key()).isEqualTo(PositionRecords.encodeKey(new TipRecord(tip(LANE, 42)).key()));
        assertThat((byte[]) record.value()).isEqualTo(PositionRecords.encodeValue(new TipRecord(tip(LANE, 42))));
    }

    @Test
    void whereNothingIsCopiedThereIsNoOffset() {
        assertThat(sent(new Start(tip(LANE, 0), 7)).sourceOffset()).isNull();
    }

    @Test
    void whatARunMapsIsCopiedThoughNoTipSaysSoYet() {
        sent(new TipRecord(tip(LANE, 40)));
        assertThat(offset(sent(page(LANE, 40, 10)))).isEqualTo(49);
        assertThat(offset(sent(page(LANE, 20, 10))))
                .as("an older page says nothing against it")
                .isEqualTo(49);
        assertThat(offset(sent(page(OTHER, 5, 10)))).as("of its own partition").isEqualTo(14);
        assertThat(offset(sent(new TipRecord(tip(LANE, 30)))))
                .as("a target that lost its end sets the lane back")
                .isEqualTo(29);
    }

    @Test
    void aStartChangesNothingOfWhatIsKnown() {
        outbox.knows(tip(LANE, 90));

        assertThat(offset(sent(new Start(tip(LANE, 5), 7)))).isEqualTo(89);
        assertThat(offset(sent(new Start(tip(OTHER, 5), 7)))).isEqualTo(4);
    }

    /** Connect keeps an offset with every record; a pulse is of no partition, and may not move one. */
    @Test
    void aPulseCarriesTheOffsetThatConnectHasAlready() {
        connectOffsets.put(ZERO, 70L);
        SourceRecord pulse = sent(new PulseRecord(new Pulse(0, 7, 1_000, 900, -1)));

        assertThat(pulse.kafkaPartition()).isNull();
        assertThat(pulse.sourcePartition()).isEqualTo(Map.of("cluster", "dc1", "topic", "orders", "partition", 0));
        assertThat(offset(pulse)).isEqualTo(69);
        sent(new TipRecord(tip(LANE, 42)));
        assertThat(offset(sent(new PulseRecord(new Pulse(0, 7, 2_000, 900, -1)))))
                .isEqualTo(41);
    }

    @Test
    void whatIsDurableIsHandedOverOnce() {
        var tip = new TipRecord(tip(LANE, 42));
        SourceRecord record = sent(tip);
        assertThat(outbox.isDone()).isFalse();
        outbox.committed(record, stored(record));

        assertThat(durable()).containsExactly(tip);
        assertThat(durable()).isEmpty();
        assertThat(outbox.isDone()).isTrue();
    }

    /** With 'errors.tolerance = all', Connect tells of a record that it gave up by no metadata. */
    @Test
    void whatConnectGaveUpGoesOutAgainFirst() {
        SourceRecord lost = sent(new TipRecord(tip(LANE, 42)));
        outbox.committed(lost, null);
        assertThat(outbox.hasMore()).isTrue();
        assertThat(outbox.isDone()).isFalse();
        assertThat(durable()).isEmpty();

        List<SourceRecord> again = outbox.send(List.of(new TipRecord(tip(LANE, 50))), PARTITIONS);
        assertThat(again).hasSize(2).first().isSameAs(lost);
        assertThat(outbox.hasMore()).isFalse();
        for (SourceRecord record : again) {
            outbox.committed(record, stored(record));
        }
        assertThat(durable()).containsExactly(new TipRecord(tip(LANE, 42)), new TipRecord(tip(LANE, 50)));
        assertThat(outbox.isDone()).isTrue();
    }

    @Test
    void whereThereIsNothingConnectGetsNothing() {
        assertThat(outbox.send(List.of(), PARTITIONS)).isNull();
        outbox.later(new TipRecord(tip(LANE, 1)), PARTITIONS);
        assertThat(outbox.hasMore()).isTrue();
        assertThat(outbox.send(List.of(), PARTITIONS)).hasSize(1);
        assertThat(outbox.send(List.of(), PARTITIONS)).isNull();
        assertThat(outbox.isDone()).as("it is on its way").isFalse();
    }

    @Test
    void aConverterThatChangesKeysIsFoundAndNamed() {
        SourceRecord record = sent(new TipRecord(tip(LANE, 42)));
        int size = ((byte[]) record.key()).length;
        outbox.committed(record, new RecordMetadata(new TopicPartition(TOPIC, 0), 0, 0, 0, size + 12, 1));

        assertThat(outbox.failure())
                .hasMessageContaining("'key.converter'")
                .hasMessageContaining("ByteArrayConverter")
                .hasMessageContaining(TOPIC);
        assertThat(durable()).as("it cannot be read by whoever looks for it").isEmpty();
        assertThat(outbox.isDone()).isFalse();
    }

    @Test
    void recordsOfOthersAreNoneOfItsBusiness() {
        outbox.committed(new SourceRecord(Map.of(), Map.of(), "other", null, new byte[0]), null);

        assertThat(outbox.isDone()).isTrue();
        assertThat(outbox.hasMore()).isFalse();
    }

    @Test
    @Timeout(30)
    void waitsForWhatIsOnItsWayAndNotForEver() throws InterruptedException {
        SourceRecord record = sent(new TipRecord(tip(LANE, 42)));
        outbox.awaitTransit(Duration.ofMillis(20));
        assertThat(outbox.isDone()).as("nobody answered").isFalse();

        var producer = new Thread(() -> outbox.committed(record, stored(record)));
        producer.start();
        outbox.awaitTransit(Duration.ofSeconds(20));
        assertThat(outbox.isDone()).isTrue();
        producer.join();
    }

    private SourceRecord sent(PositionRecord position) {
        List<SourceRecord> records = outbox.send(List.of(position), PARTITIONS);
        assertThat(records).hasSize(1);
        return records.get(0);
    }

    private List<PositionRecord> durable() {
        var durable = new ArrayList<PositionRecord>();
        outbox.takeDurable(durable::add);
        return durable;
    }

    private static RecordMetadata stored(SourceRecord record) {
        return new RecordMetadata(new TopicPartition(TOPIC, 0), 0, 0, 0, ((byte[]) record.key()).length, 1);
    }

    private static long offset(SourceRecord record) {
        return ((Number) record.sourceOffset().get("offset")).longValue();
    }

    private static RunsPage page(LaneId lane, long source, long length) {
        return new RunsPage(lane, 7, List.of(new Run(1, source, source, source, length)));
    }

    private static Tip tip(LaneId lane, long source) {
        return new Tip(lane, source, source, Map.of(), Tip.UNKNOWN_EPOCH, 1);
    }
}
