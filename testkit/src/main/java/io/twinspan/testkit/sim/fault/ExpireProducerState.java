package io.twinspan.testkit.sim.fault;

import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.broker.SimCluster;
import io.twinspan.testkit.sim.broker.SimPartition;
import java.util.List;

/**
 * The target forgets a producer, as after a day without appends; from then on it takes any sequence number from it. Confined to
 * the world's thread.
 */
public record ExpireProducerState(SimWorld world, SimCluster target) implements Fault {
    @Override
    public boolean strike() {
        List<SimPartition> partitions = target.partitions();
        SimPartition partition = partitions.get(world.random().nextInt(partitions.size()));
        boolean known = false;
        for (long producer : partition.knownProducers()) {
            known |= partition.expire(producer);
        }
        return known;
    }
}
