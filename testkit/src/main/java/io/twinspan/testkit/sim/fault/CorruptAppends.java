package io.twinspan.testkit.sim.fault;

import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.net.SimNetwork;

/**
 * Appended batches arrive damaged for a while, and are refused. Confined to the world's thread.
 *
 * @param oneIn which share of the batches
 */
public record CorruptAppends(SimWorld world, SimNetwork network, int oneIn) implements Fault {
    @Override
    public boolean strike() {
        network.corruptAppends(oneIn);
        world.after(world.between(100, 1_000), () -> network.corruptAppends(0));
        return true;
    }

    @Override
    public int happened(int struck) {
        return network.corrupted();
    }

    @Override
    public void heal() {
        network.corruptAppends(0);
    }
}
