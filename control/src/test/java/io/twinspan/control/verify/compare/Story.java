package io.twinspan.control.verify.compare;

import io.twinspan.control.verify.compare.Comparison.Place;
import io.twinspan.control.verify.compare.Leg.Neighbours;
import io.twinspan.link.ScannedBatch.Kind;
import io.twinspan.model.position.OffsetRange;
import io.twinspan.model.position.Run;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A random log, its copy as a link would make it, and the runs that the link would store. Confined to one thread. */
final class Story {
    static final long OURS = 101;
    static final long OTHER_LINK = 102;
    private static final long FOREIGN = 55;

    /** What may be in it. */
    enum Flavour {
        PLAIN,
        /** Transactions, records of other clusters, records left out, records of others in the copy. */
        MIXED,
        /** Keys that come again, and tombstones; both logs may be cleaned. */
        COMPACTED,
        /** Both at once: what one cleaner takes may be for a record that was never in the other log. */
        SHARED;

        boolean isCompacted() {
            return this == COMPACTED || this == SHARED;
        }
    }

    final Random random;
    final Flavour flavour;
    final List<FakeBatch> source = new ArrayList<>();
    final List<Element> target = new ArrayList<>();
    final List<Run> runs = new ArrayList<>();
    final List<OffsetRange> leftOut = new ArrayList<>();
    final long sourceFrom;
    final long targetFrom;
    long sourceTo;
    private final Set<Long> contents = new HashSet<>();
    private final boolean repeats;
    private final boolean brokerTimed;
    private final int keys;
    private long timestamp = 1_700_000_000_000L;

    /** What one offset of the target holds. Immutable. */
    record Element(Kind kind, long sourceOffset, FakeRecord record, long producerId) {
        static final long NOT_OURS = -1;

        boolean isOurs() {
            return sourceOffset != NOT_OURS;
        }
    }

    /** @param repeats whether records are alike now and then, or all the time */
    Story(long seed, Flavour flavour, boolean repeats) {
        this.random = new Random(seed);
        this.flavour = flavour;
        this.repeats = repeats;
        this.brokerTimed = repeats && random.nextInt(6) == 0;
        this.keys = 3 + random.nextInt(60);
        this.sourceFrom = random.nextInt(3) == 0 ? 0 : random.nextInt(100_000);
        this.targetFrom = random.nextInt(3) == 0 ? sourceFrom : random.nextInt(100_000);
        this.sourceTo = sourceFrom;
        int steps = 1 + random.nextInt(40);
        for (int i = 0; i < steps; i++) {
            step();
        }
        recordRuns();
    }

    private void step() {
        int roll = flavour == Flavour.MIXED || flavour == Flavour.SHARED ? random.nextInt(10) : 9;
        switch (roll) {
            case 0 -> {
                source.add(new FakeBatch(Kind.ABORTED, sourceTo, sourceTo + 2, records(3), 7, false));
                sourceTo += 3;
                marker();
            }
            case 1 -> {
                data(1 + random.nextInt(5), 7, true);
                marker();
            }
            case 2 -> data(1 + random.nextInt(4), OTHER_LINK, false);
            case 3 -> {
                long before = sourceTo;
                data(1 + random.nextInt(4), -1, false);
                leftOut.add(new OffsetRange(before, sourceTo));
            }
            case 4 -> foreign();
            case 5 -> sourceTo += random.nextInt(4);
            default -> data(1 + random.nextInt(random.nextInt(4) == 0 ? 300 : 12), -1, true);
        }
    }

    private void marker() {
        source.add(FakeBatch.control(sourceTo++));
    }

    private void data(int count, long producerId, boolean copied) {
        List<FakeRecord> made = records(count);
        source.add(FakeBatch.of(producerId, made));
        sourceTo += count;
        if (copied) {
            made.forEach(record -> target.add(new Element(Kind.DATA, record.offset(), record, OURS)));
        }
    }

    private void foreign() {
        int count = 1 + random.nextInt(3);
        for (FakeRecord record : records(count)) {
            target.add(new Element(Kind.DATA, Element.NOT_OURS, record, random.nextBoolean() ? FOREIGN : -1));
        }
        if (random.nextBoolean()) {
            target.add(new Element(Kind.CONTROL, Element.NOT_OURS, record(0, 1), FOREIGN));
        }
    }

    private List<FakeRecord> records(int count) {
        var made = new ArrayList<FakeRecord>();
        for (int i = 0; i < count; i++) {
            timestamp += random.nextInt(4);
            long key = flavour.isCompacted() ? 1 + random.nextInt(keys) : 0;
            made.add(record(sourceTo + i, key));
        }
        return made;
    }

    private FakeRecord record(long offset, long key) {
        long content = repeats ? random.nextInt(3) : random.nextLong();
        while (!repeats && !contents.add(content)) {
            content = random.nextLong();
        }
        boolean tombstone = key != 0 && random.nextInt(8) == 0;
        return new FakeRecord(offset, repeats ? timestamp / 5 : timestamp, content, key, tombstone);
    }

    private void recordRuns() {
        long sequence = 0;
        for (int i = 0; i < target.size(); i++) {
            if (target.get(i).isOurs()) {
                var run = new Run(1, sequence++, target.get(i).sourceOffset(), targetFrom + i, 1);
                Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
                if (last != null && last.isContinuedBy(run)) {
                    runs.set(runs.size() - 1, last.joinedWith(run));
                } else {
                    runs.add(run);
                }
            }
        }
    }

    long targetTo() {
        return targetFrom + target.size();
    }

    Place start() {
        return new Place(sourceFrom, targetFrom, 0);
    }

    Leg leg() {
        return leg(sourceTo, targetTo());
    }

    Leg leg(long sourceEnd, long targetEnd) {
        return new Leg(
                map(),
                new Leg.Range(sourceFrom, sourceEnd),
                new Leg.Range(targetFrom, targetEnd),
                producerId -> producerId != OTHER_LINK,
                producerId -> producerId == OURS,
                leftOut,
                flavour.isCompacted(),
                flavour == Flavour.SHARED ? Neighbours.ALIKE : Neighbours.NONE);
    }

    RunMap map() {
        return new RunMap() {
            @Override
            public Iterator<Run> fromSource(long offset) {
                return runs.stream().filter(run -> run.sourceEnd() > offset).iterator();
            }

            @Override
            public Iterator<Run> fromTarget(long offset) {
                return runs.stream().filter(run -> run.targetEnd() > offset).iterator();
            }
        };
    }

    /** Has the link's positions lost a random part of the runs; returns how many records were in it. */
    long loseRuns() {
        long from = sourceFrom + random.nextInt((int) (sourceTo - sourceFrom) + 1);
        long to = from + random.nextInt((int) (sourceTo - from) + 1);
        var kept = new ArrayList<Run>();
        long lost = 0;
        for (Run run : runs) {
            long first = Math.max(from, run.sourceStart());
            long last = Math.min(to, run.sourceEnd());
            if (first >= last) {
                kept.add(run);
                continue;
            }
            lost += last - first;
            part(run, run.sourceStart(), first).ifPresent(kept::add);
            part(run, last, run.sourceEnd()).ifPresent(kept::add);
        }
        runs.clear();
        runs.addAll(kept);
        return lost;
    }

    private static Optional<Run> part(Run run, long from, long to) {
        long skipped = from - run.sourceStart();
        return from >= to
                ? Optional.empty()
                : Optional.of(new Run(1, run.sequence() + skipped, from, run.targetStart() + skipped, to - from));
    }

    /** The source's batches, made anew. */
    List<FakeBatch> sourceBatches() {
        return source.stream()
                .map(batch -> new FakeBatch(
                        batch.kind(),
                        batch.baseOffset(),
                        batch.lastOffset(),
                        batch.content(),
                        batch.producerId(),
                        batch.isBrokerTimed()))
                .toList();
    }

    /** The source's batches without these records, as its cleaner leaves them. */
    List<FakeBatch> sourceBatchesWithout(Set<Long> offsets) {
        return sourceBatches().stream()
                .map(batch -> batch.kind() != Kind.DATA
                        ? batch
                        : new FakeBatch(
                                batch.kind(),
                                batch.baseOffset(),
                                batch.lastOffset(),
                                batch.content().stream()
                                        .filter(record -> !offsets.contains(record.offset()))
                                        .toList(),
                                batch.producerId(),
                                false))
                .toList();
    }

    /** The target's batches as the link made them: the source's as they are, merged, or cut. */
    List<FakeBatch> targetBatches() {
        return batches(target, true);
    }

    /** The same elements at offsets without gaps, in batches cut anywhere; written by the link, or by somebody else. */
    List<FakeBatch> batches(List<Element> elements, boolean byLink) {
        var batches = new ArrayList<FakeBatch>();
        var cuts = new HashSet<Long>();
        source.forEach(batch -> cuts.add(batch.baseOffset()));
        boolean wild = random.nextBoolean();
        int from = 0;
        while (from < elements.size()) {
            Element first = elements.get(from);
            int to = from + 1;
            while (to < elements.size()
                    && elements.get(to).isOurs() == first.isOurs()
                    && elements.get(to).kind() == first.kind()
                    && elements.get(to).producerId() == first.producerId()
                    && (wild
                            ? random.nextInt(20) > 0
                            : !cuts.contains(elements.get(to).sourceOffset()))
                    && first.kind() == Kind.DATA) {
                to++;
            }
            batches.add(batch(elements.subList(from, to), targetFrom + from, byLink));
            from = to;
        }
        return batches;
    }

    private FakeBatch batch(List<Element> elements, long base, boolean byLink) {
        Element first = elements.get(0);
        if (first.kind() == Kind.CONTROL) {
            return FakeBatch.control(base);
        }
        var records = new ArrayList<FakeRecord>();
        for (Element element : elements) {
            FakeRecord record = element.record().at(base + records.size());
            records.add(brokerTimed ? record.withTimestamp(42) : record);
        }
        long producerId = byLink || !first.isOurs() ? first.producerId() : -1;
        return new FakeBatch(
                Kind.DATA, base, base + records.size() - 1, records, producerId, brokerTimed && first.isOurs());
    }
}
