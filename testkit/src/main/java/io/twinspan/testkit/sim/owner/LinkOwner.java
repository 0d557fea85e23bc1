package io.twinspan.testkit.sim.owner;

import io.twinspan.testkit.sim.SimPositions;
import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.broker.SimCluster;
import io.twinspan.testkit.sim.net.SimExchange;
import io.twinspan.testkit.sim.net.SimNetwork;
import java.util.ArrayList;
import java.util.List;

/**
 * What keeps a link running: starts it, and starts a new incarnation after each crash. Confined to the world's thread.
 *
 * <p>Nothing passes from one incarnation to the next but durable positions. An incarnation that is believed dead may still run:
 * then there are several.
 */
public final class LinkOwner {
    private static final long REOPEN_MS = 20;

    private final SimWorld world;
    private final String name;
    private final SimCluster source;
    private final SimCluster target;
    private final SimNetwork network;
    private final SimPositions positions;
    private final LinkFactory factory;
    private final List<LinkActor> incarnations = new ArrayList<>();
    private int leakedLeases;

    public LinkOwner(
            SimWorld world,
            String name,
            SimCluster source,
            SimCluster target,
            SimNetwork network,
            SimPositions positions,
            LinkFactory factory) {
        this.world = world;
        this.name = name;
        this.source = source;
        this.target = target;
        this.network = network;
        this.positions = positions;
        this.factory = factory;
    }

    /** Starts another incarnation, beside those that run. */
    public LinkActor start() {
        String incarnation = name + "#" + incarnations.size();
        world.log(incarnation + " starts");
        var exchange = new SimExchange(world, incarnation, source, target, network);
        var actor = new LinkActor(
                world, incarnation, positions, exchange, factory, () -> world.after(REOPEN_MS, this::startIfNone));
        incarnations.add(actor);
        return actor;
    }

    private void startIfNone() {
        if (running().isEmpty()) {
            start();
        }
    }

    /** The incarnations that run, the oldest first. */
    public List<LinkActor> running() {
        return incarnations.stream().filter(LinkActor::isRunning).toList();
    }

    /** How many incarnations there ever were. */
    public int started() {
        return incarnations.size();
    }

    /** Has a frozen incarnation, or one that lives on beside its successor, called no more for a while. */
    public void freeze(LinkActor actor, long forMs) {
        world.log(actor.name() + " FROZEN for " + forMs + " ms");
        world.freeze(actor.name(), forMs);
    }

    /** Stops all that run, cleanly. */
    public void stopAll() {
        running().forEach(actor -> leakedLeases += actor.stop());
    }

    /** How many leases were still held after a clean stop. */
    public int leakedLeases() {
        return leakedLeases;
    }
}
