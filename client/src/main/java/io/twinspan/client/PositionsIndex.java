package io.twinspan.client;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.client.cluster.TopicReader;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.translation.LaneBook;
import io.twinspan.model.wire.PositionRecords;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the positions topic says of the topics that were asked for. Confined to one call at a time.
 *
 * <p>Everything about a source partition is in one partition of the positions topic, so only those are read, and of them only the topics
 * that were asked for are kept. One more topic in a partition that is read already makes it be read again from its beginning.
 */
final class PositionsIndex implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(PositionsIndex.class);

    private final String topic;
    private final ClusterErrors errors;
    private final Duration limit;
    private final TopicReader reader;
    private final Map<Integer, Shelf> shelves = new HashMap<>();
    private final Set<String> reported = new HashSet<>();
    private int count;

    /** One partition of the positions topic: the topics that are kept of it, and what it says of them. Immutable, but for the book. */
    private record Shelf(Set<String> topics, LaneBook book) {
        Shelf(Set<String> topics) {
            this(Set.copyOf(topics), new LaneBook(partition -> topics.contains(partition.topic())));
        }
    }

    PositionsIndex(String topic, Map<String, Object> consumer, ClusterErrors errors, Duration limit) {
        this.topic = topic;
        this.errors = errors;
        this.limit = limit;
        this.reader = new TopicReader(topic, consumer, errors, this::take);
    }

    /** Reads what is needed of these source partitions and is not there yet; returns whether that was anything. */
    boolean load(Collection<TopicPartition> partitions) {
        var missing = new TreeMap<Integer, Set<String>>();
        for (TopicPartition partition : partitions) {
            int number = shelfOf(partition);
            Shelf shelf = shelves.get(number);
            Set<String> kept = shelf == null ? Set.of() : shelf.topics();
            if (!kept.contains(partition.topic())) {
                missing.computeIfAbsent(number, unused -> new HashSet<>(kept)).add(partition.topic());
            }
        }
        if (missing.isEmpty()) {
            return false;
        }
        missing.forEach((number, topics) -> shelves.put(number, new Shelf(topics)));
        boolean read = false;
        try {
            reader.add(missing.keySet());
            reader.readToEnd(limit);
            read = true;
        } finally {
            if (!read) {
                // Half of a partition says something else than the whole.
                missing.keySet().forEach(shelves::remove);
                reader.remove(missing.keySet());
            }
        }
        reportUnreadable();
        return true;
    }

    /** Reads what has been stored since. */
    void refresh() {
        if (!shelves.isEmpty()) {
            reader.readToEnd(limit);
            reportUnreadable();
        }
    }

    /** What is known of a source partition that was loaded. */
    LaneBook book(TopicPartition partition) {
        Shelf shelf = shelves.get(shelfOf(partition));
        if (shelf == null) {
            throw new IllegalStateException(partition + " was not loaded");
        }
        return shelf.book();
    }

    private int shelfOf(TopicPartition partition) {
        if (count == 0) {
            count = reader.count(limit);
        }
        if (count == 0) {
            throw new Inconsistent("Cluster " + errors.alias() + " has no topic " + topic
                    + ", where the link stores its positions. Check the source's alias, and that the link has run;"
                    + " MirrorMaker 2 does not write it.");
        }
        return PositionRecords.partitionOf(partition.topic(), partition.partition(), count);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        Shelf shelf = shelves.get(record.partition());
        if (shelf != null) {
            shelf.book().accept(record);
        }
    }

    private void reportUnreadable() {
        for (Shelf shelf : shelves.values()) {
            for (String what : shelf.book().unreadable()) {
                if (reported.add(what)) {
                    LOGGER.warn("A record of {} cannot be read and is left out: {}", topic, what);
                }
            }
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
