package io.twinspan.it.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.LinkConfig;
import io.twinspan.model.name.LinkName;
import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.broker.TopicSettings;
import io.twinspan.testkit.sim.fault.BrokerCrash;
import io.twinspan.testkit.sim.fault.CorruptAppends;
import io.twinspan.testkit.sim.fault.CrashOwner;
import io.twinspan.testkit.sim.fault.CutConnections;
import io.twinspan.testkit.sim.fault.DropResponses;
import io.twinspan.testkit.sim.fault.FreezeOwner;
import io.twinspan.testkit.sim.fault.LeaderMove;
import io.twinspan.testkit.sim.fault.SettleOwner;
import io.twinspan.testkit.sim.fault.SlowNetwork;
import io.twinspan.testkit.sim.fault.TwoOwners;
import io.twinspan.testkit.sim.load.LoadProfile;
import io.twinspan.testkit.sim.owner.RealLink;
import io.twinspan.testkit.sim.scenario.ScenarioSetup;
import io.twinspan.testkit.sim.scenario.SimScenario;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The real link on simulated brokers. A failure prints its seed; {@code -Dseed=N} repeats just that run, and {@code -Dseeds=N} runs
 * the first N seeds of each scenario instead of a few.
 */
class LinkSimTest {
    private static final LinkConfig CONFIG = LinkConfig.defaults(LinkName.parse("dc1->dc2"));
    private static final LinkConfig SMALL_STEPS = inSmallSteps(CONFIG, 500, 1);
    private static final int SEEDS = Integer.getInteger("seeds", 60);

    @Test
    void copiesWithoutFaults() {
        runSeeds(SEEDS / 3, scenario -> {});
    }

    @Test
    void keepsAllPromisesUnderEveryFaultThatLosesNoAcknowledgedRecord() {
        Map<String, Integer> happened = runSeeds(SEEDS, LinkSimTest::mildFaults);

        assertThat(happened)
                .hasSize(9)
                .allSatisfy((fault, times) -> assertThat(times).as(fault).isPositive());
    }

    @Test
    void isVerifiedWhileItRunsUnderFaults() {
        var records = new LongSummaryStatistics();
        runSeeds(SEEDS, scenario -> {
            mildFaults(scenario);
            SimVerification.whileItRuns(scenario, records::accept);
        });

        assertThat(records.getCount()).isPositive();
        assertThat(records.getAverage()).isPositive();
    }

    @Test
    void keepsAllPromisesWhenCrashedAtEveryStep() {
        runSeeds(SEEDS, scenario -> scenario.faults().add(new CrashOwner(scenario.world(), scenario.owner(), 60), 150));
    }

    @Test
    void keepsAllPromisesWithRivalOwners() {
        runSeeds(
                SEEDS,
                scenario -> scenario.faults()
                        .add(new TwoOwners(scenario.world(), scenario.owner(), 2_000), 1_000)
                        .add(new FreezeOwner(scenario.world(), scenario.owner(), 1_500), 1_500)
                        .add(new LeaderMove(scenario.world(), scenario.target()), 900)
                        .add(new CutConnections(scenario.network()), 500));
    }

    /** What was sent may be executed for some seconds, and be above the high watermark for longer. */
    @Test
    void isExactOnceItHasSettled() {
        Map<String, Integer> happened = runSeeds(SEEDS, 25_000, CONFIG, scenario -> {
            SimWorld world = scenario.world();
            scenario.faults()
                    .add(new SettleOwner(world, scenario.owner(), scenario.lanes()), 1_200)
                    .add(new LeaderMove(world, scenario.target()), 7_000)
                    .add(new BrokerCrash(world, scenario.target(), 400), 6_000)
                    .add(new DropResponses(world, scenario.network(), 10), 3_000)
                    .add(new CutConnections(scenario.network()), 3_000);
        });

        assertThat(happened.get("SettleOwner")).isGreaterThan(SEEDS / 2);
    }

    /** Tips are then also stored while a lane finds its place again, in the middle of what is one merged batch in the target. */
    @Test
    void keepsAllPromisesWhenLittleIsReadAtATimeAndEachStepIsStored() {
        runSeeds(
                SEEDS,
                SMALL_STEPS,
                scenario -> scenario.faults()
                        .add(new CrashOwner(scenario.world(), scenario.owner(), 60), 150)
                        .add(new BrokerCrash(scenario.world(), scenario.target(), 800), 4_000)
                        .add(new TwoOwners(scenario.world(), scenario.owner(), 1_000), 2_500));
    }

    private static Map<String, Integer> runSeeds(int seeds, Consumer<SimScenario> faults) {
        return runSeeds(seeds, CONFIG, faults);
    }

    private static Map<String, Integer> runSeeds(int seeds, LinkConfig config, Consumer<SimScenario> faults) {
        return runSeeds(seeds, 4_000, config, faults);
    }

    private static Map<String, Integer> runSeeds(
            int seeds, long faultsAtLeastMs, LinkConfig config, Consumer<SimScenario> faults) {
        Map<String, Integer> happened = new TreeMap<>();
        Long only = Long.getLong("seed");
        long from = only == null ? 0 : only;
        long to = only == null ? seeds : only + 1;
        for (long seed = from; seed < to; seed++) {
            SimScenario scenario = scenario(seed, faultsAtLeastMs, config);
            faults.accept(scenario);
            scenario.run();
            SimVerification.ofLink(scenario, false);
            scenario.faults().happened().forEach((fault, times) -> happened.merge(fault, times, Integer::sum));
        }
        return happened;
    }

    private static LinkConfig inSmallSteps(LinkConfig config, int laneFetchBytes, long tipIntervalMs) {
        return new LinkConfig(
                config.name(),
                config.readCommitted(),
                config.memoryBytes(),
                config.fetchConnections(),
                config.produceConnections(),
                config.fetchBytes(),
                laneFetchBytes,
                config.laneWindow(),
                config.rateBytes(),
                tipIntervalMs,
                config.merge(),
                config.targetCodec(),
                config.policies(),
                config.origins());
    }

    private static SimScenario scenario(long seed, long faultsAtLeastMs, LinkConfig config) {
        int kind = (int) (seed % 4);
        int records = 400;
        LoadProfile load = kind == 0
                ? LoadProfile.plain(records)
                : kind == 1
                        ? LoadProfile.transactional(records)
                        : kind == 2 ? LoadProfile.logAppendTime(records) : LoadProfile.compacted(records);
        int brokers = (int) (1 + seed / 4 % 3);
        ScenarioSetup setup = ScenarioSetup.of(seed)
                .withBrokers(brokers)
                .withTopics(List.of(load, LoadProfile.plain(100)))
                .withSettings(TopicSettings.of(2, brokers), TopicSettings.of(2, brokers))
                .withTimes(faultsAtLeastMs, 30_000, 60_000);
        List<LaneSpec> lanes = new ArrayList<>();
        for (int topic = 0; topic < 2; topic++) {
            for (int partition = 0; partition < 2; partition++) {
                String name = ScenarioSetup.topic(topic);
                lanes.add(new LaneSpec(
                        name,
                        partition,
                        ScenarioSetup.targetTopic(name),
                        0,
                        null,
                        LaneSpec.StartAt.EARLIEST,
                        List.of()));
            }
        }
        return new SimScenario(setup, RealLink.of(config, lanes));
    }

    private static void mildFaults(SimScenario scenario) {
        SimWorld world = scenario.world();
        scenario.faults()
                .add(new LeaderMove(world, scenario.source()), 900)
                .add(new LeaderMove(world, scenario.target()), 700)
                .add(new BrokerCrash(world, scenario.target(), 800), 2_500)
                .add(new BrokerCrash(world, scenario.source(), 800), 4_000)
                .add(new CutConnections(scenario.network()), 400)
                .add(new DropResponses(world, scenario.network(), 10), 2_500)
                .add(new CorruptAppends(world, scenario.network(), 5), 2_000)
                .add(new SlowNetwork(world, scenario.network(), 8, 120), 3_000)
                .add(new CrashOwner(world, scenario.owner(), 500), 2_000)
                .add(new FreezeOwner(world, scenario.owner(), 1_500), 2_500)
                .add(new TwoOwners(world, scenario.owner(), 1_500), 3_000);
    }
}
