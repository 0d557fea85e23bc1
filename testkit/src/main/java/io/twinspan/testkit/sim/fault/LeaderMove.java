package io.twinspan.testkit.sim.fault;

import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.broker.SimCluster;
import io.twinspan.testkit.sim.broker.SimPartition;
import java.util.List;

/** Another in-sync replica of some partition becomes its leader. Confined to the world's thread. */
public record LeaderMove(SimWorld world, SimCluster cluster) implements Fault {
    @Override
    public boolean strike() {
        List<SimPartition> partitions = cluster.partitions();
        return partitions.get(world.random().nextInt(partitions.size())).moveLeader();
    }
}
