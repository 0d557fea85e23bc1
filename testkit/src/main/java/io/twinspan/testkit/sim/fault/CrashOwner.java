package io.twinspan.testkit.sim.fault;

import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.owner.LinkActor;
import io.twinspan.testkit.sim.owner.LinkOwner;
import java.util.List;

/**
 * A link's process is killed, and a new one starts after a while from durable positions only. Confined to the world's thread.
 *
 * @param maxDownMs how long nobody runs the link, at most
 */
public record CrashOwner(SimWorld world, LinkOwner owner, long maxDownMs) implements Fault {
    @Override
    public boolean strike() {
        List<LinkActor> running = owner.running();
        if (running.isEmpty()) {
            return false;
        }
        running.get(world.random().nextInt(running.size())).crash();
        world.after(world.between(1, maxDownMs), this::startIfNone);
        return true;
    }

    private void startIfNone() {
        if (owner.running().isEmpty()) {
            owner.start();
        }
    }

    @Override
    public void heal() {
        startIfNone();
    }
}
