package io.twinspan.testkit.guarantee;

import io.twinspan.testkit.guarantee.PartitionComparison.Side;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Compares a topic of one cluster with a topic of another, record by record: key, value, headers in order, timestamp,
 * partition and order, as committed records are seen by consumers.
 *
 * <p>Each side is read up to the end it had when the comparison began, on a thread of its own. Where some records were
 * left over in the target, the source is read a second time to tell records that are there twice from records that were
 * never in the source.
 *
 * <p>Stateless.
 */
public final class ClusterComparison {

    /** How far two partitions may run apart before a difference is given up and both sides start afresh. */
    private static final int WINDOW = 200_000;

    private ClusterComparison() {}

    /** Compares two topics; each cluster is given as the properties a client needs to get in. */
    public static ComparisonReport compare(
            Map<String, String> source, String sourceTopic, Map<String, String> target, String targetTopic) {
        long begun = System.nanoTime();
        ReportBuilder report = new ReportBuilder(sourceTopic, targetTopic);
        ExecutorService readers = Executors.newFixedThreadPool(2, reader -> {
            Thread thread = new Thread(reader, "twinspan-comparison-" + sourceTopic);
            thread.setDaemon(true);
            return thread;
        });
        try (TopicReader fromSource = new TopicReader(source, sourceTopic);
                TopicReader fromTarget = new TopicReader(target, targetTopic)) {
            Set<Integer> inSource = fromSource.partitions();
            Set<Integer> inTarget = fromTarget.partitions();
            if (inSource.isEmpty()) {
                throw new IllegalArgumentException("the source has no topic " + sourceTopic);
            }
            Map<Integer, PartitionComparison> comparisons = comparisons(inSource, inTarget);
            List<CompletableFuture<Void>> reads = List.of(
                    start(readers, fromSource, fromTarget, inSource, new Feed(comparisons, Side.SOURCE)),
                    start(readers, fromTarget, fromSource, inTarget, new Feed(comparisons, Side.TARGET)));
            awaitAll(reads);
            Map<Integer, Set<Long>> present = lookUp(fromSource, comparisons, inSource);
            comparisons.forEach((partition, comparison) ->
                    report.add(partition, comparison, present.getOrDefault(partition, Set.of())));
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    "could not compare " + sourceTopic + " with " + targetTopic + ": " + e.getCause(), e);
        } finally {
            readers.shutdown();
        }
        return report.build(Duration.ofNanos(System.nanoTime() - begun));
    }

    private static Map<Integer, PartitionComparison> comparisons(Set<Integer> inSource, Set<Integer> inTarget) {
        Set<Integer> all = new TreeSet<>(inSource);
        all.addAll(inTarget);
        Map<Integer, PartitionComparison> comparisons = new TreeMap<>();
        for (int partition : all) {
            PartitionComparison comparison = new PartitionComparison(WINDOW);
            // A partition that one side lacks is an empty one.
            if (!inSource.contains(partition)) {
                comparison.end(Side.SOURCE);
            }
            if (!inTarget.contains(partition)) {
                comparison.end(Side.TARGET);
            }
            comparisons.put(partition, comparison);
        }
        return comparisons;
    }

    private static CompletableFuture<Void> start(
            ExecutorService readers, TopicReader own, TopicReader other, Set<Integer> partitions, Feed feed) {
        return CompletableFuture.runAsync(() -> own.read(partitions, feed), readers)
                .whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        // Else the other side would wait for this one for ever.
                        other.interrupt();
                    }
                });
    }

    /** Waits for both readers; if both failed, the one that only was told to stop is not the reason. */
    private static void awaitAll(List<CompletableFuture<Void>> reads) {
        CompletionException reason = null;
        for (CompletableFuture<Void> read : reads) {
            try {
                read.join();
            } catch (CompletionException e) {
                if (reason == null || reason.getCause() instanceof WakeupException) {
                    reason = e;
                }
            }
        }
        if (reason != null) {
            throw reason;
        }
    }

    /** Which of the target's leftovers the source has at all. */
    private static Map<Integer, Set<Long>> lookUp(
            TopicReader fromSource, Map<Integer, PartitionComparison> comparisons, Set<Integer> inSource) {
        Map<Integer, Set<Long>> wanted = new HashMap<>();
        comparisons.forEach((partition, comparison) -> {
            Set<Long> digests = comparison.leftovers().digestsToLookUp();
            if (!digests.isEmpty() && inSource.contains(partition)) {
                wanted.put(partition, digests);
            }
        });
        Map<Integer, Set<Long>> present = new HashMap<>();
        if (wanted.isEmpty()) {
            return present;
        }
        fromSource.read(wanted.keySet(), new TopicReader.Sink() {
            @Override
            public void records(int partition, List<ConsumerRecord<byte[], byte[]>> records) {
                Set<Long> digests = wanted.getOrDefault(partition, Set.of());
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    long digest = Fingerprint.of(record).digest();
                    if (digests.contains(digest)) {
                        present.computeIfAbsent(partition, p -> new HashSet<>()).add(digest);
                    }
                }
            }

            @Override
            public void end(int partition) {
                present.computeIfAbsent(partition, p -> new HashSet<>());
            }
        });
        return present;
    }

    /** Hands what one side's reader reads to the comparisons. Confined to that reader's thread. */
    private record Feed(Map<Integer, PartitionComparison> comparisons, Side side) implements TopicReader.Sink {

        @Override
        public void records(int partition, List<ConsumerRecord<byte[], byte[]>> records) {
            of(partition).add(side, records.stream().map(Fingerprint::of).toList());
        }

        @Override
        public void end(int partition) {
            of(partition).end(side);
        }

        @Override
        public boolean isFull(int partition) {
            return of(partition).isAhead(side);
        }

        private PartitionComparison of(int partition) {
            PartitionComparison comparison = comparisons.get(partition);
            if (comparison == null) {
                throw new IllegalStateException("partition " + partition + " appeared during the comparison");
            }
            return comparison;
        }
    }
}
