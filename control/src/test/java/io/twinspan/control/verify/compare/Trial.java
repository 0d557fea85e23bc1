package io.twinspan.control.verify.compare;

import io.twinspan.control.verify.compare.Comparison.Place;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One comparison, fed bit by bit. Confined to one thread. */
final class Trial {
    static final int MOST_KEPT = 1_000;

    private final List<FakeBatch> sourceBatches;
    private final List<FakeBatch> targetBatches;
    private final FakeLog source;
    private final FakeLog target;
    private final Comparison comparison;

    Trial(Leg leg, Place from, List<FakeBatch> sourceBatches, List<FakeBatch> targetBatches) {
        this(leg, from, sourceBatches, targetBatches, new KeyRoom(1_000_000));
    }

    Trial(Leg leg, Place from, List<FakeBatch> sourceBatches, List<FakeBatch> targetBatches, KeyRoom room) {
        this.sourceBatches = sourceBatches;
        this.targetBatches = targetBatches;
        this.source = new FakeLog(sourceBatches, from.source(), leg.source().to());
        this.target = new FakeLog(targetBatches, from.target(), leg.target().to());
        this.comparison = new Comparison(leg, from, source, target, MOST_KEPT, room);
    }

    Trial startingAt(long sourceStart, long targetStart) {
        source.startingAt(sourceStart);
        target.startingAt(targetStart);
        return this;
    }

    Comparison comparison() {
        return comparison;
    }

    Comparison run(Random random) {
        run(random, Integer.MAX_VALUE);
        return comparison;
    }

    /** Goes on for so many steps; returns where it stands if it is not done by then. */
    @Nullable
    Place run(Random random, int steps) {
        int idle = 0;
        for (int i = 0; i < steps; i++) {
            if (comparison.advance()) {
                requireReleased();
                return null;
            }
            // Invariant B: it asks only for what can come.
            boolean arrived =
                    random.nextBoolean() ? source.arrive() || target.arrive() : target.arrive() || source.arrive();
            idle = arrived ? 0 : idle + 1;
            if (idle > 1) {
                throw new AssertionError("it waits for what will never come, at " + comparison.reached());
            }
        }
        return comparison.place();
    }

    private void requireReleased() {
        source.close();
        target.close();
        sourceBatches.forEach(Trial::requireReleasedOnce);
        targetBatches.forEach(Trial::requireReleasedOnce);
    }

    private static void requireReleasedOnce(FakeBatch batch) {
        if (batch.released() > 1) {
            throw new AssertionError(batch + " was released " + batch.released() + " times");
        }
    }
}
