package io.twinspan.it.endurance;

import io.twinspan.testkit.cluster.KafkaCluster;
import io.twinspan.testkit.record.RecordGenerator;
import io.twinspan.testkit.record.SizedRecords;
import io.twinspan.testkit.record.SometimesTombstone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Holds the copy of a topic that is compacted all the time against it: the source forgets records after they were copied, so the
 * copy may have more. It has to hold every record that the source still has, none twice, in the order of the sequence, and each with
 * the bytes that the sequence gives it. The record's timestamp is its place in the sequence.
 *
 * <p>Confined to the test's thread.
 */
final class CompactedComparison {
    private static final int MOST_FINDINGS = 20;

    private final KafkaCluster source;
    private final KafkaCluster target;
    private final SizedRecords sequence;
    private int inSource;
    private int inTarget;
    private boolean missingAtEnd;

    CompactedComparison(KafkaCluster source, KafkaCluster target, SizedRecords sequence) {
        this.source = source;
        this.target = target;
        this.sequence = sequence;
    }

    /** All that is wrong now, the first of it; empty if nothing is. */
    List<String> differences() {
        List<String> findings = new ArrayList<>();
        TreeMap<Long, Long> wanted = offsetsByIndex(source, Streams.COMPACTED, findings);
        TreeMap<Long, Long> found = offsetsByIndex(target, "dc1." + Streams.COMPACTED, findings);
        inSource = wanted.size();
        inTarget = found.size();
        int wrong = findings.size();
        long last = found.isEmpty() ? -1 : found.lastKey();
        wanted.keySet().removeAll(found.keySet());
        missingAtEnd = wrong == 0 && !wanted.isEmpty() && wanted.firstKey() > last;
        wanted.forEach((index, offset) -> findings.add("lost: record " + index + ", source offset " + offset));
        return findings.subList(0, Math.min(MOST_FINDINGS, findings.size()));
    }

    /** Whether all that was wrong is that the last records are missing: perhaps only not copied yet. */
    boolean isMissingAtEnd() {
        return missingAtEnd;
    }

    private TreeMap<Long, Long> offsetsByIndex(KafkaCluster cluster, String topic, List<String> findings) {
        var offsets = new TreeMap<Long, Long>();
        RecordGenerator records = new SometimesTombstone(sequence, Streams.TOMBSTONE_EVERY);
        for (ConsumerRecord<byte[], byte[]> record : read(cluster, topic)) {
            long index = record.timestamp() - sequence.firstTimestamp();
            String place = topic + " at offset " + record.offset() + ": record " + index;
            if (!offsets.isEmpty() && index <= offsets.lastKey()) {
                findings.add(place + (offsets.containsKey(index) ? " again" : " out of order"));
            }
            RecordGenerator.Content content = records.at(index);
            if (!Arrays.equals(content.key(), record.key()) || !Arrays.equals(content.value(), record.value())) {
                findings.add(place + " has other bytes");
            }
            offsets.put(index, record.offset());
        }
        return offsets;
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(KafkaCluster cluster, String topic) {
        Map<String, Object> settings = new HashMap<>(cluster.clientProperties());
        settings.put("isolation.level", "read_committed");
        var partition = new TopicPartition(topic, 0);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            long deadline = System.nanoTime() + Rig.HANGS.toNanos();
            while (consumer.position(partition) < end) {
                records.addAll(consumer.poll(Duration.ofMillis(200)).records(partition));
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(topic + " cannot be read beyond " + consumer.position(partition));
                }
            }
        }
        return records;
    }

    @Override
    public String toString() {
        return Streams.COMPACTED + ": of " + inTarget + " records in the copy, the source still has " + inSource;
    }
}
