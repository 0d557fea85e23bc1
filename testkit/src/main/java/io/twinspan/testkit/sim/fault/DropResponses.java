package io.twinspan.testkit.sim.fault;

import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.net.SimNetwork;

/**
 * Answers get lost for a while. Confined to the world's thread.
 *
 * @param oneIn which share of the answers
 */
public record DropResponses(SimWorld world, SimNetwork network, int oneIn) implements Fault {
    @Override
    public boolean strike() {
        network.dropResponses(oneIn);
        world.after(world.between(100, 1_000), () -> network.dropResponses(0));
        return true;
    }

    @Override
    public int happened(int struck) {
        return network.dropped();
    }

    @Override
    public void heal() {
        network.dropResponses(0);
    }
}
