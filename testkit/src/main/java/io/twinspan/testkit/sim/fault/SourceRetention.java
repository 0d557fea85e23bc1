package io.twinspan.testkit.sim.fault;

import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.broker.SimCluster;
import io.twinspan.testkit.sim.broker.SimPartition;
import java.util.List;

/**
 * Retention deletes the beginning of a source partition, whether it was copied or not. Confined to the world's thread.
 *
 * @param keepOneIn which share of the log stays at least
 */
public record SourceRetention(SimWorld world, SimCluster source, int keepOneIn) implements Fault {
    @Override
    public boolean strike() {
        List<SimPartition> partitions = source.partitions();
        SimPartition partition = partitions.get(world.random().nextInt(partitions.size()));
        long length = partition.committedEnd() - partition.startOffset();
        if (length < keepOneIn) {
            return false;
        }
        long to = partition.startOffset() + world.between(1, length - length / keepOneIn);
        world.log(partition + " RETENTION deletes below " + to);
        partition.raiseStart(to);
        return true;
    }
}
