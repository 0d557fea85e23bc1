package io.twinspan.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.link.exchange.Append;
import io.twinspan.testkit.sim.broker.TopicSettings;
import io.twinspan.testkit.sim.fault.BrokerCrash;
import io.twinspan.testkit.sim.fault.CorruptAppends;
import io.twinspan.testkit.sim.fault.CrashOwner;
import io.twinspan.testkit.sim.fault.CutConnections;
import io.twinspan.testkit.sim.fault.DropResponses;
import io.twinspan.testkit.sim.fault.ExpireProducerState;
import io.twinspan.testkit.sim.fault.FreezeOwner;
import io.twinspan.testkit.sim.fault.LeaderMove;
import io.twinspan.testkit.sim.fault.SlowNetwork;
import io.twinspan.testkit.sim.fault.TruncateLog;
import io.twinspan.testkit.sim.fault.TwoOwners;
import io.twinspan.testkit.sim.load.LoadProfile;
import io.twinspan.testkit.sim.scenario.ScenarioSetup;
import io.twinspan.testkit.sim.scenario.Seeds;
import io.twinspan.testkit.sim.scenario.SimScenario;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** Shows that the simulator lets a correct copier pass and catches broken ones, each by the promise that it breaks. */
final class SimulatorSimTest {
    private static final int SEEDS = 200;
    private static final int SEEDS_FOR_A_FLAW = 40;

    @Test
    void correctCopierKeepsAllPromisesUnderMildFaults() {
        Map<String, Integer> happened = new TreeMap<>();
        long records = 0;
        int runs = 0;
        int late = 0;

        for (long seed : Seeds.first(SEEDS)) {
            SimScenario scenario = scenario(seed, Flaw.NONE, 400);
            mildFaults(scenario);
            scenario.run();
            scenario.faults().happened().forEach((fault, times) -> happened.merge(fault, times, Integer::sum));
            records += scenario.lanes().get(0).copied();
            runs += scenario.positionChecks().runs();
            late += scenario.network().late();
        }

        assertThat(happened.values())
                .hasSize(9)
                .allSatisfy(times -> assertThat(times).isGreaterThan(SEEDS / 4));
        assertThat(records).isGreaterThan(SEEDS * 200L);
        assertThat(runs).isGreaterThan(SEEDS);
        assertThat(late).isGreaterThan(10);
    }

    @Test
    void sameSeedGivesTheSameEvents() {
        SimScenario first = scenario(4711, Flaw.NONE, 600);
        mildFaults(first);
        SimScenario second = scenario(4711, Flaw.NONE, 600);
        mildFaults(second);
        SimScenario other = scenario(4712, Flaw.NONE, 600);
        mildFaults(other);

        first.run();
        second.run();
        other.run();

        EventLog log = first.world().eventLog();
        assertThat(log.lines()).isGreaterThan(200);
        assertThat(second.world().eventLog().lines()).isEqualTo(log.lines());
        assertThat(second.world().eventLog().fingerprint()).isEqualTo(log.fingerprint());
        assertThat(second.world().eventLog().tail(200)).isEqualTo(log.tail(200));
        assertThat(other.world().eventLog().fingerprint()).isNotEqualTo(log.fingerprint());
    }

    @Test
    void catchesCopierThatDoesNotReadTheTail() {
        Map<String, Integer> caught = catches(
                Flaw.NO_TAIL_READ,
                (scenario, seed) -> scenario.faults()
                        .add(new CrashOwner(scenario.world(), scenario.owner(), 300), 700)
                        .add(new ExpireProducerState(scenario.world(), scenario.target()), 300));

        mostlyBreaks("NoDuplicate", caught);
    }

    @Test
    void catchesCopierThatSendsAgainUnderANewSequence() {
        Map<String, Integer> caught = catches(
                Flaw.NEW_SEQUENCE_ON_RETRY,
                (scenario, seed) -> scenario.faults()
                        .add(new CutConnections(scenario.network()), 200)
                        .add(new DropResponses(scenario.world(), scenario.network(), 4), 1_000));

        mostlyBreaks("NoDuplicate", caught);
    }

    @Test
    void catchesCopierThatIgnoresOutOfOrder() {
        Map<String, Integer> caught = catches(
                Flaw.IGNORES_OUT_OF_ORDER,
                (scenario, seed) ->
                        scenario.faults().add(TruncateLog.target(scenario.world(), scenario.target()), 800));

        mostlyBreaks("NoLoss", caught);
    }

    @Test
    void catchesCopierThatPipelinesBeforeTheLeaderKnowsIt() {
        Map<String, Integer> caught = catches(Flaw.PIPELINES_AT_ONCE, (scenario, seed) -> {
            scenario.network().latency(20, 100);
            scenario.faults()
                    .add(new CorruptAppends(scenario.world(), scenario.network(), 3), 300)
                    .add(new ExpireProducerState(scenario.world(), scenario.target()), 100);
        });

        mostlyBreaks("NoLoss", caught);
    }

    @Test
    void refusesAnAppendThatNamesAPartitionTwice() {
        var entry = new Append.Entry("topic", Uuid.ZERO_UUID, 0, ByteBuffer.allocate(0));

        assertThatThrownBy(() -> new Append(1_000, List.of(entry, entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("topic-0");
    }

    @Test
    void failureNamesItsSeedAndTheLastEvents() {
        var violations = new ArrayList<InvariantViolation>();
        for (long seed = 0; seed < SEEDS_FOR_A_FLAW && violations.isEmpty(); seed++) {
            SimScenario scenario = scenario(seed, Flaw.NEW_SEQUENCE_ON_RETRY, 80);
            scenario.faults().add(new CutConnections(scenario.network()), 200);
            violation(scenario).ifPresent(violations::add);
        }

        assertThat(violations).hasSize(1);
        assertThat(violations.get(0)).hasMessageContaining("-Dseed=").hasMessageContaining("CUT");
    }

    /** A broken copier is caught in many seeds, and by this promise first in most of them. */
    private static void mostlyBreaks(String promise, Map<String, Integer> caught) {
        int all = caught.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(all).as("caught: %s", caught).isGreaterThan(SEEDS_FOR_A_FLAW / 4);
        assertThat(caught.getOrDefault(promise, 0)).as("caught: %s", caught).isGreaterThan(all * 3 / 4);
    }

    private static Map<String, Integer> catches(Flaw flaw, BiConsumer<SimScenario, Long> faults) {
        var caught = new TreeMap<String, Integer>();
        for (long seed : Seeds.first(SEEDS_FOR_A_FLAW)) {
            SimScenario scenario = scenario(seed, flaw, 300);
            faults.accept(scenario, seed);
            violation(scenario).ifPresent(v -> caught.merge(v.invariant(), 1, Integer::sum));
        }
        return caught;
    }

    private static Optional<InvariantViolation> violation(SimScenario scenario) {
        try {
            scenario.run();
            return Optional.empty();
        } catch (InvariantViolation violation) {
            return Optional.of(violation);
        }
    }

    private static SimScenario scenario(long seed, Flaw flaw, int records) {
        LoadProfile load = seed % 3 == 0
                ? LoadProfile.plain(records)
                : seed % 3 == 1 ? LoadProfile.transactional(records) : LoadProfile.logAppendTime(records);
        int brokers = (int) (1 + seed % 3);
        ScenarioSetup setup = ScenarioSetup.of(seed)
                .withBrokers(brokers)
                .withTopics(List.of(load))
                .withSettings(TopicSettings.of(1, brokers), TopicSettings.of(1, brokers))
                .withTimes(4_000, 30_000, 20_000);
        return new SimScenario(setup, (exchange, durable) -> new NaiveCopier(exchange, durable, 0, flaw))
                .withForgetfulLink();
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
