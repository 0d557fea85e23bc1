package io.twinspan.control.verify.compare;

import io.twinspan.control.verify.compare.Window.Anchor;
import io.twinspan.control.verify.compare.Window.Item;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what happened where two logs begin to differ, by looking ahead on both sides until they are in step again. Confined to the
 * thread that compares.
 *
 * <p>Implementation note. It looks a few records ahead first, and further only if that does not do. What lies before the place from
 * which on both sides are the same is left over; {@link Leftovers} says what each of it is. If there is no such place within the
 * furthest look, records that stand in the same place are taken for one record that was altered.
 */
final class Resync {
    private static final int[] LOOKS = {64, 512, 4_096};

    private final Leg leg;
    private final Tape source;
    private final Tape target;

    Resync(Leg leg, Tape source, Tape target) {
        this.leg = leg;
        this.source = source;
        this.target = target;
    }

    /**
     * What became clear. Immutable.
     *
     * @param sourceRecords so many of the source's open records are accounted for
     * @param targetRecords so many of the target's are
     * @param compared how many pairs were compared
     * @param shift how far the target's records are from where the runs say, from here on
     * @param cleanedSource source offsets of records that only the source has, where a cleaner may be the reason
     * @param cleanedTarget the same of the target
     */
    record Outcome(
            List<Finding> findings,
            int sourceRecords,
            int targetRecords,
            long compared,
            long shift,
            Set<Long> cleanedSource,
            Set<Long> cleanedTarget) {
        boolean isCleanedSource(long offset) {
            return cleanedSource.contains(offset);
        }

        boolean isCleanedTarget(long offset) {
            return cleanedTarget.contains(offset);
        }
    }

    /** Looks ahead from two heads that should be equal and are not; null if more must be read first. */
    @Nullable
    Outcome look(long shift) {
        for (int look : LOOKS) {
            Tape.More ofSource = open(source, look);
            Tape.More ofTarget = open(target, look);
            if (ofSource == Tape.More.AWAITED || ofTarget == Tape.More.AWAITED) {
                return null;
            }
            var window = new Window(
                    sourceItems(shift, look),
                    targetItems(shift, look),
                    ends(source, look, leg.source().to()),
                    ends(target, look, leg.target().to() + shift));
            Anchor anchor = window.anchor();
            if (anchor != null) {
                return outcome(window, anchor, shift);
            }
            if (source.size() < look && target.size() < look) {
                return inPlace(window, shift);
            }
            if (look == LOOKS[LOOKS.length - 1]) {
                return inPlace(window, shift);
            }
        }
        throw new IllegalStateException("the furthest look has an outcome");
    }

    /** Opens so many records, or as many as there are. */
    private static Tape.More open(Tape tape, int wanted) {
        Tape.More more = Tape.More.ADDED;
        while (tape.size() < wanted && more == Tape.More.ADDED) {
            more = tape.more();
        }
        return tape.size() >= wanted ? Tape.More.ADDED : more;
    }

    private static boolean ends(Tape tape, int look, long end) {
        return tape.size() < look || tape.offset(look - 1) >= end;
    }

    private List<Item> sourceItems(long shift, int look) {
        RunCursor runs = RunCursor.ofSource(leg.runs());
        var items = new ArrayList<Item>();
        for (int i = 0; i < Math.min(look, source.size()); i++) {
            long offset = source.offset(i);
            var run = offset < leg.source().to() ? runs.at(offset) : null;
            if (run != null) {
                items.add(new Item(i, offset, run.toTarget(offset) + shift, source.content(i), source.time(i), false));
            }
        }
        return items;
    }

    private List<Item> targetItems(long shift, int look) {
        RunCursor runs = RunCursor.ofTarget(leg.runs());
        var items = new ArrayList<Item>();
        for (int j = 0; j < Math.min(look, target.size()); j++) {
            long offset = target.offset(j);
            long place = offset - shift;
            boolean isCopy = target.belongs(j) || (!leg.knowsCopiesByProducer() && runs.at(place) != null);
            if (isCopy && place < leg.target().to()) {
                items.add(new Item(j, offset, offset, target.content(j), target.time(j), target.isUntimed(j)));
            }
        }
        return items;
    }

    private Outcome outcome(Window window, Anchor anchor, long shift) {
        List<Item> ofSource = window.source().subList(0, anchor.inSource());
        List<Item> ofTarget = window.target().subList(0, anchor.inTarget());
        boolean isEnd = anchor.inSource() == window.source().size()
                || anchor.inTarget() == window.target().size();
        long newShift = isEnd
                ? shift
                : shift
                        + window.target().get(anchor.inTarget()).place()
                        - window.source().get(anchor.inSource()).place();
        return outcome(window, ofSource, ofTarget, newShift);
    }

    /** Nothing is in step: each record that has one in its place is compared with that. */
    private Outcome inPlace(Window window, long shift) {
        int pairs = Math.max(1, Math.min(window.source().size(), window.target().size()));
        return outcome(
                window,
                window.source().subList(0, Math.min(pairs, window.source().size())),
                window.target().subList(0, Math.min(pairs, window.target().size())),
                shift);
    }

    private Outcome outcome(Window window, List<Item> ofSource, List<Item> ofTarget, long newShift) {
        var leftovers = new Leftovers(ofSource, ofTarget, source.offset(0));
        Set<Long> cleanedSource = new HashSet<>();
        Set<Long> cleanedTarget = new HashSet<>();
        if (leg.compacted()) {
            Set<Long> occupied = new HashSet<>();
            window.target().forEach(item -> occupied.add(item.place()));
            leftovers.missing().stream()
                    .filter(item -> !occupied.contains(item.place()))
                    .forEach(item -> cleanedSource.add(item.offset()));
            Set<Long> wanted = new HashSet<>();
            window.source().forEach(item -> wanted.add(item.place()));
            leftovers.extra().stream()
                    .filter(item -> !wanted.contains(item.place()))
                    .forEach(item -> cleanedTarget.add(item.offset()));
        }
        return new Outcome(
                leftovers.findings(cleanedSource, cleanedTarget),
                upTo(ofSource, window.source()),
                upTo(ofTarget, window.target()),
                leftovers.compared(),
                newShift,
                cleanedSource,
                cleanedTarget);
    }

    /** How many open records lie before the first one that is not left over. */
    private static int upTo(List<Item> leftOver, List<Item> all) {
        return leftOver.size() < all.size()
                ? all.get(leftOver.size()).index()
                : leftOver.isEmpty() ? 0 : leftOver.get(leftOver.size() - 1).index() + 1;
    }
}
