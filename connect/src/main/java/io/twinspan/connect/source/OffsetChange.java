package io.twinspan.connect.source;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.wire.InternalTopics;
import io.twinspan.model.wire.PositionRecord.Generation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores new generations of partitions whose position an operator moved. Thread-safe: keeps nothing. */
final class OffsetChange {
    private static final Logger LOGGER = LoggerFactory.getLogger(OffsetChange.class);
    private static final Duration STEP = Duration.ofMillis(500);

    private OffsetChange() {}

    /**
     * Reads which generation each partition is in, and stores the next one; returns when all are durable.
     *
     * @param changes where each partition is to go on; empty for the configured start
     */
    static void store(SourceSettings settings, Map<TopicPartition, OptionalLong> changes) {
        if (changes.isEmpty()) {
            return;
        }
        var errors =
                new ClusterErrors("target.cluster.", settings.link().target().value());
        String topic = new InternalTopics(settings.link(), settings.replicationPolicy()).positions();
        long deadline = System.nanoTime() + settings.adminTimeout().toNanos();
        var known = new KnownPositions(changes::containsKey);
        int partitions = read(settings, topic, known, errors, deadline);
        new PositionsWriter(topic, partitions, settings.clients().positionsProducer(), errors)
                .write(next(known, changes), settings.adminTimeout());
        LOGGER.info("Link {}: new positions for {}.", settings.link(), changes);
    }

    private static int read(
            SourceSettings settings, String topic, KnownPositions known, ClusterErrors errors, long deadline) {
        try (var reader = new PositionsReader(topic, settings.clients().positionsConsumer(), errors, known::take)) {
            while (true) {
                try {
                    if (reader.advance(STEP)) {
                        return reader.partitions();
                    }
                } catch (TransientFailure e) {
                    if (System.nanoTime() - deadline > 0) {
                        throw e;
                    }
                    LOGGER.debug("Reading {} again.", topic, e);
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new TransientFailure("Positions topic " + topic + " could not be read in "
                            + settings.adminTimeout().toSeconds() + " s; nothing was changed. Try again.");
                }
            }
        }
    }

    /** The record that starts the next generation of each partition. */
    static List<Generation> next(KnownPositions known, Map<TopicPartition, OptionalLong> changes) {
        var generations = new ArrayList<Generation>();
        changes.forEach((partition, start) -> generations.add(
                new Generation(partition.topic(), partition.partition(), known.nextGeneration(partition), start)));
        return generations;
    }
}
