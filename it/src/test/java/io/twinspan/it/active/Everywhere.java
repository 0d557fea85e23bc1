package io.twinspan.it.active;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads every cluster from its first record to its last and compares it with what was written where: each record is there once, in
 * its writer's order and with the bytes and the time that it has where it was produced. From a compacted topic records may be missing
 * whose keys were written again. Confined to the test's thread.
 */
final class Everywhere {
    private static final int FINDINGS = 20;

    private final List<? extends KafkaCluster> clusters;
    private final List<Writers> writers;
    private final Map<Integer, Map<String, Map<Long, Long>>> seenBy = new HashMap<>();
    private final List<String> findings = new ArrayList<>();
    private long missing;
    private long compactedAway;
    private long records;

    Everywhere(List<? extends KafkaCluster> clusters, List<Writers> writers) {
        this.clusters = clusters;
        this.writers = writers;
    }

    /** Compares once; whether all is as it should be. */
    boolean compare() {
        findings.clear();
        missing = 0;
        compactedAway = 0;
        records = 0;
        for (int reader = 0; reader < clusters.size(); reader++) {
            seenBy.put(reader, read(reader));
            judge(reader, seen(reader));
        }
        for (int reader = 0; reader < clusters.size(); reader++) {
            seen(reader).forEach(this::compareWithOriginal);
        }
        return findings.isEmpty();
    }

    private Map<String, Map<Long, Long>> seen(int reader) {
        return seenBy.getOrDefault(reader, Map.of());
    }

    /** Compares the hashes of one writer's records with those where they were produced. */
    private void compareWithOriginal(String place, Map<Long, Long> hashes) {
        int site = Integer.parseInt(place.substring(0, place.indexOf('/')));
        Map<Long, Long> originals = seen(site).getOrDefault(place, Map.of());
        hashes.forEach((number, hash) -> {
            if (!hash.equals(originals.getOrDefault(number, hash))) {
                find(place + " #" + number + " is somewhere not what it is where it was produced");
            }
        });
    }

    private void judge(int reader, Map<String, Map<Long, Long>> seen) {
        for (int site = 0; site < clusters.size(); site++) {
            for (Writers.Kind kind : Writers.Kind.values()) {
                for (int partition = 0; partition < Writers.PARTITIONS; partition++) {
                    String place = place(site, kind.ordinal(), partition);
                    judge(
                            reader,
                            place,
                            seen.getOrDefault(place, Map.of()),
                            writers.get(site).written(kind.ordinal(), partition));
                }
            }
        }
    }

    private void judge(int reader, String place, Map<Long, Long> there, List<Long> expected) {
        boolean compacted = place.contains(Writers.Kind.COMPACTED.name());
        for (Long number : expected) {
            if (there.containsKey(number)) {
                records++;
            } else if (compacted && !new Mark(0, 0, number).hasOwnKey()) {
                compactedAway++;
            } else {
                missing++;
                find(place + " #" + number + " is not on site " + reader);
            }
        }
        var more = new HashSet<>(there.keySet());
        expected.forEach(more::remove);
        if (!more.isEmpty()) {
            find(place + " has on site " + reader + " what was never written, or was aborted: " + more);
        }
    }

    /** The hashes of all records of a cluster, by place and number. */
    private Map<String, Map<Long, Long>> read(int reader) {
        Map<String, Map<Long, Long>> seen = new HashMap<>();
        Map<String, Long> last = new HashMap<>();
        Map<String, Object> settings = new HashMap<>(clusters.get(reader).clientProperties());
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", "false");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = Stream.of(Writers.Kind.values())
                    .map(kind -> kind.topic)
                    .distinct()
                    .flatMap(topic -> IntStream.range(0, Writers.PARTITIONS)
                            .mapToObj(partition -> new TopicPartition(topic, partition)))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                ConsumerRecords<byte[], byte[]> batch = consumer.poll(Duration.ofMillis(500));
                for (ConsumerRecord<byte[], byte[]> record : batch) {
                    take(reader, record, seen, last);
                }
            }
        }
        return seen;
    }

    private void take(
            int reader,
            ConsumerRecord<byte[], byte[]> record,
            Map<String, Map<Long, Long>> seen,
            Map<String, Long> last) {
        Mark mark = Mark.of(record);
        String place = place(mark.site(), mark.writer(), record.partition());
        Long before = last.put(place, mark.number());
        if (before != null && before >= mark.number()) {
            find(place + " #" + mark.number() + " comes on site " + reader + " after #" + before + ", at "
                    + record.topic() + "-" + record.partition() + " offset " + record.offset());
        }
        seen.computeIfAbsent(place, any -> new HashMap<>()).put(mark.number(), Mark.hash(record));
    }

    private static String place(int site, int writer, int partition) {
        return site + "/" + Writers.Kind.values()[writer] + "-" + partition;
    }

    private void find(String what) {
        if (findings.size() < FINDINGS) {
            findings.add(what);
        }
    }

    /** Whether nothing but missing records was found: they may still come. */
    boolean onlyLacks() {
        return findings.stream().allMatch(finding -> finding.contains(" is not on site "));
    }

    @Override
    public String toString() {
        return records + " records on " + clusters.size() + " sites as they should be, " + compactedAway
                + " compacted away, " + missing + " missing; " + findings;
    }
}
