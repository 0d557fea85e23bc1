package io.twinspan.testkit.sim.fault;

import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.broker.Cleaner;
import io.twinspan.testkit.sim.broker.SimCluster;

/**
 * The log cleaner runs over a cluster: of each key only the last record stays, and batches get holes. Confined to the world's
 * thread.
 *
 * @param lagMs how old a record is at least when the cleaner comes to it
 */
public record CompactSource(SimWorld world, SimCluster source, long lagMs) implements Fault {
    /** A cleaner that comes soon after every record. */
    public CompactSource(SimWorld world, SimCluster source) {
        this(world, source, 0);
    }

    @Override
    public boolean strike() {
        var cleaner = new Cleaner(world.nowMs(), lagMs);
        return source.partitions().stream().mapToInt(cleaner::clean).sum() > 0;
    }
}
