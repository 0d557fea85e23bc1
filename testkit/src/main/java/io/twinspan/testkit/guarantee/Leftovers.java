package io.twinspan.testkit.guarantee;

import io.twinspan.testkit.guarantee.PartitionComparison.Side;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition that found no partner in step, and what they amount to.
 *
 * <p>Classification, in this order: left over on both sides means reordered; left over in the target but known to the
 * source means doubled; a target and a source leftover between the same matched neighbours that resemble each other are
 * one altered record; the rest is lost or foreign.
 *
 * <p>Confined to the comparison that owns it.
 */
final class Leftovers {

    /** Beyond so many leftovers of a side they are only counted: such a replication is broken enough. */
    private static final int KEPT = 100_000;

    /** How far an altered record's original may lie behind the first source leftover of the same place. */
    private static final int ALTERED_SEARCH = 64;

    /** A leftover and after how many matches it was found. */
    private record Leftover(Fingerprint record, long position) {}

    private final List<Leftover> ofSource = new ArrayList<>();
    private final List<Leftover> ofTarget = new ArrayList<>();
    private long uncheckedSource;
    private long uncheckedTarget;

    void add(Side side, Fingerprint record, long position) {
        List<Leftover> kept = side == Side.SOURCE ? ofSource : ofTarget;
        if (kept.size() < KEPT) {
            kept.add(new Leftover(record, position));
        } else if (side == Side.SOURCE) {
            uncheckedSource++;
        } else {
            uncheckedTarget++;
        }
    }

    /** Source leftovers that were too many to look at; they count as lost. */
    long uncheckedSource() {
        return uncheckedSource;
    }

    /** Target leftovers that were too many to look at; they count as foreign. */
    long uncheckedTarget() {
        return uncheckedTarget;
    }

    /** How many leftovers of the source lie after the last match, with nothing in the target there: not yet copied? */
    long missingAtEnd(long matched) {
        boolean targetGoesOn = ofTarget.stream().anyMatch(extra -> extra.position() == matched);
        long missing =
                ofSource.stream().filter(left -> left.position() == matched).count() + uncheckedSource;
        return targetGoesOn ? 0 : missing;
    }

    /** The records whose presence anywhere in the source partition {@link #classify} needs to know. */
    Set<Long> digestsToLookUp() {
        Set<Long> wanted = new HashSet<>();
        ofTarget.forEach(extra -> wanted.add(extra.record().digest()));
        return wanted;
    }

    /** All differences of this partition; {@code inSource} are those of {@link #digestsToLookUp} that the source has. */
    List<Difference> classify(Set<Long> inSource) {
        List<Difference> found = new ArrayList<>();
        List<Leftover> extras = pairReordered(found);
        List<Leftover> unknown = new ArrayList<>();
        for (Leftover extra : extras) {
            if (inSource.contains(extra.record().digest())) {
                found.add(new Difference(DifferenceKind.DOUBLED, Difference.NONE, extra.record(), ""));
            } else {
                unknown.add(extra);
            }
        }
        List<Leftover> foreign = pairAltered(unknown, found);
        ofSource.forEach(left -> found.add(new Difference(DifferenceKind.LOST, left.record(), Difference.NONE, "")));
        foreign.forEach(
                extra -> found.add(new Difference(DifferenceKind.FOREIGN, Difference.NONE, extra.record(), "")));
        return found;
    }

    private List<Leftover> pairReordered(List<Difference> found) {
        Map<Long, Queue<Leftover>> lost = new HashMap<>();
        for (Leftover left : ofSource) {
            lost.computeIfAbsent(left.record().digest(), digest -> new ArrayDeque<>())
                    .add(left);
        }
        List<Leftover> unpaired = new ArrayList<>();
        Set<Leftover> paired = new HashSet<>();
        for (Leftover extra : ofTarget) {
            Queue<Leftover> same = lost.get(extra.record().digest());
            Leftover partner = same == null ? null : same.poll();
            if (partner == null) {
                unpaired.add(extra);
            } else {
                paired.add(partner);
                found.add(new Difference(DifferenceKind.REORDERED, partner.record(), extra.record(), ""));
            }
        }
        ofSource.removeAll(paired);
        return unpaired;
    }

    private List<Leftover> pairAltered(List<Leftover> unknown, List<Difference> found) {
        Map<Long, Deque<Leftover>> lost = new HashMap<>();
        for (Leftover left : ofSource) {
            lost.computeIfAbsent(left.position(), position -> new ArrayDeque<>())
                    .add(left);
        }
        List<Leftover> unpaired = new ArrayList<>();
        Set<Leftover> paired = new HashSet<>();
        for (Leftover extra : unknown) {
            Leftover partner = takeResembling(extra.record(), lost.get(extra.position()));
            if (partner == null) {
                unpaired.add(extra);
            } else {
                paired.add(partner);
                found.add(new Difference(
                        DifferenceKind.ALTERED,
                        partner.record(),
                        extra.record(),
                        partner.record().differingParts(extra.record())));
            }
        }
        ofSource.removeAll(paired);
        return unpaired;
    }

    private static @Nullable Leftover takeResembling(Fingerprint record, @Nullable Deque<Leftover> candidates) {
        if (candidates == null) {
            return null;
        }
        int tries = 0;
        for (Iterator<Leftover> lost = candidates.iterator(); lost.hasNext() && tries < ALTERED_SEARCH; tries++) {
            Leftover candidate = lost.next();
            if (candidate.record().resembles(record)) {
                lost.remove();
                return candidate;
            }
        }
        return null;
    }
}
