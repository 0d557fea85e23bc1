package io.twinspan.control.failover;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.error.TransientFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Looks whether stretches of logs hold any record that a reader of committed records would get. Thread-safe: keeps nothing.
 *
 * @param limit how long reading may stand still
 */
record Remainder(ClusterAccess cluster, Clock clock, Duration limit) {
    private static final Duration POLL = Duration.ofMillis(100);

    /**
     * Whether there is none between what a scene's link has copied and these ends of its source: where the copy is one of records, its
     * position may stay before a mark that ends a transaction, or an empty log's start.
     */
    static boolean isEmpty(Scene scene, Collection<TopicPartition> behind, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> starts = scene.source().starts(behind);
        return new Remainder(scene.link().source(), scene.clock(), scene.limit())
                .isEmpty(
                        behind,
                        partition -> Math.max(
                                starts.getOrDefault(partition, 0L),
                                Math.max(0, scene.follower().copiedBelow(partition))),
                        partition -> ends.getOrDefault(partition, 0L));
    }

    /**
     * Whether there is none.
     *
     * @param from where each stretch begins
     * @param to where it ends, exclusive
     * @throws TransientFailure if the cluster does not answer
     */
    boolean isEmpty(
            Collection<TopicPartition> partitions,
            ToLongFunction<TopicPartition> from,
            ToLongFunction<TopicPartition> to) {
        Map<String, Object> config = cluster.client("twinspan-remainder", limit);
        config.put("enable.auto.commit", "false");
        config.put("allow.auto.create.topics", "false");
        config.put("isolation.level", "read_committed");
        config.remove("group.id");
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            partitions.forEach(partition -> consumer.seek(partition, from.applyAsLong(partition)));
            Set<TopicPartition> left = new HashSet<>(partitions);
            long deadlineMs = clock.millis() + limit.toMillis();
            while (true) {
                left.removeIf(partition -> consumer.position(partition, limit) >= to.applyAsLong(partition));
                if (left.isEmpty()) {
                    return true;
                }
                if (!consumer.poll(POLL).isEmpty() || clock.millis() > deadlineMs) {
                    return false;
                }
            }
        } catch (KafkaException e) {
            throw cluster.unanswered(e);
        }
    }
}
