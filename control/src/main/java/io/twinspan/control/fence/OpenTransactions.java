package io.twinspan.control.fence;

import io.twinspan.control.cluster.ClusterClient;
import io.twinspan.model.error.TransientFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.FenceProducersOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;

/**
 * The transactions that are open in some partitions: until they end, readers of committed records do not come to the end of the log.
 * Confined to one thread.
 */
public final class OpenTransactions {
    private final ClusterClient cluster;

    public OpenTransactions(ClusterClient cluster) {
        this.cluster = cluster;
    }

    /**
     * A transaction that is open in a partition. Immutable.
     *
     * @param transactionalId whose it is; null if no coordinator knows it (a hanging one), or it may not be seen
     * @param startOffset where it begins in the partition
     * @param lastMs when its producer wrote last, by the timestamps of its records, or began it, by its coordinator's clock: whichever is
     *     later, since timestamps may be those of what records are about; in milliseconds since the epoch
     */
    public record Open(
            TopicPartition partition,
            long producerId,
            int producerEpoch,
            int coordinatorEpoch,
            @Nullable String transactionalId,
            long startOffset,
            long lastMs) {
        /** For people. */
        @Override
        public String toString() {
            String whose = transactionalId == null
                    ? "of producer " + producerId + ", which no coordinator knows,"
                    : "of '" + transactionalId + "'";
            return "the transaction " + whose + " in " + partition + " from offset " + startOffset + " on";
        }
    }

    /** Those that are open in these partitions now. */
    public List<Open> in(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return List.of();
        }
        var answer = cluster.admin().describeProducers(partitions);
        var found = new HashMap<TopicPartition, List<ProducerState>>();
        for (TopicPartition partition : partitions) {
            List<ProducerState> open = cluster.await(answer.partitionResult(partition)).activeProducers().stream()
                    .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                    .toList();
            if (!open.isEmpty()) {
                found.put(partition, open);
            }
        }
        Map<Long, String> ids = transactionalIds(found.values().stream()
                .flatMap(List::stream)
                .map(ProducerState::producerId)
                .collect(Collectors.toSet()));
        Map<Long, Long> begun = begun(ids);
        var all = new ArrayList<Open>();
        found.forEach((partition, producers) -> producers.forEach(producer -> all.add(new Open(
                partition,
                producer.producerId(),
                producer.producerEpoch(),
                producer.coordinatorEpoch().orElse(-1),
                ids.get(producer.producerId()),
                producer.currentTransactionStartOffset().orElse(-1),
                Math.max(producer.lastTimestamp(), begun.getOrDefault(producer.producerId(), -1L))))));
        return all;
    }

    /** When transactions began, as far as their coordinators tell. */
    private Map<Long, Long> begun(Map<Long, String> ids) {
        var begun = new HashMap<Long, Long>();
        if (!ids.isEmpty()) {
            var answer = cluster.admin().describeTransactions(new TreeSet<>(ids.values()));
            ids.forEach((producer, id) -> {
                try {
                    cluster.await(answer.description(id))
                            .transactionStartTimeMs()
                            .ifPresent(startMs -> begun.put(producer, startMs));
                } catch (TransientFailure e) {
                    // It has ended meanwhile, or may not be seen: then the records' timestamps have to do.
                    begun.remove(producer);
                }
            });
        }
        return begun;
    }

    private Map<Long, String> transactionalIds(Set<Long> producers) {
        var ids = new HashMap<Long, String>();
        if (!producers.isEmpty()) {
            var options = new ListTransactionsOptions().filterProducerIds(producers);
            for (TransactionListing one :
                    cluster.await(cluster.admin().listTransactions(options).all())) {
                ids.put(one.producerId(), one.transactionalId());
            }
        }
        return ids;
    }

    /**
     * Ends these transactions: those with a coordinator by fencing their producers, the others by aborting them where they hang. What
     * they wrote is aborted.
     *
     * @throws TransientFailure if one cannot be ended; it says which permission that needs
     */
    public void end(Collection<Open> open, Duration limit) {
        Set<String> ids = new TreeSet<>();
        var hanging = new ArrayList<AbortTransactionSpec>();
        for (Open one : open) {
            String id = one.transactionalId();
            if (id != null) {
                ids.add(id);
            } else {
                hanging.add(new AbortTransactionSpec(
                        one.partition(), one.producerId(), (short) one.producerEpoch(), one.coordinatorEpoch()));
            }
        }
        try {
            if (!ids.isEmpty()) {
                cluster.await(cluster.admin()
                        .fenceProducers(ids, new FenceProducersOptions().timeoutMs(Math.toIntExact(limit.toMillis())))
                        .all());
            }
            for (AbortTransactionSpec spec : hanging) {
                cluster.await(cluster.admin().abortTransaction(spec).all());
            }
        } catch (TransientFailure e) {
            throw e.getCause() instanceof AuthorizationException
                    ? new TransientFailure(
                            "ending open transactions on " + cluster.cluster().alias() + " is refused: "
                                    + cluster.cluster().principal()
                                    + " lacks WRITE on the transactional ids, or for hanging ones ALTER on the cluster: "
                                    + e.getCause().getMessage(),
                            e)
                    : e;
        }
    }
}
