package io.twinspan.testkit.sim.fault;

import io.twinspan.testkit.sim.net.SimNetwork;

/** A connection breaks with its requests under way, some of which are executed late. Confined to the world's thread. */
public record CutConnections(SimNetwork network) implements Fault {
    @Override
    public boolean strike() {
        return network.cutOne();
    }
}
