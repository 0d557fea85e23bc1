package io.twinspan.it.endurance;

import io.twinspan.testkit.cluster.KafkaCluster;
import io.twinspan.testkit.guarantee.ClusterComparison;
import io.twinspan.testkit.guarantee.ComparisonReport;
import io.twinspan.testkit.guarantee.DifferenceKind;
import io.twinspan.testkit.record.SizedRecords;
import io.twinspan.testkit.record.StoredBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares every topic of the load with its copy, record by record; where they differ, keeps what both logs hold for people to look
 * at. Confined to the test's thread.
 */
final class Verdict {
    private static final Logger LOGGER = LoggerFactory.getLogger(Verdict.class);

    private final KafkaCluster source;
    private final KafkaCluster target;
    private final SizedRecords compacted;
    private final Path directory;

    Verdict(KafkaCluster source, KafkaCluster target, SizedRecords compacted, Path directory) {
        this.source = source;
        this.target = target;
        this.compacted = compacted;
        this.directory = directory;
    }

    /** Waits until nothing is missing at the end any more, and fails at once for anything else that is wrong. */
    void await(Duration limit, Rig rig) {
        var topics = new TreeSet<>(Streams.PLAIN.keySet());
        topics.add(Streams.PREFIX + "transactions");
        long deadline = System.nanoTime() + limit.toNanos();
        for (String topic : topics) {
            ComparisonReport report = compare(topic);
            while (onlyMissingAtEnd(report) && System.nanoTime() < deadline) {
                rig.await(TimeUnit.SECONDS.toMillis(1));
                report = compare(topic);
            }
            LOGGER.info("{}", report);
            if (!report.isEqual()) {
                keepEvidence(topic, report.toString());
                report.verify();
            }
        }
        var comparison = new CompactedComparison(source, target, compacted);
        List<String> findings = comparison.differences();
        while (comparison.isMissingAtEnd() && System.nanoTime() < deadline) {
            rig.await(TimeUnit.SECONDS.toMillis(1));
            findings = comparison.differences();
        }
        LOGGER.info("{}", comparison);
        if (!findings.isEmpty()) {
            keepEvidence(Streams.COMPACTED, String.join("\n", findings));
            throw new AssertionError(Streams.COMPACTED + ": " + findings);
        }
    }

    private ComparisonReport compare(String topic) {
        return ClusterComparison.compare(source.clientProperties(), topic, target.clientProperties(), "dc1." + topic);
    }

    private static boolean onlyMissingAtEnd(ComparisonReport report) {
        return !report.isEqual()
                && report.counts().size() == 1
                && report.count(DifferenceKind.LOST) == report.missingAtEnd();
    }

    private void keepEvidence(String topic, String findings) {
        List<String> lines = new ArrayList<>(List.of(findings.split("\n")));
        int partitions = Streams.PLAIN.getOrDefault(topic, topic.equals(Streams.COMPACTED) ? 1 : 2);
        for (int p = 0; p < partitions; p++) {
            lines.add("---- source " + topic + "-" + p);
            StoredBatch.of(source, new TopicPartition(topic, p)).forEach(batch -> lines.add(batch.toString()));
            lines.add("---- target dc1." + topic + "-" + p);
            StoredBatch.of(target, new TopicPartition("dc1." + topic, p)).forEach(batch -> lines.add(batch.toString()));
        }
        try {
            Files.write(directory.resolve("findings.txt"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
