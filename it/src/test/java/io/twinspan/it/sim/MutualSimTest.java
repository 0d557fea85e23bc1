package io.twinspan.it.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.verify.compare.Counts;
import io.twinspan.link.LaneSpec;
import io.twinspan.link.Link;
import io.twinspan.link.LinkConfig;
import io.twinspan.model.name.LinkName;
import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.broker.SimCluster;
import io.twinspan.testkit.sim.broker.TopicSettings;
import io.twinspan.testkit.sim.fault.BrokerCrash;
import io.twinspan.testkit.sim.fault.CompactSource;
import io.twinspan.testkit.sim.fault.CrashOwner;
import io.twinspan.testkit.sim.fault.CutConnections;
import io.twinspan.testkit.sim.fault.DropResponses;
import io.twinspan.testkit.sim.fault.FreezeOwner;
import io.twinspan.testkit.sim.fault.LeaderMove;
import io.twinspan.testkit.sim.fault.SlowNetwork;
import io.twinspan.testkit.sim.fault.TruncateLog;
import io.twinspan.testkit.sim.fault.TwoOwners;
import io.twinspan.testkit.sim.invariant.LaneTruth;
import io.twinspan.testkit.sim.invariant.Promise;
import io.twinspan.testkit.sim.load.LoadProfile;
import io.twinspan.testkit.sim.owner.LinkFactory;
import io.twinspan.testkit.sim.owner.LinkOwner;
import io.twinspan.testkit.sim.owner.RealLink;
import io.twinspan.testkit.sim.scenario.MeshScenario;
import io.twinspan.testkit.sim.scenario.ScenarioSetup;
import io.twinspan.testkit.sim.scenario.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Links in every direction between clusters whose topics have the same names, with producers on the same partitions of each.
 * {@code -Dseed=N} repeats one run, {@code -Dseeds=N} runs the first N seeds of each scenario.
 */
class MutualSimTest {
    private static final int SEEDS = Integer.getInteger("seeds", 30);
    private static final int PARTITIONS = 2;
    private static final String LATE_REPEAT =
            "an append of a dead owner that a broker executes late may repeat numbers of other records; nobody hears the answer";

    @Test
    void copiesBothWaysWithoutALoop() {
        for (long seed : Seeds.first(SEEDS)) {
            MeshScenario scenario = scenario(seed, 2, load(seed));
            scenario.run();
            SimVerification.ofMesh(scenario, false, lane -> false);
            assertThat(scenario.lanes())
                    .allSatisfy(lane -> assertThat(lane.copied()).isPositive());
        }
    }

    @Test
    void keepsAllPromisesUnderEveryFaultThatLosesNoAcknowledgedRecord() {
        var happened = new TreeMap<String, Integer>();
        for (long seed : Seeds.first(SEEDS)) {
            MeshScenario scenario = scenario(seed, 2, load(seed));
            mild(scenario);
            run(scenario, happened);
        }
        assertThat(happened).hasSize(8);
        assertHappened(happened);
    }

    @Test
    void keepsAllPromisesWhenCrashedAtEveryStepAndWithRivals() {
        var happened = new TreeMap<String, Integer>();
        for (long seed : Seeds.first(SEEDS)) {
            MeshScenario scenario = scenario(seed, 2, load(seed));
            for (LinkOwner owner : scenario.owners()) {
                scenario.faults()
                        .add(new CrashOwner(scenario.world(), owner, 60), 200)
                        .add(new TwoOwners(scenario.world(), owner, 1_500), 1_500);
            }
            run(scenario, happened);
        }
        assertHappened(happened);
    }

    @Test
    void keepsAllPromisesWhereBothSidesAreCompacted() {
        var happened = new TreeMap<String, Integer>();
        Counts verified = Counts.NONE;
        for (long seed : Seeds.first(SEEDS)) {
            List<Link> links = new ArrayList<>();
            MeshScenario scenario = scenario(seed, 2, LoadProfile.compacted(400), links);
            compact(scenario, 4_000);
            verified = verified.plus(run(scenario, happened, true, lane -> false));
        }
        assertHappened(happened);
        assertThat(verified.cleaned()).isPositive();
        assertThat(verified.records()).isGreaterThan(10 * verified.unproven());
    }

    /** A lane that cannot know whether it had appended what both sides have cleaned away stops and says so. */
    @Test
    void neitherLosesNorRepeatsWhereTheCleanersAreFasterThanRecovery() {
        var happened = new TreeMap<String, Integer>();
        long stopped = 0;
        for (long seed : Seeds.first(SEEDS)) {
            List<Link> links = new ArrayList<>();
            MeshScenario scenario =
                    scenario(seed, 2, LoadProfile.compacted(300), links).excuse(lane -> cannotTell(links, lane));
            compact(scenario, 0);
            run(scenario, happened, true, lane -> cannotTell(links, lane));
            stopped += scenario.lanes().stream()
                    .filter(lane -> cannotTell(links, lane))
                    .count();
        }
        assertHappened(happened);
        assertThat(stopped).isPositive();
    }

    private static void compact(MeshScenario scenario, long lagMs) {
        SimWorld world = scenario.world();
        scenario.waive(Promise.ACKNOWLEDGED_STAYS, LATE_REPEAT);
        for (SimCluster cluster : scenario.clusters()) {
            scenario.faults()
                    .add(new CompactSource(world, cluster, lagMs), 400)
                    .add(new LeaderMove(world, cluster), 2_000);
        }
        for (LinkOwner owner : scenario.owners()) {
            scenario.faults().add(new CrashOwner(world, owner, 800), 2_000);
        }
    }

    private static boolean cannotTell(List<Link> links, LaneTruth lane) {
        int partition = lane.source().index();
        return links.stream()
                .anyMatch(link -> link.stats().lanes().get(partition).trouble().contains("cannot be told"));
    }

    /** The other producers write on at once, so that the cluster's log is soon as long as before. */
    @Test
    void copiesAgainWhatAnUncleanElectionLostUnderTheWritesOfOthers() {
        var happened = new TreeMap<String, Integer>();
        long again = 0;
        for (long seed : Seeds.first(SEEDS)) {
            MeshScenario scenario = scenario(seed, 2, LoadProfile.plain(500).withMaxGapMs(30));
            SimWorld world = scenario.world();
            SimCluster loser = scenario.clusters().get(1);
            scenario.excuse(lane -> lane.sourceLosses() > 0)
                    .waive(Promise.ACKNOWLEDGED_STAYS, "the target loses what it acknowledged")
                    .waive(Promise.MONOTONIC_OFFSETS, "a tip from before a loss may become durable after it")
                    .faults()
                    .add(TruncateLog.target(world, loser), 1_500)
                    .add(new CrashOwner(world, scenario.owners().get(0), 800), 2_500)
                    .add(new CutConnections(scenario.network()), 1_000);
            run(scenario, happened, false, lane -> lane.sourceLosses() > 0);
            again += scenario.lanes().stream()
                    .filter(lane -> lane.sourceLosses() == 0)
                    .mapToInt(LaneTruth::copied)
                    .sum();
        }
        assertHappened(happened);
        assertThat(again).isPositive();
    }

    @Test
    void keepsAllPromisesInAMeshOfThreeClusters() {
        var happened = new TreeMap<String, Integer>();
        for (long seed : Seeds.first(Math.max(1, SEEDS / 2))) {
            MeshScenario scenario = scenario(seed, 3, load(seed));
            mild(scenario);
            run(scenario, happened);
        }
        assertHappened(happened);
    }

    private static LoadProfile load(long seed) {
        int records = 200;
        return switch ((int) (seed % 3)) {
            case 0 -> LoadProfile.plain(records);
            case 1 -> LoadProfile.transactional(records);
            default -> LoadProfile.compacted(records);
        };
    }

    private static MeshScenario scenario(long seed, int size, LoadProfile load) {
        return scenario(seed, size, load, new ArrayList<>());
    }

    private static MeshScenario scenario(long seed, int size, LoadProfile load, List<Link> made) {
        int brokers = (int) (1 + seed / 3 % 3);
        TopicSettings settings = TopicSettings.of(PARTITIONS, brokers);
        ScenarioSetup setup = ScenarioSetup.of(seed)
                .withBrokers(brokers)
                .withTopics(List.of(load))
                .withSettings(settings, settings)
                .withTimes(5_000, 40_000, 300_000);
        return new MeshScenario(setup, size, (from, to) -> link(from, to, made));
    }

    private static LinkFactory link(int from, int to, List<Link> made) {
        List<LaneSpec> lanes = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            lanes.add(new LaneSpec(
                    MeshScenario.TOPIC, partition, MeshScenario.TOPIC, 0, null, LaneSpec.StartAt.EARLIEST, List.of()));
        }
        LinkName name = LinkName.parse("dc" + (from + 1) + "->dc" + (to + 1));
        return RealLink.of(LinkConfig.defaults(name), lanes, made::add);
    }

    private static void mild(MeshScenario scenario) {
        SimWorld world = scenario.world();
        scenario.faults()
                .add(new CutConnections(scenario.network()), 400)
                .add(new DropResponses(world, scenario.network(), 10), 2_500)
                .add(new SlowNetwork(world, scenario.network(), 8, 120), 3_000);
        for (SimCluster cluster : scenario.clusters()) {
            scenario.faults().add(new LeaderMove(world, cluster), 900).add(new BrokerCrash(world, cluster, 800), 3_000);
        }
        for (LinkOwner owner : scenario.owners()) {
            scenario.faults()
                    .add(new CrashOwner(world, owner, 500), 2_500)
                    .add(new FreezeOwner(world, owner, 1_500), 3_000)
                    .add(new TwoOwners(world, owner, 1_500), 3_500);
        }
    }

    private static void run(MeshScenario scenario, Map<String, Integer> happened) {
        run(scenario, happened, false, lane -> false);
    }

    private static Counts run(
            MeshScenario scenario, Map<String, Integer> happened, boolean compacted, Predicate<LaneTruth> stopped) {
        scenario.run();
        scenario.faults().happened().forEach((fault, times) -> happened.merge(fault, times, Integer::sum));
        return SimVerification.ofMesh(scenario, compacted, stopped);
    }

    private static void assertHappened(Map<String, Integer> happened) {
        assertThat(happened)
                .allSatisfy((fault, times) -> assertThat(times).as(fault).isPositive());
    }
}
