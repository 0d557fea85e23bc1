package io.twinspan.connect.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.wire.ControlRecord.LaneOrder;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import io.twinspan.model.wire.ControlRecord.LinkHold.Level;
import io.twinspan.model.wire.ControlRecords;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OrdersTest {
    private static final Duration STEP = Duration.ofMillis(1);
    private static final TopicPartition MINE = new TopicPartition("orders", 0);

    private final Queue<Object> readings = new ArrayDeque<>();
    private final List<Duration> given = new ArrayList<>();
    private int partitions = 1;
    private final Orders orders = new Orders(settings(), List.of(MINE), (settings, sink) -> new Reading(sink));

    @Test
    void whatWasOrderedBeforeIsNoNews() {
        readings.add(order("orders", 0));
        assertThat(orders.isUpToDate(STEP)).isTrue();

        assertThat(orders.next(1_000)).isNull();
    }

    @Test
    void hearsAnOrderForOneOfItsPartitionsOnce() {
        orders.isUpToDate(STEP);
        readings.add(order("orders", 0));

        assertThat(orders.next(1_000)).isNotNull().matches(order -> order.partition() == 0);
        assertThat(orders.next(5_000)).isNull();
    }

    @Test
    void ordersForOthersAndGarbageAreNotForIt() {
        orders.isUpToDate(STEP);
        readings.add(order("orders", 7));
        readings.add(order("payments", 0));
        readings.add(new ConsumerRecord<>("c", 0, 0, new byte[] {9}, new byte[] {9}));

        assertThat(orders.next(1_000)).isNull();
        assertThat(orders.next(2_000)).isNull();
        assertThat(orders.next(3_000)).isNull();
    }

    @Test
    void looksOnlyNowAndThen() {
        orders.isUpToDate(STEP);
        orders.next(1_000);
        readings.add(order("orders", 0));

        assertThat(orders.next(1_099)).isNull();
        assertThat(orders.next(1_100)).isNotNull();
    }

    @Test
    void beforeItKnowsWhetherTheLinkIsHeldNothingBegins() {
        readings.add("away");
        assertThat(orders.isUpToDate(STEP)).isFalse();
        readings.add(hold(Level.HELD));
        assertThat(orders.isUpToDate(STEP)).isTrue();
        assertThat(orders.hold().level()).isEqualTo(Level.HELD);
    }

    /** The link may begin before its control topic is made; finding it takes time. */
    @Test
    void aTopicThatIsMadeLaterIsFound() {
        partitions = 0;
        assertThat(orders.isUpToDate(STEP)).isTrue();
        assertThat(orders.next(1_000)).isNull();
        assertThat(given).allMatch(step -> step.toMillis() > 0);

        partitions = 1;
        readings.add(order("orders", 0));
        assertThat(orders.next(2_000)).isNotNull();
        assertThat(given).allMatch(step -> step.toMillis() > 0);
        assertThat(orders.next(3_000)).isNull();
        assertThat(given.get(given.size() - 1)).isZero();
    }

    @Test
    void theLastWordOnTheLinkCounts() {
        assertThat(orders.hold().level()).isEqualTo(Level.FREE);
        readings.add(hold(Level.QUIET));
        orders.isUpToDate(STEP);
        assertThat(orders.hold().level()).isEqualTo(Level.QUIET);
        readings.add(hold(Level.HELD));
        assertThat(orders.next(1_000)).isNull();
        assertThat(orders.hold().level()).isEqualTo(Level.HELD);
        readings.add(hold(Level.FREE));
        assertThat(orders.next(2_000)).isNull();
        assertThat(orders.hold().level()).isEqualTo(Level.FREE);
    }

    @Test
    void aLinkThatStandsByIsHeldUntilSomebodySaysOtherwise() {
        var properties = new HashMap<>(settings().config().originals());
        properties.put("link.standby", "true");
        var standby =
                new Orders(SourceSettings.parse(properties), List.of(MINE), (settings, sink) -> new Reading(sink));
        standby.isUpToDate(STEP);
        assertThat(standby.hold().level()).isEqualTo(Level.HELD);
        readings.add(hold(Level.FREE));
        standby.next(1_000);
        assertThat(standby.hold().level()).isEqualTo(Level.FREE);
    }

    /** It may hold an order that is not carried out yet. */
    @Test
    void afterATopicThatMayNotBeReadAnyOrderIsNews() {
        readings.add(new Misconfigured("sasl.jaas.config", "refused"));
        assertThat(orders.isUpToDate(STEP)).as("copying does not wait for it").isTrue();
        readings.add("away");
        assertThat(orders.next(1_000)).isNull();

        readings.add(order("orders", 0));
        assertThat(orders.next(40_000)).isNotNull();
    }

    /** The connector creates it at about the time at which the first tasks begin. */
    @Test
    void whatIsOrderedInATopicThatComesLaterIsHeard() {
        var late = new LateTopic(hold(Level.HELD));
        var patient = new Orders(settings(), List.of(MINE), (settings, sink) -> late.to(sink));
        assertThat(patient.isUpToDate(STEP)).isTrue();
        patient.next(1_000);
        assertThat(patient.hold().level()).isEqualTo(Level.FREE);

        late.isThere = true;
        for (long nowMs = 2_000; nowMs <= 4_000; nowMs += 1_000) {
            patient.next(nowMs);
        }
        assertThat(patient.hold().level()).isEqualTo(Level.HELD);
        patient.next(5_000);
        assertThat(late.lastWait)
                .as("who follows it asks for what has come, and does not wait")
                .isZero();
    }

    private static ConsumerRecord<byte[], byte[]> order(String topic, int partition) {
        var order = new LaneOrder(topic, partition, 1, "restart");
        return new ConsumerRecord<>("c", 0, 0, ControlRecords.encodeKey(order), ControlRecords.encodeValue(order));
    }

    private static ConsumerRecord<byte[], byte[]> hold(Level level) {
        var hold = new LinkHold(level, "failover-1", 1, "moved");
        return new ConsumerRecord<>("c", 0, 0, ControlRecords.encodeKey(hold), ControlRecords.encodeValue(hold));
    }

    private static SourceSettings settings() {
        return SourceSettings.parse(new HashMap<>(Map.of(
                "name",
                "mirror",
                "source.cluster.alias",
                "dc1",
                "target.cluster.alias",
                "dc2",
                "source.cluster.bootstrap.servers",
                "one:9092",
                "target.cluster.bootstrap.servers",
                "two:9092")));
    }

    /** Gives the next record, or fails. Confined to the test. */
    private final class Reading implements PositionsReading {
        private final Consumer<ConsumerRecord<byte[], byte[]>> sink;

        Reading(Consumer<ConsumerRecord<byte[], byte[]>> sink) {
            this.sink = sink;
        }

        @Override
        @SuppressWarnings("unchecked")
        public boolean advance(Duration atMost) {
            given.add(atMost);
            Object next = readings.poll();
            if (next instanceof Misconfigured refused) {
                throw refused;
            }
            if (next instanceof String why) {
                throw new TransientFailure(why);
            }
            if (next != null) {
                sink.accept((ConsumerRecord<byte[], byte[]>) next);
            }
            return true;
        }

        @Override
        public int partitions() {
            return partitions;
        }

        @Override
        public void close() {}
    }

    /** A topic that is not there at first; as with Kafka's clients, finding it takes time, and where it ends, too. Confined to the test. */
    private static final class LateTopic implements PositionsReading {
        private final ConsumerRecord<byte[], byte[]> record;
        private Consumer<ConsumerRecord<byte[], byte[]>> sink = unused -> {};
        private boolean isThere;
        private int steps;
        private Duration lastWait = Duration.ZERO;

        LateTopic(ConsumerRecord<byte[], byte[]> record) {
            this.record = record;
        }

        LateTopic to(Consumer<ConsumerRecord<byte[], byte[]>> reader) {
            sink = reader;
            return this;
        }

        @Override
        public boolean advance(Duration atMost) {
            lastWait = atMost;
            if (steps < 2 && atMost.isZero()) {
                throw new TransientFailure("there was no time to ask");
            }
            if (!isThere) {
                return true;
            }
            if (++steps == 3) {
                sink.accept(record);
            }
            return steps >= 3;
        }

        @Override
        public int partitions() {
            return steps > 0 ? 1 : 0;
        }

        @Override
        public void close() {}
    }
}
