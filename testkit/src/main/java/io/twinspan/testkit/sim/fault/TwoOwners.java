package io.twinspan.testkit.sim.fault;

import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.owner.LinkActor;
import io.twinspan.testkit.sim.owner.LinkOwner;
import java.util.List;

/**
 * A second incarnation of a link starts while the first still runs; after a while one of them ends. Confined to the world's
 * thread.
 *
 * @param maxBothMs how long both run, at most
 */
public record TwoOwners(SimWorld world, LinkOwner owner, long maxBothMs) implements Fault {
    @Override
    public boolean strike() {
        List<LinkActor> running = owner.running();
        if (running.size() != 1) {
            return false;
        }
        LinkActor first = running.get(0);
        LinkActor second = owner.start();
        LinkActor ends = world.oneIn(3) ? second : first;
        if (world.oneIn(3)) {
            owner.freeze(first, world.between(100, maxBothMs));
        }
        world.after(world.between(200, maxBothMs), () -> {
            if (owner.running().size() > 1) {
                ends.crash();
            }
        });
        return true;
    }
}
