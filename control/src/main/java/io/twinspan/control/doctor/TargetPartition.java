package io.twinspan.control.doctor;

import java.util.List;

/**
 * The state of one partition that the link writes. Immutable.
 *
 * @param leader the broker that leads it; -1 if none does
 * @param replicas the brokers that have it
 * @param inSync how many of them are in sync
 * @param minInSync how many have to be, so that it takes appends; 0 if the cluster did not tell
 */
public record TargetPartition(
        String topic, int partition, int leader, List<Integer> replicas, int inSync, int minInSync) {
    public TargetPartition {
        replicas = List.copyOf(replicas);
    }

    boolean isLeaderless() {
        return leader < 0;
    }

    boolean isUnderMinimum() {
        return !isLeaderless() && inSync < minInSync;
    }
}
