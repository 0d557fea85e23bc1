package io.twinspan.control.verify.compare;

import io.twinspan.control.verify.compare.Finding.Content;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The differences so far: those in a row are one, and what is missing in one place and extra in another was moved. Confined to the thread
 * that compares.
 */
final class Findings {
    /** How far apart, in differences, the two halves of a move may be. */
    private static final int MOST_HALVES = 1_000;

    private final int most;
    private final List<Entry> kept = new ArrayList<>();
    private final Map<Content, Entry> missing = new HashMap<>();
    private final Map<Content, Entry> extra = new HashMap<>();
    private @Nullable Entry last;
    private long count;
    private long records;

    /** A finding that may still become another. Confined to the thread that compares. */
    private static final class Entry {
        private Finding finding;

        Entry(Finding finding) {
            this.finding = finding;
        }
    }

    /** @param most how many are kept whole, at least 1; the others are counted */
    Findings(int most) {
        this.most = most;
    }

    /** Goes on from what was found before. */
    void resume(List<Finding> before, long countBefore, long recordsBefore) {
        for (Finding finding : before) {
            var entry = new Entry(finding);
            kept.add(entry);
            remember(entry);
            last = entry;
        }
        count = countBefore;
        records = recordsBefore;
    }

    void add(Finding finding) {
        if (continuesLast(finding) || wasMoved(finding)) {
            return;
        }
        var entry = new Entry(finding);
        count++;
        records += finding.records();
        keep(entry);
        remember(entry);
        last = entry;
    }

    /** The first ones in the order of the source; what compaction hid for a while comes late. */
    private void keep(Entry entry) {
        if (kept.size() == most) {
            Entry latest = Collections.max(kept, Comparator.comparingLong(any -> place(any.finding)));
            if (place(latest.finding) <= place(entry.finding)) {
                return;
            }
            kept.remove(latest);
        }
        kept.add(entry);
    }

    private boolean continuesLast(Finding next) {
        Entry entry = last;
        if (entry == null || entry.finding.kind() != next.kind()) {
            return false;
        }
        Finding before = entry.finding;
        boolean followsInSource = next.source() == before.source() + before.records();
        boolean followsInTarget = next.target() == before.target() + before.records();
        boolean follows = switch (next.kind()) {
            case MISSING -> followsInSource;
            case EXTRA -> followsInTarget;
            case ALTERED -> followsInSource && followsInTarget;
            case DOUBLED, REORDERED, DAMAGED -> false;
        };
        if (follows) {
            if (before.records() == 1) {
                forget(entry);
            }
            records += next.records();
            entry.finding = with(before, before.kind(), before.records() + next.records(), before.elsewhere());
        }
        return follows;
    }

    private boolean wasMoved(Finding next) {
        Content source = next.inSource();
        Content target = next.inTarget();
        Entry extraBefore = source == null ? null : extra.get(source);
        Entry missingBefore = target == null ? null : missing.get(target);
        return switch (next.kind()) {
            case MISSING -> moved(extraBefore, DifferenceKind.EXTRA, next);
            case EXTRA -> moved(missingBefore, DifferenceKind.MISSING, next);
            case ALTERED -> extraBefore != null && extraBefore == missingBefore && exchanged(extraBefore, next);
            case DOUBLED, REORDERED, DAMAGED -> false;
        };
    }

    private boolean moved(@Nullable Entry half, DifferenceKind kind, Finding next) {
        if (half == null || half.finding.kind() != kind) {
            return false;
        }
        forget(half);
        Finding before = half.finding;
        Finding wanted = next.kind() == DifferenceKind.MISSING ? next : before;
        Finding found = next.kind() == DifferenceKind.MISSING ? before : next;
        half.finding = new Finding(
                DifferenceKind.REORDERED,
                wanted.source(),
                wanted.target(),
                found.target(),
                1,
                before.near(),
                wanted.inSource(),
                null,
                "");
        return true;
    }

    /** Two records, each in the place of the other. */
    private boolean exchanged(Entry first, Finding second) {
        forget(first);
        records++;
        first.finding = with(first.finding, DifferenceKind.REORDERED, 2, second.target());
        return true;
    }

    private static Finding with(Finding finding, DifferenceKind kind, long records, long elsewhere) {
        return new Finding(
                kind,
                finding.source(),
                finding.target(),
                elsewhere,
                records,
                finding.near(),
                finding.inSource(),
                finding.inTarget(),
                finding.note());
    }

    private void remember(Entry entry) {
        Finding finding = entry.finding;
        if (finding.records() != 1 || missing.size() + extra.size() >= MOST_HALVES) {
            return;
        }
        Content source = finding.inSource();
        Content target = finding.inTarget();
        boolean isAltered = finding.kind() == DifferenceKind.ALTERED;
        if (source != null && (isAltered || finding.kind() == DifferenceKind.MISSING)) {
            missing.put(source, entry);
        }
        if (target != null && (isAltered || finding.kind() == DifferenceKind.EXTRA)) {
            extra.put(target, entry);
        }
    }

    private void forget(Entry entry) {
        missing.values().removeIf(any -> any == entry);
        extra.values().removeIf(any -> any == entry);
    }

    /** How many there are. */
    long count() {
        return count;
    }

    /** How many records they concern. */
    long records() {
        return records;
    }

    /** The first ones, in the order of the source. */
    List<Finding> kept() {
        return kept.stream()
                .map(entry -> entry.finding)
                .sorted(Comparator.comparingLong(Findings::place))
                .toList();
    }

    private static long place(Finding finding) {
        return finding.source() >= 0 ? finding.source() : finding.near();
    }
}
