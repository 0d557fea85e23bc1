package io.twinspan.testkit.sim.fault;

import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.net.SimNetwork;

/**
 * Messages take long for a while. Confined to the world's thread.
 *
 * @param usualMs the longest one-way time otherwise
 * @param slowMs the longest one-way time while it is slow
 */
public record SlowNetwork(SimWorld world, SimNetwork network, long usualMs, long slowMs) implements Fault {
    @Override
    public boolean strike() {
        network.latency(1, slowMs);
        world.after(world.between(200, 2_000), this::heal);
        return true;
    }

    @Override
    public void heal() {
        network.latency(1, usualMs);
    }
}
