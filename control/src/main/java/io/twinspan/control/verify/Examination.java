package io.twinspan.control.verify;

import io.twinspan.control.verify.compare.DifferenceKind;
import io.twinspan.control.verify.compare.Finding;
import io.twinspan.control.verify.compare.Finding.Content;
import io.twinspan.control.verify.plan.PartitionPlan;
import io.twinspan.control.verify.result.Difference;
import io.twinspan.link.BatchScan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the differences of a partition once more, one by one: fetches the records of both sides, and sees whether what is extra is a
 * record that is there already. Confined to the thread that compares.
 */
final class Examination {
    /** How far from its place a doubled record's original may be. */
    private static final int AROUND = 500;

    private final BatchScan scan;
    private final PartitionPlan plan;
    private final ArrayDeque<Finding> left;
    private final List<Finding> all;
    private final boolean compacted;
    private final List<Difference> differences = new ArrayList<>();
    private final List<Finding> gone = new ArrayList<>();
    private @Nullable Lookup around;
    private @Nullable Lookup inSource;
    private @Nullable Lookup inTarget;

    Examination(BatchScan scan, PartitionPlan plan, List<Finding> findings, boolean compacted) {
        this.scan = scan;
        this.plan = plan;
        this.all = findings;
        this.left = new ArrayDeque<>(findings);
        this.compacted = compacted;
    }

    /** Goes on; returns whether all is examined. */
    boolean advance() {
        while (!left.isEmpty()) {
            Finding finding = left.element();
            Content extra = finding.inTarget();
            if (finding.kind() == DifferenceKind.EXTRA && extra != null && !isOriginKnown(finding, extra)) {
                return false;
            }
            Finding known = left.element();
            if (!areRecordsKnown(known)) {
                return false;
            }
            conclude(known);
        }
        return true;
    }

    private boolean isOriginKnown(Finding finding, Content extra) {
        Lookup look = around;
        if (look == null) {
            long from = Math.max(0, finding.near() - AROUND);
            long to = Math.min(plan.end(), finding.near() + AROUND);
            look = Lookup.around(scan.source(plan.partition(), Math.min(from, to), to), finding.near(), extra);
            around = look;
        }
        if (!look.advance()) {
            return false;
        }
        around = null;
        long origin = look.nearest();
        if (origin >= 0 && all.stream().noneMatch(other -> isMissing(other, origin))) {
            left.remove();
            left.addFirst(finding.as(DifferenceKind.DOUBLED, origin));
        }
        return true;
    }

    private static boolean isMissing(Finding finding, long source) {
        return finding.kind() == DifferenceKind.MISSING
                && finding.source() <= source
                && source < finding.source() + finding.records();
    }

    private boolean areRecordsKnown(Finding finding) {
        if (inSource == null && finding.source() >= 0) {
            inSource =
                    Lookup.at(scan.source(plan.partition(), finding.source(), finding.source() + 1), finding.source());
        }
        boolean isThere = finding.target() >= 0 && finding.kind() != DifferenceKind.MISSING;
        if (inTarget == null && isThere) {
            inTarget = Lookup.at(scan.target(plan.target(), finding.target(), finding.target() + 1), finding.target());
        }
        Lookup source = inSource;
        Lookup target = inTarget;
        boolean isSourceDone = source == null || source.advance();
        return (target == null || target.advance()) && isSourceDone;
    }

    private void conclude(Finding finding) {
        ConsumerRecord<byte[], byte[]> source = found(inSource);
        ConsumerRecord<byte[], byte[]> target = found(inTarget);
        boolean isGone = (finding.kind() == DifferenceKind.MISSING && isGone(inSource))
                || (finding.kind() == DifferenceKind.EXTRA && isGone(inTarget));
        if (compacted && isGone) {
            // The cleaner has come by meanwhile, so there was nothing to miss.
            gone.add(finding);
        } else {
            differences.add(Difference.of(finding, source, target));
        }
        inSource = null;
        inTarget = null;
        left.remove();
    }

    private static boolean isGone(@Nullable Lookup look) {
        return look != null && !look.isFailed() && look.record().isEmpty();
    }

    private static @Nullable ConsumerRecord<byte[], byte[]> found(@Nullable Lookup look) {
        return look == null ? null : look.record().orElse(null);
    }

    /** The differences, as far as they still are. */
    List<Difference> differences() {
        return differences;
    }

    /** Those of them that are not any more. */
    List<Finding> gone() {
        return gone;
    }

    void close() {
        for (Lookup look : new Lookup[] {around, inSource, inTarget}) {
            if (look != null) {
                look.close();
            }
        }
    }
}
