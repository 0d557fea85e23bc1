package io.twinspan.model.translation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A range of offsets, the end exclusive; it is empty if it ends where it begins, or before. Immutable.
 */
record Span(long from, long to) {
    /** What of it none of the others has, in ascending order. */
    List<Span> without(List<Span> others) {
        var left = new ArrayList<Span>();
        long at = from;
        for (Span other : others.stream()
                .filter(span -> span.to > from)
                .sorted(Comparator.comparingLong(Span::from))
                .toList()) {
            if (at < Math.min(to, other.from)) {
                left.add(new Span(at, Math.min(to, other.from)));
            }
            at = Math.max(at, other.to);
        }
        if (at < to) {
            left.add(new Span(at, to));
        }
        return left;
    }

    /** The spans of things, up to the first that is empty. */
    static <T> Iterator<Span> untilEmpty(Iterator<T> things, Function<T, Span> spanOf) {
        Stream<T> stream =
                StreamSupport.stream(Spliterators.spliteratorUnknownSize(things, Spliterator.ORDERED), false);
        return stream.map(spanOf).takeWhile(span -> span.from < span.to).iterator();
    }

    /** A sequence of spans, with the next one in sight. Confined to one call. */
    private static final class Walk {
        private final Iterator<Span> rest;
        private Span head;

        private Walk(Iterator<Span> nonEmpty) {
            head = nonEmpty.next();
            rest = nonEmpty;
        }
    }

    /** How far spans reach from an offset on without a hole; each sequence is in ascending order. */
    static long reach(long from, List<Iterator<Span>> sequences) {
        long reach = from;
        PriorityQueue<Walk> walks = walks(sequences);
        for (Walk walk = walks.poll(); walk != null && walk.head.from <= reach; walk = walks.poll()) {
            reach = Math.max(reach, walk.head.to);
            advance(walk, walks);
        }
        return reach;
    }

    /** How many offsets below an end are in any of the spans; each sequence is in ascending order. */
    static long count(List<Iterator<Span>> sequences, long end) {
        long count = 0;
        long counted = Long.MIN_VALUE;
        PriorityQueue<Walk> walks = walks(sequences);
        for (Walk walk = walks.poll(); walk != null && walk.head.from < end; walk = walks.poll()) {
            long from = Math.max(counted, walk.head.from);
            long to = Math.min(end, walk.head.to);
            count += Math.max(0, to - from);
            counted = Math.max(counted, to);
            advance(walk, walks);
        }
        return count;
    }

    private static PriorityQueue<Walk> walks(List<Iterator<Span>> sequences) {
        var walks = new PriorityQueue<Walk>(Comparator.comparingLong(walk -> walk.head.from));
        sequences.stream().filter(Iterator::hasNext).forEach(spans -> walks.add(new Walk(spans)));
        return walks;
    }

    private static void advance(Walk walk, PriorityQueue<Walk> walks) {
        if (walk.rest.hasNext()) {
            walk.head = walk.rest.next();
            walks.add(walk);
        }
    }
}
