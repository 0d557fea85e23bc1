package io.twinspan.control.verify;

import io.twinspan.control.verify.compare.Comparison;
import io.twinspan.control.verify.compare.Counts;
import io.twinspan.control.verify.compare.Finding;
import java.util.List;

/**
 * What the comparisons of a partition have shown so far. Immutable.
 *
 * @param counts what was gone over
 * @param differences how many differences were found
 * @param differingRecords how many records they concern
 * @param findings the first of them
 */
record Gathered(Counts counts, long differences, long differingRecords, List<Finding> findings) {
    static final Gathered NOTHING = new Gathered(Counts.NONE, 0, 0, List.of());

    Gathered {
        findings = List.copyOf(findings);
    }

    /** Together with a comparison that {@linkplain Comparison#resume goes on} with these findings. */
    Gathered with(Comparison comparison) {
        return new Gathered(
                counts.plus(comparison.counts()),
                comparison.differences(),
                comparison.differingRecords(),
                comparison.findings());
    }

    /** Without findings that turned out to be none. */
    Gathered without(List<Finding> gone) {
        return new Gathered(
                counts,
                differences - gone.size(),
                differingRecords - gone.stream().mapToLong(Finding::records).sum(),
                findings.stream().filter(finding -> !gone.contains(finding)).toList());
    }
}
