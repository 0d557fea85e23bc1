package io.twinspan.testkit.sim.fault;

import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.broker.PartitionWatcher;
import io.twinspan.testkit.sim.broker.SimCluster;
import io.twinspan.testkit.sim.broker.SimPartition;
import java.util.ArrayList;
import java.util.List;

/**
 * A cluster loses committed records: several brokers through the unclean election of a replica that fell behind, a single one
 * through a power cut before its disk had the last batches. Confined to the world's thread.
 */
public final class TruncateLog implements Fault {
    private static final int MAX_TAIL = 8;
    private static final long BEHIND_MS = 1_500;

    private final String name;
    private final SimWorld world;
    private final SimCluster cluster;
    private final List<Runnable> mends = new ArrayList<>();
    private boolean busy;
    private int losses;

    private TruncateLog(String name, SimWorld world, SimCluster cluster) {
        this.name = name;
        this.world = world;
        this.cluster = cluster;
        cluster.partitions().forEach(partition -> partition.watch(new LossCount()));
    }

    private final class LossCount implements PartitionWatcher {
        @Override
        public void lost(long fromOffset) {
            losses++;
        }
    }

    /** The target loses records that it acknowledged. */
    public static TruncateLog target(SimWorld world, SimCluster target) {
        return new TruncateLog("TruncateTarget", world, target);
    }

    /** The source loses records that readers may have seen. */
    public static TruncateLog source(SimWorld world, SimCluster source) {
        return new TruncateLog("TruncateSource", world, source);
    }

    @Override
    public String name() {
        return name;
    }

    /** Only a loss of committed records counts. */
    @Override
    public int happened(int struck) {
        return losses;
    }

    @Override
    public boolean strike() {
        if (busy || cluster.aliveBrokers().size() < cluster.brokers()) {
            return false;
        }
        List<SimPartition> partitions = cluster.partitions();
        SimPartition partition = partitions.get(world.random().nextInt(partitions.size()));
        if (cluster.brokers() == 1) {
            cluster.crash(0, MAX_TAIL);
            world.after(world.between(50, 800), () -> cluster.restart(0));
            return true;
        }
        List<Integer> followers = partition.inSync().stream()
                .filter(node -> node != partition.leader())
                .toList();
        if (followers.isEmpty()) {
            return false;
        }
        busy = true;
        int behind = followers.get(world.random().nextInt(followers.size()));
        cluster.pauseCopying(partition, behind, true);
        mends.add(() -> cluster.pauseCopying(partition, behind, false));
        world.after(world.between(BEHIND_MS / 3, BEHIND_MS), () -> electBehind(partition, behind));
        return true;
    }

    private void electBehind(SimPartition partition, int behind) {
        busy = false;
        if (cluster.isAlive(behind) && !partition.inSync().contains(behind)) {
            for (int node = 0; node < cluster.brokers(); node++) {
                if (node != behind) {
                    int down = node;
                    cluster.crash(down, 0);
                    world.after(world.between(500, 1_500), () -> cluster.restart(down));
                }
            }
            cluster.electUnclean(partition, behind);
        }
        cluster.pauseCopying(partition, behind, false);
    }

    @Override
    public void heal() {
        mends.forEach(Runnable::run);
        for (int node = 0; node < cluster.brokers(); node++) {
            cluster.restart(node);
        }
    }
}
