package io.twinspan.testkit.sim.fault;

import io.twinspan.testkit.sim.InvariantViolation;
import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.invariant.LaneTruth;
import io.twinspan.testkit.sim.owner.LinkActor;
import io.twinspan.testkit.sim.owner.LinkOwner;
import java.util.List;

/**
 * A link is told to send nothing more and to make sure of its positions, half of the time right after a crash. Once it says that it has,
 * they must be exact; then another incarnation goes on. Confined to the world's thread.
 */
public final class SettleOwner implements Fault {
    private static final long LOOK_MS = 20;

    private final SimWorld world;
    private final LinkOwner owner;
    private final List<LaneTruth> lanes;
    private int settled;

    public SettleOwner(SimWorld world, LinkOwner owner, List<LaneTruth> lanes) {
        this.world = world;
        this.owner = owner;
        this.lanes = List.copyOf(lanes);
    }

    @Override
    public int happened(int struck) {
        return settled;
    }

    @Override
    public boolean strike() {
        List<LinkActor> running = owner.running();
        if (running.size() != 1) {
            return false;
        }
        LinkActor actor = running.get(0);
        if (world.random().nextBoolean()) {
            actor.crash();
            actor = owner.start();
        }
        actor.link().settle();
        world.log(actor.name() + " SETTLES");
        look(actor);
        return true;
    }

    private void look(LinkActor actor) {
        if (!actor.isRunning()) {
            return;
        }
        if (!actor.link().isSettled()) {
            world.after(LOOK_MS, () -> look(actor));
            return;
        }
        for (LaneTruth lane : lanes) {
            long position = actor.link().copiedBelow(lane.source().toString());
            if (!lane.isAt(position)) {
                throw new InvariantViolation(
                        "a settled position is exact",
                        actor.name() + " has settled " + lane + " at " + position + ", but that is not so\n"
                                + world.story());
            }
        }
        settled++;
        world.log(actor.name() + " has settled");
        actor.crash();
        owner.start();
    }

    @Override
    public void heal() {
        owner.running().forEach(LinkActor::crash);
        owner.start();
    }
}
