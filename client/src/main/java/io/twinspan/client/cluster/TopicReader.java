package io.twinspan.client.cluster;

import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.error.TransientFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an internal topic of a cluster, such as the positions topic, or some partitions of it, from the beginning, in small steps, so that
 * its caller can be stopped in between: to where it ends when the reading begins, and on, as far as it is asked to. Confined to one thread.
 */
public final class TopicReader implements AutoCloseable {
    private static final Duration CLOSE_WAIT = Duration.ofMillis(500);
    private static final Duration STEP = Duration.ofMillis(500);

    private final String topic;
    private final ClusterErrors errors;
    private final Sink sink;
    private final Consumer<byte[], byte[]> consumer;
    private @Nullable Map<TopicPartition, Long> ends;

    /** Gets every record, in the order of its partition. */
    public interface Sink {
        void take(ConsumerRecord<byte[], byte[]> record);
    }

    /**
     * A reader, which asks nobody yet.
     *
     * @param client a consumer's configuration, see {@link #settings}
     */
    public TopicReader(String topic, Map<String, Object> client, ClusterErrors errors, Sink sink) {
        this(topic, consumer(client, errors), errors, sink);
    }

    TopicReader(String topic, Consumer<byte[], byte[]> consumer, ClusterErrors errors, Sink sink) {
        this.topic = topic;
        this.errors = errors;
        this.sink = sink;
        this.consumer = consumer;
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> client, ClusterErrors errors) {
        try {
            return new KafkaConsumer<>(client);
        } catch (KafkaException e) {
            throw errors.explain("creating a consumer", e);
        }
    }

    /** The settings of a consumer, changed so that it reads an internal topic, in no group. */
    public static Map<String, Object> settings(Map<String, Object> consumer) {
        var settings = new HashMap<>(consumer);
        settings.keySet().removeIf(key -> key.startsWith("group."));
        settings.remove(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // A worker with exactly-once sources writes position records in transactions.
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return settings;
    }

    /** How many partitions the topic has; 0 if there is no such topic. */
    public int count(Duration atMost) {
        try {
            List<PartitionInfo> infos = consumer.partitionsFor(topic, atMost);
            return infos == null ? 0 : infos.size();
        } catch (UnknownTopicOrPartitionException e) {
            return 0;
        } catch (KafkaException e) {
            throw explain(e);
        }
    }

    /** From now on reads these partitions, too, from their beginning; those that it reads already begin again. */
    public void add(Collection<Integer> partitions) {
        var added = partitions.stream()
                .map(number -> new TopicPartition(topic, number))
                .toList();
        var all = new TreeSet<Integer>(partitions);
        consumer.assignment().forEach(partition -> all.add(partition.partition()));
        consumer.assign(
                all.stream().map(number -> new TopicPartition(topic, number)).toList());
        consumer.seekToBeginning(added);
        ends = null;
    }

    /** From now on reads all partitions of a topic that has so many. */
    public void addAll(int count) {
        add(IntStream.range(0, count).boxed().toList());
    }

    /** Stops to read these partitions. */
    public void remove(Collection<Integer> partitions) {
        var kept = new ArrayList<>(consumer.assignment());
        kept.removeIf(partition -> partitions.contains(partition.partition()));
        consumer.assign(kept);
        ends = null;
    }

    /**
     * Reads on, for about as long as given; returns whether everything is read that was there when the reading began. One request a
     * call, so that each has all the time there is and no call takes much more.
     */
    public boolean advance(Duration atMost) {
        try {
            Map<TopicPartition, Long> until = ends;
            if (until == null) {
                findEnds(atMost);
                return false;
            }
            poll(atMost);
            return isRead(until, atMost);
        } catch (ReplicationException e) {
            throw e;
        } catch (KafkaException e) {
            throw explain(e);
        }
    }

    /**
     * Reads all that is there now; if there is nothing new, asks only for the ends.
     *
     * @throws TransientFailure if that takes longer than {@code limit}
     */
    public void readToEnd(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            Map<TopicPartition, Long> until = findEnds(limit);
            while (!isRead(until, limit)) {
                if (System.nanoTime() - deadline > 0) {
                    throw new TransientFailure("Topic " + topic + " of " + errors.alias()
                            + " was not read to its end within " + limit.toMillis()
                            + " ms. Allow more time, or see whether the brokers answer slowly.");
                }
                poll(STEP);
            }
        } catch (ReplicationException e) {
            throw e;
        } catch (KafkaException e) {
            throw explain(e);
        }
    }

    /**
     * Finds the topic's partitions, unless it has some already, and reads all that is there now; returns whether there is such a topic.
     *
     * @throws TransientFailure if that takes longer than {@code limit}
     */
    public boolean readAll(Duration limit) {
        if (partitions() == 0) {
            int count = count(limit);
            if (count == 0) {
                return false;
            }
            addAll(count);
        }
        readToEnd(limit);
        return true;
    }

    private Map<TopicPartition, Long> findEnds(Duration atMost) {
        var found = new HashMap<>(consumer.endOffsets(consumer.assignment(), atMost));
        ends = found;
        return found;
    }

    private void poll(Duration atMost) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(atMost)) {
            sink.take(record);
        }
    }

    private boolean isRead(Map<TopicPartition, Long> until, Duration atMost) {
        for (var end : until.entrySet()) {
            // Polling knows where every partition begins, so this asks nobody, but for a partition that has no leader.
            if (end.getValue() > 0 && consumer.position(end.getKey(), atMost) < end.getValue()) {
                return false;
            }
        }
        return true;
    }

    private ReplicationException explain(KafkaException e) {
        return errors.explain("reading topic " + topic, e);
    }

    /** How many partitions it reads. */
    public int partitions() {
        return consumer.assignment().size();
    }

    // Not by CloseOptions, which workers of Kafka 4.0 do not have.
    @SuppressWarnings("deprecation")
    @Override
    public void close() {
        consumer.close(CLOSE_WAIT);
    }
}
