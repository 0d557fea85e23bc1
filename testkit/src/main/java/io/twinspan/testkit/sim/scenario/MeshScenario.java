package io.twinspan.testkit.sim.scenario;

import io.twinspan.model.position.ProducerIds;
import io.twinspan.testkit.sim.InvariantViolation;
import io.twinspan.testkit.sim.SimPositions;
import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.broker.SimCluster;
import io.twinspan.testkit.sim.broker.SimPartition;
import io.twinspan.testkit.sim.fault.FaultPlan;
import io.twinspan.testkit.sim.invariant.Echoes;
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
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * One simulation of several clusters, each with producers of its own on the same topic, and a link from each to each other under the
 * topic's own name. Confined to the thread that runs it.
 *
 * <p>Each record of each cluster must come to every other cluster once, in its order, and none back to where it was first produced.
 * A lane that must stop is excused from bringing the rest, and from nothing else.
 */
public final class MeshScenario {
    /** The topic that every cluster has. */
    public static final String TOPIC = "orders";

    private static final long SETTLE_MS = 3_000;

    private final ScenarioSetup setup;
    private final SimWorld world;
    private final SimNetwork network;
    private final List<SimCluster> clusters = new ArrayList<>();
    private final List<LinkOwner> owners = new ArrayList<>();
    private final List<SimPositions> positions = new ArrayList<>();
    private final List<PositionChecks> positionChecks = new ArrayList<>();
    private final List<SimProducer> producers = new ArrayList<>();
    private final List<LaneTruth> lanes = new ArrayList<>();
    private final FaultPlan faults;
    private final Findings findings = new Findings();
    private final Map<Promise, String> waived = new TreeMap<>();
    private Predicate<LaneTruth> stopped = lane -> false;

    /**
     * Makes the clusters dc1, dc2 and so on.
     *
     * @param setup its one topic's load is each cluster's, its source settings are the topic's everywhere
     * @param links makes the link from a cluster to another, both by number
     */
    public MeshScenario(ScenarioSetup setup, int size, BiFunction<Integer, Integer, LinkFactory> links) {
        this.setup = setup;
        world = new SimWorld(setup.seed());
        network = new SimNetwork(world);
        LoadProfile load = setup.topics().get(0);
        for (int i = 0; i < size; i++) {
            var cluster = new SimCluster(world, "dc" + (i + 1), setup.brokers());
            clusters.add(cluster);
            for (SimPartition partition :
                    cluster.createTopic(TOPIC, setup.sourceSettings()).partitions()) {
                producers.add(new SimProducer(world, partition, load, 1 + producers.size()));
                Echoes.watch(partition, origin(cluster), findings);
            }
        }
        for (int from = 0; from < size; from++) {
            for (int to = 0; to < size; to++) {
                if (from != to) {
                    link(clusters.get(from), clusters.get(to), links.apply(from, to));
                }
            }
        }
        faults = new FaultPlan(world);
    }

    private void link(SimCluster source, SimCluster target, LinkFactory links) {
        var stored = new SimPositions(world, setup.positionDelayMs());
        positions.add(stored);
        var ofLink = new ArrayList<LaneTruth>();
        for (SimPartition partition : source.partitions()) {
            ofLink.add(LaneTruth.ofOrigin(
                    partition, target.partition(TOPIC, partition.index()), origin(source), findings));
        }
        positionChecks.add(new PositionChecks(stored, ofLink, findings));
        lanes.addAll(ofLink);
        owners.add(new LinkOwner(world, source.name() + "->" + target.name(), source, target, network, stored, links));
    }

    private static int origin(SimCluster cluster) {
        return ProducerIds.origin(cluster.clusterId());
    }

    public SimWorld world() {
        return world;
    }

    public SimNetwork network() {
        return network;
    }

    public FaultPlan faults() {
        return faults;
    }

    public List<SimCluster> clusters() {
        return List.copyOf(clusters);
    }

    /** Who runs each link: first those from the first cluster. */
    public List<LinkOwner> owners() {
        return List.copyOf(owners);
    }

    public List<LaneTruth> lanes() {
        return List.copyOf(lanes);
    }

    /** What each link has stored, in the order of {@link #owners}. */
    public List<SimPositions> positions() {
        return List.copyOf(positions);
    }

    public List<PositionChecks> positionChecks() {
        return List.copyOf(positionChecks);
    }

    /** Does not hold the links to a promise, for a reason that is written down. */
    public MeshScenario waive(Promise promise, String reason) {
        waived.put(promise, reason);
        findings.waive(promise);
        world.log("waived " + promise.title() + ": " + reason);
        return this;
    }

    /** Tells which lanes had to stop, when asked. */
    public MeshScenario excuse(Predicate<LaneTruth> thoseThatMayStop) {
        stopped = thoseThatMayStop;
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
        owners.forEach(LinkOwner::start);
        world.runUntil(this::isWritten, setup.loadMs());
        faults.end();
        world.runUntil(this::isCopied, setup.finishMs());
        world.runFor(SETTLE_MS);
        lanes.stream().filter(stopped.negate()).forEach(LaneTruth::validate);
        world.validate();
        owners.forEach(LinkOwner::stopAll);
        int leaked = owners.stream().mapToInt(LinkOwner::leakedLeases).sum();
        if (leaked > 0) {
            throw new InvariantViolation(
                    Promise.NO_LEAKS.title(), "the stopped links kept " + leaked + " leases\n" + world.story());
        }
    }

    private boolean isWritten() {
        return world.elapsedMs() >= setup.minLoadMs() && producers.stream().allMatch(SimProducer::isDone);
    }

    private boolean isCopied() {
        return producers.stream().allMatch(SimProducer::isDone)
                && clusters.stream().allMatch(SimCluster::isHealed)
                && lanes.stream().allMatch(lane -> lane.isComplete() || stopped.test(lane))
                && positions.stream().allMatch(SimPositions::settled);
    }
}
