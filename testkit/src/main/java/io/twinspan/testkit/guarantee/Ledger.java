package io.twinspan.testkit.guarantee;

import io.twinspan.testkit.guarantee.PartitionComparison.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a consumer saw of a source topic, kept in digests, so that a target can still be held against it when the source has forgotten:
 * retention took records, or the topic was deleted, truncated or made anew.
 *
 * <p>Thread-safe.
 */
public final class Ledger {
    private final Map<Integer, List<Fingerprint>> seen = new TreeMap<>();

    /** Notes a record of the topic. */
    public synchronized void add(ConsumerRecord<byte[], byte[]> record) {
        seen.computeIfAbsent(record.partition(), partition -> new ArrayList<>()).add(Fingerprint.of(record));
    }

    /** The lowest offset that was seen after a higher one of the same partition: where the topic went on after it lost its end. */
    public synchronized long turnedBackTo(int partition) {
        long last = -1;
        for (Fingerprint record : seen.getOrDefault(partition, List.of())) {
            if (record.offset() <= last) {
                return record.offset();
            }
            last = record.offset();
        }
        return -1;
    }

    /** Compares all that was seen with what a topic of a cluster holds now. */
    public synchronized ComparisonReport compare(String topic, Map<String, String> target, String targetTopic) {
        long begun = System.nanoTime();
        ReportBuilder report = new ReportBuilder(topic, targetTopic);
        try (TopicReader reader = new TopicReader(target, targetTopic)) {
            Set<Integer> inTarget = reader.partitions();
            Set<Integer> all = new TreeSet<>(seen.keySet());
            all.addAll(inTarget);
            for (int partition : all) {
                List<Fingerprint> wanted = seen.getOrDefault(partition, List.of());
                PartitionComparison comparison = new PartitionComparison(Integer.MAX_VALUE);
                comparison.add(Side.SOURCE, wanted);
                comparison.end(Side.SOURCE);
                if (inTarget.contains(partition)) {
                    reader.read(Set.of(partition), new Feed(comparison));
                } else {
                    comparison.end(Side.TARGET);
                }
                report.add(
                        partition,
                        comparison,
                        wanted.stream().map(Fingerprint::digest).collect(Collectors.toSet()));
            }
        }
        return report.build(Duration.ofNanos(System.nanoTime() - begun));
    }

    /** Hands one target partition to its comparison. Confined to the calling thread. */
    private record Feed(PartitionComparison comparison) implements TopicReader.Sink {
        @Override
        public void records(int partition, List<ConsumerRecord<byte[], byte[]>> records) {
            comparison.add(Side.TARGET, records.stream().map(Fingerprint::of).toList());
        }

        @Override
        public void end(int partition) {
            comparison.end(Side.TARGET);
        }
    }
}
