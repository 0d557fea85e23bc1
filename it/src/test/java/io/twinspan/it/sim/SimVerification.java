package io.twinspan.it.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.inventory.LaneMaps;
import io.twinspan.control.verify.Round;
import io.twinspan.control.verify.compare.Counts;
import io.twinspan.control.verify.plan.LegPlanner;
import io.twinspan.control.verify.plan.LegPlanner.Cleaning;
import io.twinspan.control.verify.plan.LogBounds;
import io.twinspan.control.verify.plan.PartitionPlan;
import io.twinspan.control.verify.plan.PlannedLeg;
import io.twinspan.control.verify.result.PartitionResult;
import io.twinspan.control.verify.result.Verdict;
import io.twinspan.link.BatchScan;
import io.twinspan.link.LinkConfig;
import io.twinspan.link.ScanConfig;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.position.ProducerIds;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.testkit.sim.Actor;
import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.broker.SimCluster;
import io.twinspan.testkit.sim.broker.SimPartition;
import io.twinspan.testkit.sim.invariant.LaneTruth;
import io.twinspan.testkit.sim.net.SimExchange;
import io.twinspan.testkit.sim.net.SimNetwork;
import io.twinspan.testkit.sim.scenario.MeshScenario;
import io.twinspan.testkit.sim.scenario.SimScenario;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Verifies what a simulated link has copied, after all that has happened to it: what keeps all promises must never be called
 * different. Confined to the thread that runs the scenario.
 */
final class SimVerification {
    private static final ScanConfig CONFIG = new ScanConfig(true, 4 << 20, 32 << 10, 8 << 10, Long.MAX_VALUE, 60_000);
    private static final long STEP_MS = 5;
    private static final int MOST_STEPS = 40_000;

    private final SimWorld world;
    private final SimNetwork network;
    private final SimCluster source;
    private final SimCluster target;
    private final LaneMaps maps;
    private final boolean compacted;

    private SimVerification(
            SimWorld world,
            SimNetwork network,
            SimCluster source,
            SimCluster target,
            List<PositionRecord> positions,
            boolean compacted) {
        this.world = world;
        this.network = network;
        this.source = source;
        this.target = target;
        this.maps = LaneMaps.of(positions);
        this.compacted = compacted;
    }

    /** The link of a scenario that has run; returns what was gone over. */
    static Counts ofLink(SimScenario scenario, boolean compacted) {
        var verification = new SimVerification(
                scenario.world(),
                scenario.network(),
                scenario.source(),
                scenario.target(),
                scenario.positions().durable(),
                compacted);
        return verification.run(scenario.lanes());
    }

    /** All links of a mesh that has run, but for lanes that had to stop. */
    static Counts ofMesh(MeshScenario scenario, boolean compacted, Predicate<LaneTruth> stopped) {
        Counts all = Counts.NONE;
        int link = 0;
        for (SimCluster source : scenario.clusters()) {
            for (SimCluster target : scenario.clusters()) {
                if (source != target) {
                    var verification = new SimVerification(
                            scenario.world(),
                            scenario.network(),
                            source,
                            target,
                            scenario.positions().get(link++).durable(),
                            compacted);
                    all = all.plus(verification.run(scenario.lanes().stream()
                            .filter(lane -> source.partitions().contains(lane.source())
                                    && target.partitions().contains(lane.target()))
                            .filter(stopped.negate())
                            .toList()));
                }
            }
        }
        return all;
    }

    /** Verifies the link of a scenario again and again while it runs; tells of each time how many records were compared, and equal. */
    static void whileItRuns(SimScenario scenario, LongConsumer records) {
        scenario.world().addActor("verifier", new Live(scenario, records));
    }

    /** Verifications one after the other, under the faults of a scenario. Confined to the world's thread. */
    private static final class Live implements Actor {
        private final SimScenario scenario;
        private final LongConsumer records;
        private @Nullable Running running;

        Live(SimScenario scenario, LongConsumer records) {
            this.scenario = scenario;
            this.records = records;
        }

        private record Running(List<PartitionPlan> plans, BatchScan scan, Round round) {}

        @Override
        public long step(long nowMs) {
            Running now = running == null ? begin() : running;
            running = now;
            if (now.round().advance(now.scan())) {
                long compared = 0;
                for (PartitionResult result : now.round().results()) {
                    assertThat(result.verdict())
                            .as("seed %d: %s", scenario.world().seed(), result)
                            .isEqualTo(Verdict.EQUAL);
                    compared += result.counts().records();
                }
                records.accept(compared);
                running = null;
                now.scan().close();
                return 500;
            }
            now.scan().poll(0);
            return STEP_MS;
        }

        private Running begin() {
            var verification = new SimVerification(
                    scenario.world(),
                    scenario.network(),
                    scenario.source(),
                    scenario.target(),
                    scenario.positions().durable(),
                    false);
            List<PartitionPlan> plans =
                    scenario.lanes().stream().map(verification::plan).toList();
            return new Running(plans, verification.scan(plans), Round.of(plans, 3));
        }
    }

    private Counts run(Collection<LaneTruth> all) {
        List<LaneTruth> lanes = List.copyOf(all);
        List<PartitionResult> results = compare(lanes.stream().map(this::plan).toList());
        Counts counts = Counts.NONE;
        for (int i = 0; i < lanes.size(); i++) {
            LaneTruth lane = lanes.get(i);
            PartitionResult result = results.get(i);
            String what = "seed " + world.seed() + ", " + lane + ": " + result;
            assertThat(result.verdict()).as(what).isEqualTo(Verdict.EQUAL);
            if (!compacted && result.notCompared().isEmpty()) {
                assertThat(result.counts().records()).as(what).isEqualTo(lane.copied());
            }
            counts = counts.plus(result.counts());
        }
        return counts;
    }

    private PartitionPlan plan(LaneTruth lane) {
        var partition = new TopicPartition(lane.source().name(), lane.source().index());
        String copy = lane.target().name();
        IntPredicate rule = LinkConfig.defaults(LinkName.parse("dc1->dc2"))
                .origins()
                .forTopics(partition.topic(), copy)
                .carried(origin(source), origin(target));
        var planner = new LegPlanner(
                maps.generations(partition),
                bounds(lane.source(), lane.target()),
                producerId ->
                        rule.test(ProducerIds.isOurs(producerId) ? ProducerIds.origin(producerId) : origin(source)),
                maps.leftOut(),
                new Cleaning(compacted, copy.equals(partition.topic())));
        List<PlannedLeg> legs = planner.legs();
        return new PartitionPlan(partition, copy, legs, planner.notCompared());
    }

    private static LogBounds bounds(SimPartition source, SimPartition target) {
        return new LogBounds(source.startOffset(), source.committedEnd(), target.startOffset(), 0, Long.MAX_VALUE);
    }

    private static int origin(SimCluster cluster) {
        return ProducerIds.origin(cluster.clusterId());
    }

    private List<PartitionResult> compare(List<PartitionPlan> plans) {
        try (BatchScan scan = scan(plans)) {
            Round round = Round.of(plans, 3);
            for (int step = 0; !round.advance(scan); step++) {
                assertThat(step).as("steps of seed %d", world.seed()).isLessThan(MOST_STEPS);
                scan.poll(0);
                world.runFor(STEP_MS);
            }
            assertThat(scan.heldBytes()).as("buffers of seed %d", world.seed()).isZero();
            return round.results();
        }
    }

    private BatchScan scan(List<PartitionPlan> plans) {
        Set<String> sourceTopics = new TreeSet<>();
        Set<String> targetTopics = new TreeSet<>();
        plans.forEach(plan -> {
            sourceTopics.add(plan.partition().topic());
            targetTopics.add(plan.targetTopic());
        });
        var exchange = new SimExchange(world, "verifier", source, target, network);
        return new BatchScan(CONFIG, exchange, sourceTopics, targetTopics);
    }
}
