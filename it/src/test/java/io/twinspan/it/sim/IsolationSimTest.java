package io.twinspan.it.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.LinkConfig;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.broker.SimCluster;
import io.twinspan.testkit.sim.broker.TopicSettings;
import io.twinspan.testkit.sim.invariant.LaneTruth;
import io.twinspan.testkit.sim.load.LoadProfile;
import io.twinspan.testkit.sim.net.SimExchange;
import io.twinspan.testkit.sim.owner.RealLink;
import io.twinspan.testkit.sim.scenario.ScenarioSetup;
import io.twinspan.testkit.sim.scenario.Seeds;
import io.twinspan.testkit.sim.scenario.SimScenario;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Hours in which something is away: what is well goes on as if nothing were, what is not comes back by itself within seconds, and
 * meanwhile nothing grows. {@code -Dseed=N} repeats one run, {@code -Dseeds=N} makes so many of each.
 */
class IsolationSimTest {
    private static final LinkConfig CONFIG = LinkConfig.defaults(LinkName.parse("dc1->dc2"));
    private static final int SEEDS = Integer.getInteger("seeds", 1);
    private static final int PARTITIONS = 6;
    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MS = 60 * MINUTE_MS;
    private static final long BEGINS_MS = 20_000;

    /** Behind this nothing that is well may ever fall. */
    private static final long MOST_BEHIND_MS = 5_000;

    private static final long RESUMES_WITHIN_MS = 10_000;

    /** Records are stored, and lines are logged, at most so many for each partition in the worst of these hours. */
    private static final int MOST_STATES = 12;

    private static SimScenario scenario(long seed, int replicas, long lastsMs, long gapMs) {
        return scenario(seed, replicas, lastsMs, gapMs, CONFIG);
    }

    private static SimScenario scenario(long seed, int replicas, long lastsMs, long gapMs, LinkConfig config) {
        int records = (int) (lastsMs / gapMs) * 5;
        var settings = TopicSettings.of(PARTITIONS, replicas);
        ScenarioSetup setup = ScenarioSetup.of(seed)
                .withBrokers(3)
                .withTopics(List.of(
                        LoadProfile.plain(records).withMaxGapMs(gapMs).withLargestBytes(2_000),
                        LoadProfile.plain(records).withMaxGapMs(gapMs).withLargestBytes(2_000)))
                .withSettings(settings, settings)
                .withTimes(BEGINS_MS + lastsMs + 2 * MINUTE_MS, BEGINS_MS + lastsMs + 2 * MINUTE_MS + 1, 20 * HOUR_MS);
        List<LaneSpec> lanes = new ArrayList<>();
        for (int topic = 0; topic < 2; topic++) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
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

    /** What happens to be seen while a scenario runs. Confined to the world's thread. */
    private static final class Watch {
        private final SimScenario scenario;
        private final Map<LaneTruth, Integer> offeredBefore = new HashMap<>();
        private long mostLeased;
        private long checks;

        Watch(SimScenario scenario) {
            this.scenario = scenario;
        }

        /** From now on, until then, the lanes that are well must be at most {@link #MOST_BEHIND_MS} behind. */
        void watch(long fromMs, long untilMs, Predicate<LaneTruth> isWell) {
            SimWorld world = scenario.world();
            world.after(fromMs - world.elapsedMs(), () -> look(untilMs, isWell));
        }

        private void look(long untilMs, Predicate<LaneTruth> isWell) {
            SimWorld world = scenario.world();
            for (LaneTruth lane : scenario.lanes()) {
                Integer before = offeredBefore.put(lane, lane.offered());
                if (before != null && isWell.test(lane)) {
                    checks++;
                    assertThat(lane.copied())
                            .as("%s at %d ms, %s", lane, world.elapsedMs(), world.story())
                            .isGreaterThanOrEqualTo(before);
                }
            }
            mostLeased = Math.max(
                    mostLeased,
                    scenario.network().exchanges().stream()
                            .mapToLong(SimExchange::leasedBytes)
                            .max()
                            .orElse(0));
            if (world.elapsedMs() + MOST_BEHIND_MS <= untilMs) {
                world.after(MOST_BEHIND_MS, () -> look(untilMs, isWell));
            }
        }

        /** Each lane that something was offered to has copied something new so long after a moment. */
        void resumes(long atMs, Predicate<LaneTruth> lanes) {
            SimWorld world = scenario.world();
            Map<LaneTruth, Integer> copied = new HashMap<>();
            world.after(
                    atMs - world.elapsedMs(), () -> scenario.lanes().forEach(lane -> copied.put(lane, lane.copied())));
            world.after(
                    atMs + RESUMES_WITHIN_MS - world.elapsedMs(),
                    () -> scenario.lanes().stream()
                            .filter(lanes)
                            .filter(lane -> lane.offered() > copied.getOrDefault(lane, 0))
                            .forEach(lane -> {
                                checks++;
                                assertThat(lane.copied())
                                        .as("%s %d ms after the return, %s", lane, RESUMES_WITHIN_MS, world.story())
                                        .isGreaterThan(copied.getOrDefault(lane, 0));
                            }));
        }

        /** Proves that the fault happened: nothing is copied of these while it lasts, once what was under way has come to an end. */
        void stalls(long fromMs, long untilMs, Predicate<LaneTruth> lanes) {
            SimWorld world = scenario.world();
            Map<LaneTruth, Integer> copied = new HashMap<>();
            world.after(
                    fromMs - world.elapsedMs(),
                    () -> scenario.lanes().stream().filter(lanes).forEach(lane -> copied.put(lane, lane.copied())));
            world.after(untilMs - world.elapsedMs(), () -> {
                assertThat(copied).as("lanes that the fault hits").isNotEmpty();
                copied.forEach((lane, before) -> {
                    checks++;
                    assertThat(lane.copied()).as("%s is hit", lane).isEqualTo(before);
                    assertThat(lane.offered())
                            .as("%s has something to copy", lane)
                            .isGreaterThan(before);
                });
            });
        }

        /** States that were stored, each with its line in the log. */
        long states() {
            return scenario.positions().durable().stream()
                    .filter(PositionRecord.LaneStateRecord.class::isInstance)
                    .count();
        }
    }

    /** What a broker swallows for an hour keeps nothing from the others, whose partitions go on at full speed. */
    @Test
    void aTargetBrokerThatAnswersNothingForAnHourStallsOnlyItsOwnPartitions() {
        for (long seed : Seeds.first(SEEDS)) {
            SimScenario scenario = scenario(seed, 1, HOUR_MS, 6_000);
            var watch = new Watch(scenario);
            Predicate<LaneTruth> isWell = lane -> lane.target().leader() != 1;
            scenario.world().after(BEGINS_MS, () -> scenario.network().blackHole(scenario.target(), 1, true));
            scenario.world()
                    .after(BEGINS_MS + HOUR_MS, () -> scenario.network().blackHole(scenario.target(), 1, false));
            watch.watch(5_000, BEGINS_MS + HOUR_MS, isWell);
            watch.stalls(BEGINS_MS + MINUTE_MS, BEGINS_MS + HOUR_MS - 1, isWell.negate());
            watch.resumes(BEGINS_MS + HOUR_MS, lane -> true);

            scenario.run();

            assertThat(watch.checks).isGreaterThan(5_000);
            assertThat(watch.mostLeased).isLessThan(8 << 20);
            assertThat(watch.states()).isLessThan(MOST_STATES * PARTITIONS);
        }
    }

    /** With so little memory, what waits for the broker could fill all of it until its requests time out, half a minute later. */
    @Test
    void aTargetBrokerThatAnswersNothingDoesNotKeepTheMemoryOfTheOthers() {
        var little = new LinkConfig(
                CONFIG.name(),
                CONFIG.readCommitted(),
                96 << 10,
                CONFIG.fetchConnections(),
                CONFIG.produceConnections(),
                24 << 10,
                24 << 10,
                CONFIG.laneWindow(),
                CONFIG.rateBytes(),
                CONFIG.tipIntervalMs(),
                CONFIG.merge(),
                CONFIG.targetCodec(),
                CONFIG.policies(),
                CONFIG.origins());
        for (long seed : Seeds.first(2 * SEEDS)) {
            SimScenario scenario = scenario(seed, 1, 2 * MINUTE_MS, 60, little);
            var watch = new Watch(scenario);
            Predicate<LaneTruth> isWell = lane -> lane.target().leader() != 1;
            scenario.world().after(BEGINS_MS, () -> scenario.network().blackHole(scenario.target(), 1, true));
            scenario.world()
                    .after(BEGINS_MS + 2 * MINUTE_MS, () -> scenario.network().blackHole(scenario.target(), 1, false));
            watch.watch(5_000, BEGINS_MS + 2 * MINUTE_MS, isWell);
            watch.resumes(BEGINS_MS + 2 * MINUTE_MS, lane -> true);

            scenario.run();

            assertThat(watch.checks).isPositive();
        }
    }

    @Test
    void aDeadTargetBrokerWithoutReplicasStallsOnlyItsOwnPartitions() {
        for (long seed : Seeds.first(SEEDS)) {
            SimScenario scenario = scenario(seed, 1, HOUR_MS, 6_000);
            var watch = new Watch(scenario);
            Predicate<LaneTruth> isWell = lane -> lane.target().index() % 3 != 1;
            scenario.world().after(BEGINS_MS, () -> scenario.target().crash(1, 0));
            scenario.world().after(BEGINS_MS + HOUR_MS, () -> scenario.target().restart(1));
            watch.watch(5_000, BEGINS_MS + HOUR_MS, isWell);
            watch.stalls(BEGINS_MS + MINUTE_MS, BEGINS_MS + HOUR_MS - 1, isWell.negate());
            watch.resumes(BEGINS_MS + HOUR_MS, lane -> true);

            scenario.run();

            assertThat(watch.checks).isGreaterThan(5_000);
            assertThat(watch.states()).isLessThan(MOST_STATES * PARTITIONS);
        }
    }

    @Test
    void aSourceBrokerThatAnswersNothingForAnHourStallsOnlyItsOwnPartitions() {
        for (long seed : Seeds.first(SEEDS)) {
            SimScenario scenario = scenario(seed, 1, HOUR_MS, 6_000);
            var watch = new Watch(scenario);
            scenario.world().after(BEGINS_MS, () -> scenario.network().blackHole(scenario.source(), 2, true));
            scenario.world()
                    .after(BEGINS_MS + HOUR_MS, () -> scenario.network().blackHole(scenario.source(), 2, false));
            Predicate<LaneTruth> isWell = lane -> lane.source().leader() != 2;
            watch.watch(5_000, BEGINS_MS + HOUR_MS, isWell);
            watch.stalls(BEGINS_MS + MINUTE_MS, BEGINS_MS + HOUR_MS - 1, isWell.negate());
            watch.resumes(BEGINS_MS + HOUR_MS, lane -> true);

            scenario.run();

            assertThat(watch.checks).isGreaterThan(5_000);
            assertThat(watch.states()).isLessThan(MOST_STATES * PARTITIONS);
        }
    }

    @Test
    void aTopicThatIsRefusedForHoursStallsNoOtherAndResumesWithTheGrant() {
        for (long seed : Seeds.first(SEEDS)) {
            SimScenario scenario = scenario(seed, 3, 2 * HOUR_MS, 12_000);
            var watch = new Watch(scenario);
            String refused = ScenarioSetup.targetTopic(ScenarioSetup.topic(0));
            scenario.world().after(BEGINS_MS, () -> scenario.target().denyWrites(refused, true));
            scenario.world()
                    .after(BEGINS_MS + 2 * HOUR_MS, () -> scenario.target().denyWrites(refused, false));
            Predicate<LaneTruth> isWell = lane -> !lane.target().name().startsWith(refused);
            watch.watch(5_000, BEGINS_MS + 2 * HOUR_MS, isWell);
            watch.stalls(BEGINS_MS + MINUTE_MS, BEGINS_MS + 2 * HOUR_MS - 1, isWell.negate());
            watch.resumes(BEGINS_MS + 2 * HOUR_MS, lane -> true);

            scenario.run();

            assertThat(watch.checks).isGreaterThan(5_000);
            // Some wait until the first record comes; each says so once, and once that it is over.
            assertThat(watch.states()).isBetween((long) PARTITIONS, 3L * PARTITIONS);
        }
    }

    @Test
    void aSourceThatIsAwayForSixHoursIsCopiedSecondsAfterItsReturn() {
        for (long seed : Seeds.first(SEEDS)) {
            awayForHours(seed, SimScenario::source);
        }
    }

    @Test
    void aTargetThatIsAwayForSixHoursIsWrittenToSecondsAfterItsReturn() {
        for (long seed : Seeds.first(SEEDS)) {
            awayForHours(seed, SimScenario::target);
        }
    }

    private interface Side {
        SimCluster of(SimScenario scenario);
    }

    private static void awayForHours(long seed, Side side) {
        long hours = 6 * HOUR_MS;
        SimScenario scenario = scenario(seed, 3, hours, 40_000);
        var watch = new Watch(scenario);
        SimWorld world = scenario.world();
        world.after(BEGINS_MS, () -> {
            for (int node = 0; node < 3; node++) {
                side.of(scenario).crash(node, 0);
            }
        });
        world.after(BEGINS_MS + hours, () -> {
            for (int node = 0; node < 3; node++) {
                side.of(scenario).restart(node);
            }
        });
        watch.watch(5_000, BEGINS_MS, lane -> true);
        watch.watch(BEGINS_MS + MINUTE_MS, BEGINS_MS + hours, lane -> false);
        watch.resumes(BEGINS_MS + hours, lane -> true);

        scenario.run();

        assertThat(watch.checks).isPositive();
        assertThat(watch.mostLeased).isLessThan(8 << 20);
        assertThat(watch.states()).isLessThan(MOST_STATES * PARTITIONS);
    }
}
