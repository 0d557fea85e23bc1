package io.twinspan.testkit.guarantee;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads some partitions of a topic, from their start to the last stable offset they had when reading began, as a
 * read_committed consumer sees them.
 *
 * <p>Confined to one thread, except for {@link #interrupt}.
 */
final class TopicReader implements AutoCloseable {

    /** Takes what a {@link TopicReader} reads. Called on the reader's thread. */
    interface Sink {
        void records(int partition, List<ConsumerRecord<byte[], byte[]>> records);

        /** There is no more in this partition. */
        void end(int partition);

        /** Whether the reader should leave this partition alone for a while. */
        default boolean isFull(int partition) {
            return false;
        }
    }

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration STUCK = Duration.ofSeconds(60);

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;

    TopicReader(Map<String, String> client, String topic) {
        this.topic = topic;
        Map<String, Object> properties = new HashMap<>(client);
        properties.put("isolation.level", "read_committed");
        properties.put("enable.auto.commit", "false");
        properties.put("auto.offset.reset", "none");
        properties.put("allow.auto.create.topics", "false");
        properties.put("max.poll.records", "10000");
        properties.put("max.partition.fetch.bytes", Integer.toString(4 << 20));
        properties.put("receive.buffer.bytes", Integer.toString(1 << 20));
        properties.put("reconnect.backoff.max.ms", "500");
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The numbers of the topic's partitions; none if there is no such topic. */
    Set<Integer> partitions() {
        return consumer.partitionsFor(topic).stream()
                .map(PartitionInfo::partition)
                .collect(Collectors.toSet());
    }

    /** Ends a {@link #read} from another thread; it then throws. */
    void interrupt() {
        consumer.wakeup();
    }

    void read(Collection<Integer> partitions, Sink sink) {
        List<TopicPartition> wanted =
                partitions.stream().map(p -> new TopicPartition(topic, p)).toList();
        consumer.assign(wanted);
        // An earlier read left them paused.
        consumer.resume(wanted);
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(wanted);
        Map<TopicPartition, Long> ends = new TreeMap<>((a, b) -> Integer.compare(a.partition(), b.partition()));
        ends.putAll(consumer.endOffsets(wanted));
        starts.forEach(consumer::seek);
        Set<TopicPartition> paused = new HashSet<>();
        long lastProgress = System.nanoTime();
        finish(ends, sink);
        while (!ends.isEmpty()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (TopicPartition partition : records.partitions()) {
                Long end = ends.get(partition);
                if (end != null) {
                    deliver(records.records(partition), end, sink);
                }
            }
            boolean progress = finish(ends, sink) || !records.isEmpty() || !paused.isEmpty();
            if (progress) {
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > STUCK.toNanos()) {
                throw new IllegalStateException("no record of " + topic + " came for " + STUCK.toSeconds()
                        + " s; still to be read are " + ends);
            }
            updatePauses(ends.keySet(), paused, sink);
        }
    }

    private static void deliver(List<ConsumerRecord<byte[], byte[]>> records, long end, Sink sink) {
        List<ConsumerRecord<byte[], byte[]>> within = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.offset() < end) {
                within.add(record);
            }
        }
        if (!within.isEmpty()) {
            sink.records(within.get(0).partition(), within);
        }
    }

    private boolean finish(Map<TopicPartition, Long> ends, Sink sink) {
        // The position also passes what no consumer is shown: markers, aborted records, holes.
        List<TopicPartition> done = ends.entrySet().stream()
                .filter(end -> consumer.position(end.getKey()) >= end.getValue())
                .map(Map.Entry::getKey)
                .toList();
        for (TopicPartition partition : done) {
            ends.remove(partition);
            sink.end(partition.partition());
        }
        consumer.pause(done);
        return !done.isEmpty();
    }

    private void updatePauses(Set<TopicPartition> reading, Set<TopicPartition> paused, Sink sink) {
        Set<TopicPartition> full =
                reading.stream().filter(p -> sink.isFull(p.partition())).collect(Collectors.toSet());
        paused.retainAll(reading);
        paused.removeAll(full);
        consumer.resume(paused);
        consumer.pause(full);
        paused.clear();
        paused.addAll(full);
    }

    @Override
    public void close() {
        try {
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(5)));
        } catch (WakeupException expected) {
            return;
        }
    }
}
