package io.twinspan.testkit.sim.scenario;

import io.twinspan.testkit.sim.InvariantViolation;
import io.twinspan.testkit.sim.SimPositions;
import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.broker.SimCluster;
import io.twinspan.testkit.sim.fault.FaultPlan;
import io.twinspan.testkit.sim.invariant.Findings;
import io.twinspan.testkit.sim.invariant.LaneTruth;
import io.twinspan.testkit.sim.invariant.PositionChecks;
import io.twinspan.testkit.sim.invariant.Promise;
import io.twinspan.testkit.sim.load.LoadProfile;
import io.twinspan.testkit.sim.load.SimProducer;
import io.twinspan.testkit.sim.net.SimNetwork;
import io.twinspan.testkit.sim.owner.LinkFactory;
import io.twinspan.testkit.sim.owner.LinkOwner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One simulation from set-up to verdict. Confined to the thread that runs it.
 *
 * <pre>
 *   SimScenario scenario = new SimScenario(ScenarioSetup.of(seed), links);
 *   scenario.faults().add(new LeaderMove(scenario.world(), scenario.target()), 800);
 *   scenario.waive(Promise.NO_LOSS, "the source loses records on purpose");
 *   scenario.run();
 * </pre>
 *
 * <p>It runs the load with the faults, then mends everything, waits until the link has copied all there is, stops it, and checks
 * every promise that was not waived.
 */
public final class SimScenario {
    private static final long SETTLE_MS = 3_000;

    private final ScenarioSetup setup;
    private final SimWorld world;
    private final SimCluster source;
    private final SimCluster target;
    private final SimNetwork network;
    private final SimPositions positions;
    private final LinkOwner owner;
    private final FaultPlan faults;
    private boolean keepsItsMap = true;
    private final Findings findings = new Findings();
    private final PositionChecks positionChecks;
    private final List<SimProducer> producers = new ArrayList<>();
    private final List<LaneTruth> lanes = new ArrayList<>();
    private final Map<Promise, String> waived = new TreeMap<>();

    public SimScenario(ScenarioSetup setup, LinkFactory links) {
        this.setup = setup;
        world = new SimWorld(setup.seed());
        source = new SimCluster(world, "dc1", setup.brokers());
        target = new SimCluster(world, "dc2", setup.brokers());
        network = new SimNetwork(world);
        positions = new SimPositions(world, setup.positionDelayMs());
        int number = 0;
        for (LoadProfile profile : setup.topics()) {
            String topic = ScenarioSetup.topic(number++);
            var from = source.createTopic(topic, setup.sourceSettings());
            var to = target.createTopic(ScenarioSetup.targetTopic(topic), setup.targetSettings());
            for (int i = 0; i < from.partitions().size(); i++) {
                lanes.add(
                        new LaneTruth(from.partitions().get(i), to.partitions().get(i), 0, findings));
                producers.add(new SimProducer(world, from.partitions().get(i), profile));
            }
        }
        owner = new LinkOwner(world, "link", source, target, network, positions, links);
        positionChecks = new PositionChecks(positions, lanes, findings);
        faults = new FaultPlan(world);
    }

    public ScenarioSetup setup() {
        return setup;
    }

    public SimWorld world() {
        return world;
    }

    public SimCluster source() {
        return source;
    }

    public SimCluster target() {
        return target;
    }

    public SimNetwork network() {
        return network;
    }

    public SimPositions positions() {
        return positions;
    }

    public LinkOwner owner() {
        return owner;
    }

    public FaultPlan faults() {
        return faults;
    }

    public List<LaneTruth> lanes() {
        return List.copyOf(lanes);
    }

    public PositionChecks positionChecks() {
        return positionChecks;
    }

    /** The link's stored map need not be whole: it forgets what it has not stored when it begins anew. */
    public SimScenario withForgetfulLink() {
        keepsItsMap = false;
        return this;
    }

    /** Does not hold the link to a promise, for a reason that is written down. */
    public SimScenario waive(Promise promise, String reason) {
        waived.put(promise, reason);
        findings.waive(promise);
        world.log("waived " + promise.title() + ": " + reason);
        return this;
    }

    /**
     * Runs it all.
     *
     * @throws InvariantViolation if a promise is broken
     */
    public void run() {
        for (Promise promise : Promise.values()) {
            if (!waived.containsKey(promise) && promise != Promise.NO_LEAKS) {
                world.hold(findings.invariant(promise));
            }
        }
        producers.forEach(SimProducer::start);
        owner.start();
        world.runUntil(this::isWritten, setup.loadMs());
        faults.end();
        world.runUntil(this::isCopied, setup.finishMs());
        world.runFor(SETTLE_MS);
        lanes.forEach(LaneTruth::validate);
        if (keepsItsMap) {
            positionChecks.validate();
        }
        world.validate();
        owner.stopAll();
        if (owner.leakedLeases() > 0 && !waived.containsKey(Promise.NO_LEAKS)) {
            throw new InvariantViolation(
                    Promise.NO_LEAKS.title(),
                    "the stopped link kept " + owner.leakedLeases() + " leases\n" + world.story());
        }
    }

    private boolean isWritten() {
        return world.elapsedMs() >= setup.minLoadMs() && producers.stream().allMatch(SimProducer::isDone);
    }

    private boolean isCopied() {
        return producers.stream().allMatch(SimProducer::isDone)
                && source.isHealed()
                && target.isHealed()
                && lanes.stream().allMatch(LaneTruth::isComplete)
                && positions.settled();
    }
}
