package io.twinspan.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.exchange.Channel;
import io.twinspan.link.exchange.Exchange;
import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.link.exchange.Reply;
import io.twinspan.link.exchange.Side;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.testkit.sim.broker.SimCluster;
import io.twinspan.testkit.sim.broker.StoredBatch;
import io.twinspan.testkit.sim.broker.TopicSettings;
import io.twinspan.testkit.sim.fault.BrokerCrash;
import io.twinspan.testkit.sim.fault.CompactSource;
import io.twinspan.testkit.sim.fault.FaultPlan;
import io.twinspan.testkit.sim.fault.LeaderMove;
import io.twinspan.testkit.sim.fault.SourceRetention;
import io.twinspan.testkit.sim.fault.TruncateLog;
import io.twinspan.testkit.sim.load.LoadProfile;
import io.twinspan.testkit.sim.load.SimProducer;
import io.twinspan.testkit.sim.net.SimNetwork;
import io.twinspan.testkit.sim.owner.LinkOwner;
import io.twinspan.testkit.sim.scenario.Seeds;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** Lets every fault of the logs strike a cluster that nobody copies: it must happen, and the cluster must heal. */
final class FaultsSimTest {
    private static final int SEEDS = 60;

    @Test
    void everyLogFaultHappensAndTheClusterHeals() {
        Map<String, Integer> happened = new TreeMap<>();

        for (long seed : Seeds.first(SEEDS)) {
            var world = new SimWorld(seed);
            int brokers = (int) (1 + seed % 3);
            var cluster = new SimCluster(world, "dc1", brokers);
            List<SimProducer> producers = load(world, cluster, brokers);
            FaultPlan plan = new FaultPlan(world)
                    .add(new LeaderMove(world, cluster), 500)
                    .add(new BrokerCrash(world, cluster, 700), 1_500)
                    .add(TruncateLog.source(world, cluster), 1_500)
                    .add(new CompactSource(world, cluster), 700)
                    .add(new SourceRetention(world, cluster, 4), 1_500);

            world.runFor(8_000);
            plan.end();
            boolean healed = world.runUntil(
                    () -> producers.stream().allMatch(SimProducer::isDone) && cluster.isHealed(), 60_000);

            assertThat(healed).as(world::story).isTrue();
            assertReadable(cluster);
            plan.happened().forEach((fault, times) -> happened.merge(fault, times, Integer::sum));
        }

        assertThat(happened)
                .containsOnlyKeys("LeaderMove", "BrokerCrash", "TruncateSource", "CompactSource", "SourceRetention")
                .allSatisfy((fault, times) -> assertThat(times).as(fault).isGreaterThan(SEEDS / 2));
    }

    private static List<SimProducer> load(SimWorld world, SimCluster cluster, int brokers) {
        cluster.createTopic("plain", TopicSettings.of(2, brokers));
        List<SimProducer> producers = IntStream.range(0, 2)
                .mapToObj(index -> new SimProducer(
                        world,
                        cluster.partition("plain", index),
                        index == 0 ? LoadProfile.compacted(500) : LoadProfile.transactional(500)))
                .toList();
        producers.forEach(SimProducer::start);
        return producers;
    }

    private static void assertReadable(SimCluster cluster) {
        cluster.partitions().forEach(partition -> {
            long end = partition.startOffset();
            for (StoredBatch batch : partition.committedBatches()) {
                assertThat(batch.lastOffset()).isGreaterThanOrEqualTo(end);
                batch.records()
                        .forEach(record ->
                                assertThat(record.offset()).isBetween(batch.baseOffset(), batch.lastOffset()));
                end = batch.nextOffset();
            }
            assertThat(end).isLessThanOrEqualTo(partition.committedEnd());
        });
    }

    /** An owner whose link keeps what it got is found out when it stops. */
    @Test
    void aLinkThatKeepsALeaseIsFoundOut() {
        var world = new SimWorld(1);
        var cluster = new SimCluster(world, "dc1", 1);
        cluster.createTopic("topic0", TopicSettings.of(1, 1));
        var network = new SimNetwork(world);
        var owner = new LinkOwner(
                world,
                "link",
                cluster,
                cluster,
                network,
                new SimPositions(world, 10),
                (exchange, durable) -> new Hoarder(exchange));

        owner.start();
        world.runFor(500);
        owner.stopAll();

        assertThat(owner.leakedLeases()).isEqualTo(1);
    }

    /** A link that fetches once and keeps the lease. */
    private static final class Hoarder implements SimLink {
        private final Exchange exchange;

        Hoarder(Exchange exchange) {
            this.exchange = exchange;
            var source = Side.SOURCE;
            exchange.describe(source, List.of("topic0"), new Kept<>(topology -> {
                var position = new Fetch.Position("topic0", Uuid.ZERO_UUID, 0, 0, -1, -1, 100);
                exchange.fetch(
                        new Channel(source, 0, 0),
                        new Fetch(false, true, 10, 1, 100, List.of(position)),
                        new Kept<>(fetched -> assertThat(exchange.leasedBytes()).isZero()));
            }));
        }

        @Override
        public List<PositionRecord> step() {
            exchange.poll(0);
            return List.of();
        }

        @Override
        public void recorded(PositionRecord record) {
            throw new AssertionError("nothing was stored, but " + record);
        }

        @Override
        public void close() {
            exchange.close();
        }
    }

    private record Kept<A>(Consumer<A> next) implements Reply<A> {
        @Override
        public void answered(A answer) {
            next.accept(answer);
        }

        @Override
        public void failed(Failure failure) {
            throw new AssertionError(failure.message());
        }
    }
}
