package io.twinspan.testkit.sim.fault;

import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.broker.SimCluster;
import io.twinspan.testkit.sim.broker.SimPartition;
import java.util.List;

/**
 * The target forgets a producer, as after a day without appends; from then on it takes any sequence number from it. Confined to
 * the world's thread.
 */
public record ExpireProducerState(SimWorld world, SimCluster target, long idleMs) implements Fault {
    /** A target that forgets at once, as none does: {@code producer.id.expiration.ms} is a day unless somebody sets it. */
    public ExpireProducerState(SimWorld world, SimCluster target) {
        this(world, target, 0);
    }

    @Override
    public boolean strike() {
        List<SimPartition> partitions = target.partitions();
        SimPartition partition = partitions.get(world.random().nextInt(partitions.size()));
        if (partition.idleMs() < idleMs) {
            return false;
        }
        boolean known = false;
        for (long producer : partition.knownProducers()) {
            known |= partition.expire(producer);
        }
        return known;
    }
}
