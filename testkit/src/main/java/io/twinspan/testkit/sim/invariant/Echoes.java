package io.twinspan.testkit.sim.invariant;

import io.twinspan.model.position.ProducerIds;
import io.twinspan.testkit.sim.broker.PartitionWatcher;
import io.twinspan.testkit.sim.broker.SimPartition;
import io.twinspan.testkit.sim.broker.StoredBatch;

/** Watches that no link ever writes into a cluster what was first produced there. Confined to the world's thread. */
public final class Echoes implements PartitionWatcher {
    private final SimPartition partition;
    private final int origin;
    private final Findings findings;

    private Echoes(SimPartition partition, int origin, Findings findings) {
        this.partition = partition;
        this.origin = origin;
        this.findings = findings;
    }

    /** Watches a partition of the cluster with this origin. */
    public static void watch(SimPartition partition, int origin, Findings findings) {
        partition.watch(new Echoes(partition, origin, findings));
    }

    @Override
    public void committed(StoredBatch batch) {
        if (ProducerIds.isOurs(batch.producerId()) && ProducerIds.origin(batch.producerId()) == origin) {
            findings.add(
                    Promise.NO_ECHO,
                    "batch " + batch + " of " + partition + " was first produced in this very cluster and came back");
        }
    }
}
