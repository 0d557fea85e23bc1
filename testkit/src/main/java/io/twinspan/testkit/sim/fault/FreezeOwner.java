package io.twinspan.testkit.sim.fault;

import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.owner.LinkActor;
import io.twinspan.testkit.sim.owner.LinkOwner;
import java.util.List;

/** A link's process stands still for a while, and goes on as if nothing had been. Confined to the world's thread. */
public record FreezeOwner(SimWorld world, LinkOwner owner, long maxMs) implements Fault {
    @Override
    public boolean strike() {
        List<LinkActor> running = owner.running();
        if (running.isEmpty()) {
            return false;
        }
        owner.freeze(running.get(world.random().nextInt(running.size())), world.between(100, maxMs));
        return true;
    }
}
