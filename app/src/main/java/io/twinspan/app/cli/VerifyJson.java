package io.twinspan.app.cli;

import io.twinspan.control.verify.compare.Counts;
import io.twinspan.control.verify.result.Difference;
import io.twinspan.control.verify.result.NotCompared;
import io.twinspan.control.verify.result.PartitionResult;
import io.twinspan.control.verify.result.VerifyReport;
import java.time.Instant;
import java.util.List;

/** The shape of {@code verify --json}, which scripts rely on. Immutable. */
record VerifyJson(List<Link> links) {

    static VerifyJson of(List<VerifyReport> reports) {
        return new VerifyJson(reports.stream().map(Link::of).toList());
    }

    /**
     * A link. Immutable.
     *
     * @param verdict {@code equal}, {@code different}, or {@code incomplete} if something could not be compared at all
     * @param started in ISO 8601
     * @param ended in ISO 8601
     */
    record Link(
            String link,
            String run,
            String what,
            String verdict,
            String started,
            String ended,
            long tookMs,
            long differences,
            Counts counts,
            List<Partition> partitions,
            List<String> remarks) {
        static Link of(VerifyReport report) {
            return new Link(
                    report.link(),
                    report.run(),
                    report.what(),
                    report.verdict().text(),
                    Instant.ofEpochMilli(report.startedMs()).toString(),
                    Instant.ofEpochMilli(report.endedMs()).toString(),
                    report.tookMs(),
                    report.differences(),
                    report.counts(),
                    report.partitions().stream().map(Partition::of).toList(),
                    report.remarks());
        }
    }

    /** A partition. Immutable. */
    record Partition(
            String topic,
            int partition,
            String targetTopic,
            String verdict,
            long from,
            long to,
            long differences,
            long differingRecords,
            List<Difference> found,
            List<NotCompared> notCompared,
            Counts counts) {
        static Partition of(PartitionResult result) {
            return new Partition(
                    result.topic(),
                    result.partition(),
                    result.targetTopic(),
                    result.verdict().text(),
                    result.from(),
                    result.to(),
                    result.differences(),
                    result.differingRecords(),
                    result.found(),
                    result.notCompared(),
                    result.counts());
        }
    }
}
