package io.twinspan.control.verify.result;

import io.twinspan.control.verify.compare.Counts;
import java.util.Comparator;
import java.util.List;

/**
 * What a verification of one link has shown. Immutable.
 *
 * @param link its name, {@code dc1->dc2}
 * @param run the name under which its progress was kept
 * @param what what was asked for, for people: {@code everything}, {@code the last 1,000 records of each partition}
 * @param startedMs when it began, in milliseconds since the epoch
 * @param endedMs when it ended
 * @param tookMs how long it has worked in all, without the time between an interruption and its resumption
 * @param partitions in the order of their names
 * @param remarks what else a person should know
 */
public record VerifyReport(
        String link,
        String run,
        String what,
        long startedMs,
        long endedMs,
        long tookMs,
        List<PartitionResult> partitions,
        List<String> remarks) {
    public VerifyReport {
        partitions = partitions.stream()
                .sorted(Comparator.comparing(PartitionResult::topic).thenComparing(PartitionResult::partition))
                .toList();
        remarks = List.copyOf(remarks);
    }

    /** The worst of all partitions; incomplete if there are none. */
    public Verdict verdict() {
        return partitions.stream()
                .map(PartitionResult::verdict)
                .max(Comparator.naturalOrder())
                .orElse(Verdict.INCOMPLETE);
    }

    /** Everything together. */
    public Counts counts() {
        return partitions.stream().map(PartitionResult::counts).reduce(Counts.NONE, Counts::plus);
    }

    /** How many topics. */
    public long topics() {
        return partitions.stream().map(PartitionResult::topic).distinct().count();
    }

    public long differences() {
        return partitions.stream().mapToLong(PartitionResult::differences).sum();
    }
}
