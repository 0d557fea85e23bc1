package io.twinspan.testkit.sim.fault;

import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.broker.SimCluster;
import java.util.List;

/**
 * A broker's process is killed, and starts again after a while; its disk keeps everything. Confined to the world's thread.
 *
 * @param maxDownMs how long it stays away at most
 */
public record BrokerCrash(SimWorld world, SimCluster cluster, long maxDownMs) implements Fault {
    @Override
    public boolean strike() {
        List<Integer> alive = cluster.aliveBrokers();
        if (alive.size() < Math.min(2, cluster.brokers())) {
            return false;
        }
        int node = alive.get(world.random().nextInt(alive.size()));
        cluster.crash(node, 0);
        world.after(world.between(50, maxDownMs), () -> cluster.restart(node));
        return true;
    }

    @Override
    public void heal() {
        for (int node = 0; node < cluster.brokers(); node++) {
            cluster.restart(node);
        }
    }
}
