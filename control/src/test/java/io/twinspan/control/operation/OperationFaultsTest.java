package io.twinspan.control.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.control.operation.Operation.Around;
import io.twinspan.control.operation.Operation.Result;
import io.twinspan.control.operation.OperationState.StepState;
import io.twinspan.model.error.Fenced;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.error.TransientFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Operations whose journal fails at random: entries are lost, or kept with nobody told; processes die, before and after an entry is kept and
 * in the middle of what they do; others take the operation up meanwhile, to continue it or to take it back. The letters are the invariants
 * of {@link Operation}, which are held at every entry and every change.
 */
class OperationFaultsTest {
    private static final int SEEDS = 1_500;
    private static final int MOST_FAULTS = 25;
    private static final String ID = "f1";
    private static final Map<String, List<String>> THINGS = Map.of(
            "fence", List.of("fence-1", "fence-2", "standing"),
            "groups", List.of("group-1", "group-2", "group-3"),
            "open", List.of("open-1"));
    private static final List<String> STEPS = List.of("fence", "groups", "open");

    /** What may befall an operation. */
    private enum Fault {
        ENTRY_LOST,
        ANSWER_LOST,
        READING_FAILS,
        DIES_BEFORE_ENTRY,
        DIES_AFTER_ENTRY,
        DIES_BEFORE_CHANGE,
        DIES_AFTER_CHANGE,
        TAKEN_UP_BEFORE_ENTRY,
        TAKEN_UP_AFTER_ENTRY
    }

    private final Map<Fault, Integer> happened = new EnumMap<>(Fault.class);
    private int fenced;
    private int refused;
    private int done;
    private int undone;

    @Test
    void whateverFailsAnOperationEndsAsItSaysThatItDid() {
        for (int seed = 0; seed < SEEDS; seed++) {
            new Trial(seed).run();
        }
        assertThat(happened).containsOnlyKeys(Fault.values());
        assertThat(happened.values()).allMatch(times -> times > 50);
        assertThat(fenced).isGreaterThan(100);
        assertThat(refused).isGreaterThan(100);
        assertThat(done).isGreaterThan(SEEDS / 10);
        assertThat(undone).isGreaterThan(SEEDS / 10);
    }

    /** The process was killed. */
    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** One operation from its beginning to its end. Confined to the test. */
    private final class Trial implements Time {
        private final int seed;
        private final Random random;
        private final Set<String> world = new TreeSet<>(Set.of("standing"));
        private final List<Entry> entries = new ArrayList<>();
        private int writers;
        private int faults;
        private long nowMs;

        Trial(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void run() {
            for (int rounds = 0; !state().isClosed(); rounds++) {
                assertThat(rounds).as("seed %d", seed).isLessThan(200);
                process();
            }
            String verdict = state().verdict();
            done += "OK".equals(verdict) ? 1 : 0;
            undone += "UNDONE".equals(verdict) ? 1 : 0;
            assertThat(world)
                    .as("seed %d, %s", seed, verdict)
                    .isEqualTo(
                            "OK".equals(verdict)
                                    ? Set.of(
                                            "standing", "fence-1", "fence-2", "group-1", "group-2", "group-3", "open-1")
                                    : Set.of("standing"));
        }

        private OperationState state() {
            return OperationState.of(ID, entries);
        }

        /** One process, as far as it comes. */
        private void process() {
            String writer = "writer-" + ++writers;
            var around = new Around(new Log(), this, new Silence(), StepHooks.NONE);
            List<Step> steps =
                    STEPS.stream().<Step>map(name -> new Change(name, writer)).toList();
            try {
                Operation operation =
                        state().exists() ? Operation.claim(around, ID, writer) : Operation.open(around, ID, writer, "");
                if (random.nextInt(3) > 0) {
                    end(operation, operation.run(steps), "OK");
                } else if (operation.isPast(steps)) {
                    refused++;
                    assertThatThrownBy(() -> operation.undo(steps))
                            .as("D, seed %d", seed)
                            .isInstanceOfAny(Misconfigured.class, TransientFailure.class);
                } else {
                    end(operation, operation.undo(steps), "UNDONE");
                }
            } catch (Fenced e) {
                fenced++;
            } catch (Death | ReplicationException e) {
                assertThat(faults).as("seed %d: %s", seed, e).isPositive();
            }
        }

        private void end(Operation operation, Result result, String verdict) {
            if (result.isDone()) {
                operation.close(verdict);
            }
        }

        private boolean happens(Fault fault, int oneOf) {
            if (faults >= MOST_FAULTS || random.nextInt(oneOf) > 0) {
                return false;
            }
            faults++;
            happened.merge(fault, 1, Integer::sum);
            return true;
        }

        private void change(String step, String writer, Runnable change) {
            OperationState state = state();
            StepState of = state.step(step);
            assertThat(of).as("A, seed %d: %s is not begun", seed, step).isNotNull();
            assertThat(of.isBegun())
                    .as("A, seed %d: %s is not begun", seed, step)
                    .isTrue();
            assertThat(state.writer()).as("C, seed %d", seed).isEqualTo(writer);
            if (happens(Fault.DIES_BEFORE_CHANGE, 60)) {
                throw new Death();
            }
            change.run();
            if (happens(Fault.DIES_AFTER_CHANGE, 60)) {
                throw new Death();
            }
        }

        private void check(Entry entry) {
            OperationState state = state();
            if (!state.isOwnedBy(entry.epoch(), entry.writer())) {
                return;
            }
            List<String> things = THINGS.getOrDefault(entry.step(), List.of());
            if (entry.type() == Entry.Type.DONE) {
                assertThat(world)
                        .as("A, seed %d: %s is done", seed, entry.step())
                        .containsAll(things);
            } else if (entry.type() == Entry.Type.UNDONE) {
                assertThat(world)
                        .as("B, seed %d: %s is taken back", seed, entry.step())
                        .contains("standing")
                        .doesNotContainAnyElementsOf(things.stream()
                                .filter(thing -> !thing.equals("standing"))
                                .toList());
                assertThat(isOpened(state)).as("D, seed %d", seed).isFalse();
            }
        }

        private boolean isOpened(OperationState state) {
            StepState open = state.step("open");
            return open != null && open.isBegun();
        }

        @Override
        public long nowMs() {
            return nowMs;
        }

        @Override
        public boolean pause(long ms) {
            nowMs += ms;
            return true;
        }

        /** A journal that fails. Confined to the test. */
        private final class Log implements Journal {
            @Override
            public List<Entry> entries() {
                if (happens(Fault.READING_FAILS, 250)) {
                    throw new TransientFailure("the journal cannot be read");
                }
                return List.copyOf(entries);
            }

            @Override
            public void append(Entry entry) {
                if (happens(Fault.TAKEN_UP_BEFORE_ENTRY, 60)) {
                    process();
                }
                if (happens(Fault.DIES_BEFORE_ENTRY, 60)) {
                    throw new Death();
                }
                if (happens(Fault.ENTRY_LOST, 40)) {
                    throw new TransientFailure("no answer");
                }
                entries.add(entry);
                check(entry);
                if (happens(Fault.DIES_AFTER_ENTRY, 60)) {
                    throw new Death();
                }
                if (happens(Fault.ANSWER_LOST, 40)) {
                    throw new TransientFailure("no answer");
                }
                if (happens(Fault.TAKEN_UP_AFTER_ENTRY, 60)) {
                    process();
                }
            }
        }

        /** Puts things into the world that are not there, and takes back those that it noted. Confined to the test. */
        private final class Change implements Step {
            private final String name;
            private final String writer;

            Change(String name, String writer) {
                this.name = name;
                this.writer = writer;
            }

            @Override
            public String name() {
                return name;
            }

            @Override
            public String title() {
                return "changes " + name;
            }

            @Override
            public Duration limit() {
                return Duration.ofSeconds(60);
            }

            @Override
            public Duration estimate() {
                return Duration.ofSeconds(1);
            }

            @Override
            public boolean isPointOfNoReturn() {
                return name.equals("open");
            }

            @Override
            public Outcome run(StepContext context) {
                for (String thing : THINGS.getOrDefault(name, List.of())) {
                    if (!world.contains(thing)) {
                        context.note(thing, "added");
                        change(name, writer, () -> {
                            assertThat(state().notes(name))
                                    .as("B, seed %d", seed)
                                    .containsKey(thing);
                            world.add(thing);
                        });
                    }
                }
                return Outcome.done("");
            }

            @Override
            public void undo(StepContext context) {
                for (String thing : context.notes().keySet()) {
                    if (world.contains(thing)) {
                        change(name, writer, () -> {
                            assertThat(isOpened(state())).as("D, seed %d", seed).isFalse();
                            world.remove(thing);
                        });
                    }
                }
            }
        }
    }

    /** Nobody listens. Immutable. */
    private record Silence() implements Observer {
        @Override
        public void begins(Step step, int number, int of) {}

        @Override
        public void progress(Step step, String sentence) {}

        @Override
        public void ends(Step step, Entry.Type how, String text, long tookMs) {}
    }
}
