package io.twinspan.bench.load;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a cluster how much it stores. Thread-safe. */
public final class StoredSize {
    private final KafkaCluster cluster;

    public StoredSize(KafkaCluster cluster) {
        this.cluster = cluster;
    }

    /** Bytes of a topic's log, all partitions, one replica of each. */
    public long bytes(String topic) {
        try {
            return cluster
                    .admin()
                    .describeLogDirs(cluster.brokerIds())
                    .allDescriptions()
                    .get(20, TimeUnit.SECONDS)
                    .values()
                    .stream()
                    .flatMap(directories -> directories.values().stream())
                    .flatMap(directory -> directory.replicaInfos().entrySet().stream())
                    .filter(replica -> replica.getKey().topic().equals(topic))
                    .mapToLong(replica -> replica.getValue().size())
                    .sum();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot ask cluster " + cluster.name() + " for the size of " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
