package io.twinspan.it.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.verify.compare.Counts;
import io.twinspan.link.LaneSpec;
import io.twinspan.link.LaneStats;
import io.twinspan.link.Link;
import io.twinspan.link.LinkConfig;
import io.twinspan.model.name.LinkName;
import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.broker.StoredBatch;
import io.twinspan.testkit.sim.broker.TopicSettings;
import io.twinspan.testkit.sim.fault.CompactSource;
import io.twinspan.testkit.sim.fault.CrashOwner;
import io.twinspan.testkit.sim.fault.CutConnections;
import io.twinspan.testkit.sim.fault.ExpireProducerState;
import io.twinspan.testkit.sim.fault.FreezeOwner;
import io.twinspan.testkit.sim.fault.LeaderMove;
import io.twinspan.testkit.sim.fault.SlowNetwork;
import io.twinspan.testkit.sim.fault.SourceRetention;
import io.twinspan.testkit.sim.fault.TruncateLog;
import io.twinspan.testkit.sim.fault.TwoOwners;
import io.twinspan.testkit.sim.invariant.LaneTruth;
import io.twinspan.testkit.sim.invariant.Promise;
import io.twinspan.testkit.sim.load.LoadProfile;
import io.twinspan.testkit.sim.owner.RealLink;
import io.twinspan.testkit.sim.scenario.ScenarioSetup;
import io.twinspan.testkit.sim.scenario.Seeds;
import io.twinspan.testkit.sim.scenario.SimScenario;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The real link where clusters lose, delete or forget what they had, and with unusual settings. {@code -Dseed=N} repeats one run,
 * {@code -Dseeds=N} runs the first N seeds of each scenario.
 */
class LinkLossSimTest {
    private static final LinkName NAME = LinkName.parse("dc1->dc2");
    private static final LinkConfig CONFIG = LinkConfig.defaults(NAME);
    private static final int SEEDS = Integer.getInteger("seeds", 40);
    private static final int PARTITIONS = 2;
    private static final String GOES_BACK =
            "a tip from before a loss may become durable after it; the next one goes back";
    private static final String LATE_REPEAT =
            "an append of a dead owner that a broker executes late may repeat numbers of other records; nobody hears the answer";
    private static final TopicSettings SETTINGS = TopicSettings.of(PARTITIONS, 3);

    /** A scenario's shape, filled in by each test. */
    private record Shape(ScenarioSetup setup, LinkConfig config) {
        static Shape of(long seed, LoadProfile load) {
            ScenarioSetup setup = ScenarioSetup.of(seed)
                    .withTopics(List.of(load))
                    .withSettings(SETTINGS, SETTINGS)
                    .withTimes(6_000, 40_000, 300_000);
            return new Shape(setup, CONFIG);
        }

        Shape with(LinkConfig other) {
            return new Shape(setup, other);
        }

        Shape with(ScenarioSetup other) {
            return new Shape(other, config);
        }

        SimScenario scenario(Consumer<Link> made) {
            List<LaneSpec> lanes = new ArrayList<>();
            String topic = ScenarioSetup.topic(0);
            for (int partition = 0; partition < PARTITIONS; partition++) {
                lanes.add(new LaneSpec(
                        topic,
                        partition,
                        ScenarioSetup.targetTopic(topic),
                        0,
                        null,
                        LaneSpec.StartAt.offset(0),
                        List.of()));
            }
            return new SimScenario(setup, RealLink.of(config, lanes, made));
        }

        SimScenario scenario() {
            return scenario(link -> {});
        }
    }

    private static LinkConfig config(long memory, int fetchBytes, int window, boolean merge, String codec) {
        return new LinkConfig(
                NAME,
                true,
                memory,
                2,
                1,
                fetchBytes,
                Math.min(fetchBytes, CONFIG.laneFetchBytes()),
                window,
                CONFIG.rateBytes(),
                CONFIG.tipIntervalMs(),
                merge,
                codec,
                LinkConfig.Policies.RECORD,
                CONFIG.origins());
    }

    @Test
    void copiesAgainWhatAnUncleanElectionOfTheTargetLost() {
        var happened = new TreeMap<String, Integer>();
        for (long seed : Seeds.first(SEEDS)) {
            SimScenario scenario = Shape.of(seed, LoadProfile.plain(400)).scenario();
            SimWorld world = scenario.world();
            scenario.waive(Promise.ACKNOWLEDGED_STAYS, "the target loses what it acknowledged")
                    .waive(Promise.MONOTONIC_OFFSETS, GOES_BACK)
                    .faults()
                    .add(TruncateLog.target(world, scenario.target()), 1_500)
                    .add(new CrashOwner(world, scenario.owner(), 300), 4_000)
                    .add(new CutConnections(scenario.network()), 1_000);
            run(scenario, happened);
        }
        assertThat(happened)
                .allSatisfy((fault, times) -> assertThat(times).as(fault).isPositive());
    }

    @Test
    void stopsALaneWithItsReasonWhereTheSourceLostWhatWasCopied() {
        int truncated = 0;
        int stopped = 0;
        for (long seed : Seeds.first(SEEDS)) {
            List<Link> links = new ArrayList<>();
            Shape shape = Shape.of(seed, LoadProfile.plain(300));
            SimScenario scenario =
                    shape.with(shape.setup().withTimes(6_000, 40_000, 20_000)).scenario(links::add);
            scenario.waive(Promise.NO_LOSS, "a lane that must stop copies no more")
                    .faults()
                    .add(TruncateLog.source(scenario.world(), scenario.source()), 2_500)
                    .add(new CutConnections(scenario.network()), 2_000);
            scenario.run();
            truncated += scenario.faults().happened().get("TruncateSource");
            stopped += countStopped(scenario, links.get(links.size() - 1), seed);
        }
        assertThat(truncated).isPositive();
        assertThat(stopped).isPositive();
    }

    /** A lane either says that it stopped, and why, or its target holds what its source holds and nothing else. */
    private static int countStopped(SimScenario scenario, Link link, long seed) {
        int stopped = 0;
        for (LaneTruth lane : scenario.lanes()) {
            LaneStats stats = link.stats().lanes().get(lane.source().index());
            List<Long> source = fingerprints(lane.source().committedBatches());
            List<Long> target = fingerprints(lane.target().committedBatches());
            if (stats.phase().equals("FAILED")) {
                assertThat(stats.trouble()).as("seed %d", seed).contains("truncated");
                stopped++;
            } else {
                assertThat(target).as("seed %d, lane %s", seed, lane).isEqualTo(source);
            }
        }
        return stopped;
    }

    private static List<Long> fingerprints(List<StoredBatch> batches) {
        return batches.stream()
                .flatMap(batch -> batch.records().stream())
                .map(record -> record.fingerprint())
                .toList();
    }

    @Test
    void recoversByContentWhereTheSourceWasCompactedMeanwhile() {
        var happened = new TreeMap<String, Integer>();
        Counts verified = Counts.NONE;
        for (long seed : Seeds.first(SEEDS)) {
            SimScenario scenario = Shape.of(seed, LoadProfile.compacted(400)).scenario();
            SimWorld world = scenario.world();
            scenario.waive(Promise.ACKNOWLEDGED_STAYS, LATE_REPEAT)
                    .faults()
                    .add(new CompactSource(world, scenario.source()), 250)
                    .add(new CrashOwner(world, scenario.owner(), 800), 700)
                    .add(new LeaderMove(world, scenario.target()), 2_000);
            verified = verified.plus(run(scenario, happened, true));
        }
        assertThat(verified.cleaned()).isPositive();
        assertThat(verified.unproven()).isZero();
        assertThat(happened)
                .allSatisfy((fault, times) -> assertThat(times).as(fault).isPositive());
    }

    @Test
    void countsWhatRetentionTookBeforeItWasCopiedAndLosesNothingElse() {
        var happened = new TreeMap<String, Integer>();
        long gaps = 0;
        for (long seed : Seeds.first(SEEDS)) {
            List<Link> links = new ArrayList<>();
            SimScenario scenario =
                    Shape.of(seed, LoadProfile.plain(500).withMaxGapMs(30)).scenario(links::add);
            SimWorld world = scenario.world();
            scenario.faults()
                    .add(new SourceRetention(world, scenario.source(), 3), 300)
                    .add(new FreezeOwner(world, scenario.owner(), 2_000), 700);
            run(scenario, happened);
            for (LaneTruth lane : scenario.lanes()) {
                long counted =
                        links.get(0).stats().lanes().get(lane.source().index()).gapOffsets();
                assertThat(counted).as("seed %d, lane %s", seed, lane).isEqualTo(lane.offered() - lane.copied());
                gaps += counted;
            }
        }
        assertThat(gaps).isPositive();
        assertThat(happened)
                .allSatisfy((fault, times) -> assertThat(times).as(fault).isPositive());
    }

    @Test
    void keepsAllPromisesWithRetentionCrashesAndRivals() {
        for (long seed : Seeds.first(SEEDS)) {
            SimScenario scenario =
                    Shape.of(seed, LoadProfile.plain(400).withMaxGapMs(40)).scenario();
            SimWorld world = scenario.world();
            scenario.waive(Promise.ACKNOWLEDGED_STAYS, LATE_REPEAT)
                    .faults()
                    .add(new SourceRetention(world, scenario.source(), 3), 400)
                    .add(new FreezeOwner(world, scenario.owner(), 2_000), 1_500)
                    .add(new CrashOwner(world, scenario.owner(), 800), 1_500);
            scenario.run();
            SimVerification.ofLink(scenario, false);
        }
    }

    @Test
    void keepsAllPromisesWhenTheTargetForgetsQuietProducers() {
        var happened = new TreeMap<String, Integer>();
        for (long seed : Seeds.first(SEEDS)) {
            Shape shape = Shape.of(seed, LoadProfile.plain(120).withMaxGapMs(200_000));
            SimScenario scenario = shape.with(shape.setup().withTimes(60_000, 7_200_000, 600_000))
                    .scenario();
            SimWorld world = scenario.world();
            scenario.faults()
                    .add(new ExpireProducerState(world, scenario.target(), 61_000), 30_000)
                    .add(new LeaderMove(world, scenario.target()), 300_000)
                    .add(new CutConnections(scenario.network()), 120_000)
                    .add(new FreezeOwner(world, scenario.owner(), 100_000), 400_000)
                    .add(new TwoOwners(world, scenario.owner(), 200_000), 600_000)
                    .add(new CrashOwner(world, scenario.owner(), 60_000), 900_000);
            run(scenario, happened);
        }
        assertThat(happened)
                .allSatisfy((fault, times) -> assertThat(times).as(fault).isPositive());
    }

    @Test
    void keepsAllPromisesWithRecordsOfSeveralOriginsInOnePartition() {
        for (long seed : Seeds.first(SEEDS)) {
            SimScenario scenario =
                    Shape.of(seed, LoadProfile.plain(400).withOrigins(2)).scenario();
            mild(scenario);
            scenario.run();
            SimVerification.ofLink(scenario, false);
        }
    }

    @Test
    void copiesRecordsOfSeveralOriginsAgainAfterAnUncleanElection() {
        for (long seed : Seeds.first(SEEDS)) {
            SimScenario scenario =
                    Shape.of(seed, LoadProfile.plain(400).withOrigins(2)).scenario();
            scenario.waive(Promise.ACKNOWLEDGED_STAYS, "the target loses what it acknowledged")
                    .waive(Promise.MONOTONIC_OFFSETS, GOES_BACK)
                    .faults()
                    .add(TruncateLog.target(scenario.world(), scenario.target()), 1_500)
                    .add(new CrashOwner(scenario.world(), scenario.owner(), 300), 4_000);
            scenario.run();
            SimVerification.ofLink(scenario, false);
        }
    }

    @Test
    void keepsAllPromisesWithLittleMemoryAndOneBatchInFlight() {
        for (long seed : Seeds.first(SEEDS)) {
            SimScenario scenario = Shape.of(seed, LoadProfile.plain(400))
                    .with(config(64 << 10, 32 << 10, 1, false, null))
                    .scenario();
            mild(scenario);
            scenario.run();
            SimVerification.ofLink(scenario, false);
        }
    }

    @Test
    void keepsAllPromisesWhileItMergesTinyBatchesOfABacklog() {
        long records = 0;
        long batches = 0;
        for (long seed : Seeds.first(SEEDS)) {
            List<Link> links = new ArrayList<>();
            SimScenario scenario = Shape.of(seed, LoadProfile.plain(500).withMaxGapMs(6))
                    .with(config(CONFIG.memoryBytes(), CONFIG.fetchBytes(), 2, true, null))
                    .scenario(links::add);
            scenario.faults().add(new SlowNetwork(scenario.world(), scenario.network(), 8, 200), 600);
            mild(scenario);
            scenario.run();
            SimVerification.ofLink(scenario, false);
            for (Link link : links) {
                records += link.stats().lanes().stream()
                        .mapToLong(LaneStats::records)
                        .sum();
                batches += link.stats().lanes().stream()
                        .mapToLong(lane -> lane.batches() - lane.wholeBatches())
                        .sum();
            }
        }
        // Nothing in this load has to be rebuilt unless a lane recovers within a batch.
        assertThat(batches).as("merged batches").isGreaterThan(records / 200);
    }

    @Test
    void keepsAllPromisesWhileItRecompressesEverything() {
        for (long seed : Seeds.first(SEEDS)) {
            SimScenario scenario = Shape.of(seed, LoadProfile.transactional(400))
                    .with(config(CONFIG.memoryBytes(), CONFIG.fetchBytes(), 5, true, "zstd"))
                    .scenario();
            mild(scenario);
            scenario.run();
            SimVerification.ofLink(scenario, false);
        }
    }

    @Test
    void splitsWhatIsTooLargeForTheTarget() {
        for (long seed : Seeds.first(SEEDS)) {
            Shape shape =
                    Shape.of(seed, LoadProfile.plain(400).withLargestBytes(300).withMaxGapMs(30));
            SimScenario scenario = shape.with(shape.setup().withSettings(SETTINGS, SETTINGS.withMaxMessageBytes(700)))
                    .scenario();
            mild(scenario);
            scenario.run();
            SimVerification.ofLink(scenario, false);
        }
    }

    private static void mild(SimScenario scenario) {
        SimWorld world = scenario.world();
        scenario.faults()
                .add(new LeaderMove(world, scenario.source()), 1_200)
                .add(new LeaderMove(world, scenario.target()), 1_200)
                .add(new CutConnections(scenario.network()), 800)
                .add(new FreezeOwner(world, scenario.owner(), 1_500), 2_500)
                .add(new CrashOwner(world, scenario.owner(), 500), 2_500)
                .add(new TwoOwners(world, scenario.owner(), 1_500), 3_000);
    }

    private static void run(SimScenario scenario, Map<String, Integer> happened) {
        run(scenario, happened, false);
    }

    private static Counts run(SimScenario scenario, Map<String, Integer> happened, boolean compacted) {
        scenario.run();
        new HashMap<>(scenario.faults().happened())
                .forEach((fault, times) -> happened.merge(fault, times, Integer::sum));
        return SimVerification.ofLink(scenario, compacted);
    }
}
