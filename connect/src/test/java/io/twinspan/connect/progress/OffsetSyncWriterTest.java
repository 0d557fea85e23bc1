package io.twinspan.connect.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.LinkStats;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Run;
import io.twinspan.model.wire.OffsetSyncs;
import io.twinspan.model.wire.OffsetSyncs.Sync;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class OffsetSyncWriterTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final LaneId LANE = new LaneId(Uuid.randomUuid(), "orders", 0, 1);
    private static final LinkStats NONE = new LinkStats(List.of(), 0, "", "");

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final OffsetSyncWriter writer = new OffsetSyncWriter("syncs", "dc1", 100, Map.of(), config -> producer);

    @Test
    void beginsWithTheFirstRecordSoThatGroupsThatAreBehindAreTranslated() {
        writer.durable(page(new Run(0, 0, 40, 7, 500)));
        writer.tick(0, () -> NONE);

        assertThat(sent()).containsExactly(new Sync(ORDERS, 40, 7));
    }

    @Test
    void theNewestFollowsAtTheNextFlush() {
        writer.durable(page(new Run(0, 0, 40, 7, 500)));
        writer.tick(0, () -> NONE);
        writer.flushed();
        writer.tick(1, () -> NONE);

        assertThat(sent()).containsExactly(new Sync(ORDERS, 40, 7), new Sync(ORDERS, 539, 506));
    }

    @Test
    void theNewestDoesNotTakeThePlaceOfAFirstThatCouldNotBeSent() {
        var away = new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        var waiting = new OffsetSyncWriter("syncs", "dc1", 100, Map.of(), config -> away);
        waiting.durable(page(new Run(0, 0, 40, 7, 500)));
        waiting.tick(0, () -> NONE);
        away.errorNext(new TimeoutException("nothing is known of the topic yet"));
        away.clear();
        waiting.tick(1, () -> NONE);
        waiting.durable(page(new Run(0, 0, 40, 7, 900)));
        waiting.flushed();
        waiting.tick(2, () -> NONE);
        assertThat(sent(away)).isEmpty();

        waiting.tick(60_000, () -> NONE);
        waiting.flushed();
        waiting.tick(60_001, () -> NONE);

        assertThat(sent(away)).containsExactly(new Sync(ORDERS, 40, 7), new Sync(ORDERS, 939, 906));
    }

    @Test
    void theNewestFollowsAtOnceWhenItIsFarEnough() {
        writer.durable(page(new Run(0, 0, 0, 0, 50)));
        writer.tick(0, () -> NONE);
        writer.durable(page(new Run(0, 0, 0, 0, 99)));
        writer.tick(1, () -> NONE);
        assertThat(sent()).hasSize(1);
        writer.durable(page(new Run(0, 0, 0, 0, 200)));
        writer.tick(2, () -> NONE);

        assertThat(sent()).containsExactly(new Sync(ORDERS, 0, 0), new Sync(ORDERS, 199, 199));
    }

    @Test
    void aSingleRecordIsBeginAndEnd() {
        writer.durable(page(new Run(0, 0, 40, 7, 1)));
        writer.close(Duration.ofSeconds(1));

        assertThat(sent()).containsOnly(new Sync(ORDERS, 40, 7));
    }

    @Test
    void stoppingWritesTheFirstAndTheNewest() {
        writer.durable(page(new Run(0, 0, 40, 7, 500)));
        writer.close(Duration.ofSeconds(1));

        assertThat(sent()).containsExactly(new Sync(ORDERS, 40, 7), new Sync(ORDERS, 539, 506));
    }

    private static RunsPage page(Run... runs) {
        return new RunsPage(LANE, 1, List.of(runs));
    }

    private List<Sync> sent() {
        return sent(producer);
    }

    private static List<Sync> sent(MockProducer<byte[], byte[]> producer) {
        return producer.history().stream()
                .map(record -> OffsetSyncs.decode(record.key(), record.value()).orElseThrow())
                .toList();
    }
}
