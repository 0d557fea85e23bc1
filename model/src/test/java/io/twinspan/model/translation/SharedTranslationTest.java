package io.twinspan.model.translation;

import static io.twinspan.model.translation.SharedWorld.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.translation.SharedTranslation.Third;
import io.twinspan.model.translation.SharedWorld.Flow;
import io.twinspan.model.translation.SharedWorld.Produced;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Compares with exhaustive search, in made-up histories: a place skips nothing and reads again what is said, at most; and where it is
 * said to be final, no other reads less again.
 */
class SharedTranslationTest {
    private static final int SEEDS = 400;
    private static final int QUESTIONS = 12;

    @Test
    void betweenTwoClustersNothingIsSkippedAndNoOtherPlaceReadsLessAgain() {
        var tally = new Tally();
        for (long seed = 0; seed < SEEDS; seed++) {
            askWhileItGrows(seed, 2, seed % 2 == 0 ? 0 : 30, tally);
        }
        assertThat(tally.wrong).isEmpty();
        assertThat(tally.exact).as("exact").isGreaterThan(SEEDS);
        assertThat(tally.inherent).as("final, with records read again").isGreaterThan(SEEDS);
        assertThat(tally.pending).as("pending").isGreaterThan(SEEDS);
    }

    @Test
    void amongThreeClustersNothingIsSkippedAndNoOtherPlaceReadsLessAgain() {
        var tally = new Tally();
        for (long seed = 0; seed < SEEDS; seed++) {
            askWhileItGrows(1_000 + seed, 3, seed % 2 == 0 ? 0 : 30, tally);
        }
        assertThat(tally.wrong).isEmpty();
        assertThat(tally.exact).as("exact").isGreaterThan(SEEDS / 4);
        assertThat(tally.inherent).as("final, with records read again").isGreaterThan(SEEDS);
        assertThat(tally.pending).as("pending").isGreaterThan(SEEDS);
    }

    @Test
    void oncePairsAreIdleEveryPlaceIsFinalAndTheEndIsExact() {
        var tally = new Tally();
        for (long seed = 0; seed < SEEDS; seed++) {
            var world = new SharedWorld(5_000 + seed, 2, 30);
            world.steps(30);
            world.settle();
            askAll(world, "seed " + (5_000 + seed), tally);
        }
        assertThat(tally.wrong).isEmpty();
        assertThat(tally.pending).isZero();
    }

    @Test
    void onceAMeshWithoutMarkersIsIdleEveryPlaceIsFinalAndTheEndIsExact() {
        var tally = new Tally();
        for (long seed = 0; seed < SEEDS; seed++) {
            var world = new SharedWorld(7_000 + seed, 3, 0);
            world.steps(20);
            world.settle();
            askAll(world, "seed " + (7_000 + seed), tally);
        }
        assertThat(tally.wrong).isEmpty();
        assertThat(tally.pending).isZero();
    }

    /** As clients that come back after a failover find it: the link that brought them away never reads what the other one copies. */
    @Test
    void whereTheLinkBackIsHeldPlacesAreFinalAndThoseBehindAllThatItCopiedAreExact() {
        var tally = new Tally();
        for (long seed = 0; seed < SEEDS; seed++) {
            var world = new SharedWorld(9_000 + seed, 2, 0);
            world.steps(20);
            world.settle();
            long held = world.end(0);
            world.goOnWith(world.link(0, 1), 5);

            String when = "seed " + (9_000 + seed);
            askAll(world, when, tally);
            var ends = new LogEnds(0, world.end(1), world.end(0));
            SharedTranslation translation = translation(world, 0, 1, Flow::book);
            for (long source = held; source <= world.end(0); source++) {
                Translation answer = translation.translate(PARTITION, source, ends);
                if (!answer.isExact()) {
                    tally.wrong.add(when + ", at " + source + ": " + answer);
                }
            }
        }
        assertThat(tally.wrong).isEmpty();
        assertThat(tally.pending).isZero();
    }

    /** Every position of an idle world; at the end nothing may be read again. */
    private static void askAll(SharedWorld world, String when, Tally tally) {
        var ends = new LogEnds(0, world.end(1), world.end(0));
        SharedTranslation translation = translation(world, 0, 1, Flow::book);
        for (long source = 0; source <= world.end(0); source++) {
            Translation answer = translation.translate(PARTITION, source, ends);
            tally.judge(world, 0, 1, source, answer, when);
        }
        if (!translation.translate(PARTITION, world.end(0), ends).isExact()) {
            tally.wrong.add(when + ": the end is not exact");
        }
    }

    /** Positions, ends and maps are looked at one after the other, while all goes on. */
    private static void askWhileItGrows(long seed, int clusters, int holes, Tally tally) {
        var world = new SharedWorld(seed, clusters, holes);
        var asked = new ArrayList<Runnable>();
        for (int i = 0; i < QUESTIONS; i++) {
            world.steps(world.random.nextInt(6));
            int from = world.random.nextInt(clusters);
            int to = (from + 1 + world.random.nextInt(clusters - 1)) % clusters;
            long source = world.random.nextInt(3) == 0 ? world.end(from) : world.random.nextLong(world.end(from) + 1);
            world.steps(world.random.nextInt(3));
            long targetEnd = world.end(to);
            world.steps(world.random.nextInt(3));
            LogEnds ends = world.random.nextInt(4) == 0 ? LogEnds.UNKNOWN : new LogEnds(0, targetEnd, world.end(from));
            world.steps(world.random.nextInt(3));
            Translation answer = translation(world, from, to, Flow::lateBook).translate(PARTITION, source, ends);
            String when = "seed " + seed + ", question " + i + " " + from + "->" + to + " with " + ends;
            asked.add(() -> tally.judge(world, from, to, source, answer, when));
        }
        world.steps(5);
        world.settle();
        asked.forEach(Runnable::run);
    }

    private static SharedTranslation translation(SharedWorld world, int from, int to, Function<Flow, LaneBook> reader) {
        var thirds = new ArrayList<Third>();
        for (int third = 0; third < world.clusters; third++) {
            if (third != from && third != to) {
                thirds.add(new Third(
                        "dc" + third, reader.apply(world.link(third, from)), reader.apply(world.link(third, to))));
            }
        }
        var there = reader.apply(world.link(from, to));
        var back = reader.apply(world.link(to, from));
        return world.random.nextBoolean()
                ? new SharedTranslation(there, back, thirds)
                : new SharedTranslation(back, there, turned(thirds)).reversed();
    }

    private static List<Third> turned(List<Third> thirds) {
        return thirds.stream()
                .map(third -> new Third(third.cluster(), third.toTarget(), third.toSource()))
                .toList();
    }

    /** What was found, by exhaustive search in logs that are complete. Confined to one test. */
    private static final class Tally {
        private final List<String> wrong = new ArrayList<>();
        private long exact;
        private long inherent;
        private long pending;

        void judge(SharedWorld world, int from, int to, long source, Translation answer, String when) {
            String what = when + ", at " + source + ": " + answer;
            if (answer.target().isEmpty()) {
                wrong.add(what);
                return;
            }
            long place = answer.target().getAsLong();
            Map<Produced, Integer> read = offsets(world.logs.get(from).subList(0, (int) source));
            Map<Produced, Integer> there = offsets(world.logs.get(to));
            long firstUnread = there.entrySet().stream()
                    .filter(entry -> !read.containsKey(entry.getKey()))
                    .mapToLong(Map.Entry::getValue)
                    .min()
                    .orElse(world.end(to));
            if (firstUnread < place) {
                wrong.add(what + " skips the record at " + firstUnread);
            }
            long rereads = readAgain(read, there, place);
            if (rereads > answer.rereads()) {
                wrong.add(what + " reads " + rereads + " again");
            }
            if (!answer.isPending()
                    && (rereads != answer.rereads() || rereads != readAgain(read, there, firstUnread))) {
                wrong.add(what + " is said to be final; it reads " + rereads + " again, and from " + firstUnread
                        + " on it would be " + readAgain(read, there, firstUnread));
            }
            if (answer.isExact()) {
                exact++;
            } else if (answer.isPending()) {
                pending++;
            } else {
                inherent++;
            }
        }

        private static long readAgain(Map<Produced, Integer> read, Map<Produced, Integer> there, long place) {
            return read.keySet().stream()
                    .filter(record -> there.getOrDefault(record, -1) >= place)
                    .count();
        }

        private static Map<Produced, Integer> offsets(List<Produced> log) {
            var offsets = new HashMap<Produced, Integer>();
            for (int i = 0; i < log.size(); i++) {
                if (log.get(i) != null) {
                    offsets.put(log.get(i), i);
                }
            }
            return offsets;
        }
    }
}
