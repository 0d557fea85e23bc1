package io.twinspan.testkit.sim.fault;

import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.broker.Cleaner;
import io.twinspan.testkit.sim.broker.SimCluster;

/**
 * The log cleaner runs over the source: of each key only the last record stays, and batches get holes. Confined to the world's
 * thread.
 */
public record CompactSource(SimWorld world, SimCluster source) implements Fault {
    @Override
    public boolean strike() {
        var cleaner = new Cleaner(world.nowMs());
        return source.partitions().stream().mapToInt(cleaner::clean).sum() > 0;
    }
}
