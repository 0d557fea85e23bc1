package io.twinspan.control.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.control.operation.Operation.Around;
import io.twinspan.control.operation.Operation.Result;
import io.twinspan.model.error.Fenced;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.TransientFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The letters are the invariants of {@link Operation}. */
class OperationTest {
    private final Set<String> world = new TreeSet<>(Set.of("standing"));
    private final Log log = new Log();
    private final FakeTime time = new FakeTime();
    private final List<String> heard = new ArrayList<>();
    private int writers;
    private int diesAfter = Integer.MAX_VALUE;

    private final Change fence = new Change("fence", "fence-1", "fence-2", "standing");
    private final Change groups = new Change("groups", "group-1", "group-2", "group-3");
    private final Change open = new Change("open", "open-1") {
        @Override
        public boolean isPointOfNoReturn() {
            return true;
        }
    };
    private final List<Step> steps = List.of(fence, groups, open);

    private static final Set<String> ALL =
            Set.of("standing", "fence-1", "fence-2", "group-1", "group-2", "group-3", "open-1");

    @Test
    void doesEveryStepOnceAndIsThenOver() {
        Operation operation = Operation.open(around(), "f1", writer(), "the plan");
        Result result = operation.run(steps);
        operation.close("OK");

        assertThat(result.isDone()).isTrue();
        assertThat(world).isEqualTo(new TreeSet<>(ALL));
        OperationState state = operation.state();
        assertThat(state.isClosed()).isTrue();
        assertThat(state.plan()).isEqualTo("the plan");
        assertThat(state.verdict()).isEqualTo("OK");
        assertThat(state.steps().values()).allMatch(step -> step.isOver() && step.attempts() == 1);
        assertThat(heard).containsExactly("fence DONE", "groups DONE", "open DONE");
        assertThatThrownBy(() -> Operation.claim(around(), "f1", writer()))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("is over: OK");
    }

    /** A and B: wherever the process dies, one that continues comes to the same, and one that takes back to where it began. */
    @Test
    void dyingAnywhereAndContinuingComesToTheSame() {
        int ends = countOf(true);
        // To open it, to begin and end three steps, and to note and make six changes.
        assertThat(ends).isEqualTo(1 + 3 * 2 + 6 * 2);
        for (int at = 0; at < ends; at++) {
            reset();
            dieAt(at);
            continueUntilDone(true);
            assertThat(world).as("died at %s", at).isEqualTo(new TreeSet<>(ALL));
        }
    }

    @Test
    void dyingAnywhereBeforeTheLastStepAndTakingBackComesToTheBeginning() {
        int ends = countOf(true);
        int tried = 0;
        for (int at = 0; at < ends; at++) {
            reset();
            dieAt(at);
            OperationState state = OperationState.of("f1", log.entries());
            if (state.exists() && state.step("open") == null) {
                tried++;
                for (int again = 0; again < 40; again++) {
                    if (world.equals(Set.of("standing")) && isUndone()) {
                        break;
                    }
                    // It dies while it takes back, too, each time a little later.
                    diesAfter = again;
                    try {
                        Operation.claim(around(), "f1", writer()).undo(steps);
                    } catch (Death expected) {
                        assertThat(expected).isNotNull();
                    }
                }
                diesAfter = Integer.MAX_VALUE;
                assertThat(world).as("died at %s", at).containsExactly("standing");
                assertThat(isUndone()).isTrue();
            }
        }
        assertThat(tried).isEqualTo(1 + 2 * 2 + 5 * 2);
    }

    /** A: else an operation that is continued would go on without the fence that it believes to stand. */
    @Test
    void aStepThatWasTakenBackInPartIsDoneAgain() {
        int deaths = 0;
        for (int at = 0; at < 20; at++) {
            reset();
            Operation.open(around(), "f1", writer(), "").run(List.of(fence, groups));
            diesAfter = at;
            try {
                Operation.claim(around(), "f1", writer()).undo(steps);
            } catch (Death expected) {
                deaths++;
            }
            diesAfter = Integer.MAX_VALUE;
            continueUntilDone(true);
            assertThat(world).as("died at %s", at).isEqualTo(new TreeSet<>(ALL));
        }
        // To take it up, to begin and end two steps, and to take back five changes.
        assertThat(deaths).isEqualTo(1 + 2 * 2 + 5);
    }

    /** D. */
    @Test
    void nothingIsTakenBackFromThePointOfNoReturnOn() {
        open.fails = new Inconsistent("the target refuses");
        Operation operation = Operation.open(around(), "f1", writer(), "");
        assertThat(operation.run(steps).isDone()).isFalse();

        assertThatThrownBy(() -> operation.undo(steps))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("has begun 'open'");
        assertThat(world).contains("fence-1");
    }

    /** What is called before the last step may fail, and everything is taken back. */
    @Test
    void whatIsCalledBeforeAStepIsNoPartOfIt() {
        var called = new ArrayList<String>();
        StepHooks hooks = new StepHooks() {
            @Override
            public boolean has(When when, Step step) {
                return step == open;
            }

            @Override
            public void call(When when, Step step, StepContext context) {
                if (has(when, step)) {
                    called.add(when + " " + step.name());
                    if (when == When.BEFORE) {
                        throw new Inconsistent("it says no");
                    }
                }
            }
        };
        Operation operation = Operation.open(new Around(log, time, around().observer(), hooks), "f1", writer(), "");
        Result result = operation.run(steps);

        assertThat(result.error()).hasMessage("it says no");
        assertThat(operation.isPast(steps)).isFalse();
        assertThat(operation.undo(steps).isDone()).isTrue();
        assertThat(world).containsExactly("standing");
        assertThat(called).containsExactly("BEFORE open", "UNDO open");
    }

    /** C. */
    @Test
    void whoLostTheOperationLearnsItBeforeItDoesAnythingMore() {
        Operation first = Operation.open(around(), "f1", writer(), "");
        groups.inBetween = () -> Operation.claim(around(), "f1", writer());

        assertThatThrownBy(() -> first.run(steps))
                .isInstanceOf(Fenced.class)
                .hasMessageContaining("was taken up by another process (writer-2)");
        assertThat(world).doesNotContain("group-3", "open-1");
        groups.inBetween = null;
        continueUntilDone(true);
        assertThat(world).isEqualTo(new TreeSet<>(ALL));
    }

    @Test
    void ofTwoThatTakeItUpAtOnceTheFirstOneHasIt() {
        Operation.open(around(), "f1", writer(), "");
        log.append(new Entry("f1", 2, "rival", 0, Entry.Type.CLAIMED, "", "", "", 1));
        log.append(new Entry("f1", 2, "late", 0, Entry.Type.CLAIMED, "", "", "", 2));
        log.append(new Entry("f1", 2, "late", 1, Entry.Type.CLOSED, "", "", "stolen", 3));

        OperationState state = OperationState.of("f1", log.entries());
        assertThat(state.writer()).isEqualTo("rival");
        assertThat(state.isClosed()).isFalse();
    }

    @Test
    void whatPassesIsTriedAgainAndWhatStaysIsToldAtOnce() {
        fence.failures = 2;
        fence.fails = new TransientFailure("no answer");
        Operation operation = Operation.open(around(), "f1", writer(), "");
        assertThat(operation.run(List.of(fence)).isDone()).isTrue();
        assertThat(operation.state().steps().get("fence").attempts()).isEqualTo(3);

        groups.fails = new Misconfigured("x", "a permission is missing");
        Result result = operation.run(steps);
        assertThat(result.failed()).isSameAs(groups);
        assertThat(result.error()).hasMessage("a permission is missing");
        assertThat(operation.state().steps().get("groups").attempts()).isEqualTo(1);
        assertThat(operation.state().steps().get("groups").text()).isEqualTo("a permission is missing");
    }

    @Test
    void aStepHasNoMoreTimeThanItsLimit() {
        fence.waits = true;
        Result result = Operation.open(around(), "f1", writer(), "").run(List.of(fence));

        assertThat(result.error())
                .hasMessageContaining("'fence' was not done within 10 s")
                .hasMessageContaining("waiting for nothing");
        assertThat(time.nowMs).isBetween(10_000L, 12_000L);
    }

    private boolean isUndone() {
        return OperationState.of("f1", log.entries()).steps().values().stream()
                .allMatch(OperationState.StepState::isUndone);
    }

    /** Runs with a death after so many things: entries and changes count alike. */
    private void dieAt(int at) {
        diesAfter = at;
        try {
            Operation operation = Operation.open(around(), "f1", writer(), "");
            operation.run(steps);
        } catch (Death expected) {
            assertThat(expected).isNotNull();
        }
        diesAfter = Integer.MAX_VALUE;
    }

    private void continueUntilDone(boolean closes) {
        OperationState state = OperationState.of("f1", log.entries());
        Operation operation = state.exists()
                ? Operation.claim(around(), "f1", writer())
                : Operation.open(around(), "f1", writer(), "");
        assertThat(operation.run(steps).isDone()).isTrue();
        if (closes) {
            operation.close("OK");
        }
    }

    private int countOf(boolean whole) {
        reset();
        diesAfter = 1_000;
        Operation.open(around(), "f1", writer(), "").run(whole ? steps : List.of(fence));
        int used = 1_000 - diesAfter;
        reset();
        return used;
    }

    private void reset() {
        world.clear();
        world.add("standing");
        log.entries.clear();
        diesAfter = Integer.MAX_VALUE;
    }

    private void act() {
        if (diesAfter-- <= 0) {
            diesAfter = 0;
            throw new Death();
        }
    }

    private String writer() {
        return "writer-" + ++writers;
    }

    private Around around() {
        return new Around(
                log,
                time,
                new Observer() {
                    @Override
                    public void begins(Step step, int number, int of) {}

                    @Override
                    public void progress(Step step, String sentence) {}

                    @Override
                    public void ends(Step step, Entry.Type how, String text, long tookMs) {
                        heard.add(step.name() + " " + how);
                    }
                },
                StepHooks.NONE);
    }

    /** The process was killed. */
    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A journal in memory. Confined to the test. */
    private final class Log implements Journal {
        private final List<Entry> entries = new ArrayList<>();

        @Override
        public List<Entry> entries() {
            return List.copyOf(entries);
        }

        @Override
        public void append(Entry entry) {
            act();
            entries.add(entry);
        }
    }

    /** Time that passes when somebody waits. Confined to the test. */
    private static final class FakeTime implements Time {
        private long nowMs;

        @Override
        public long nowMs() {
            return nowMs;
        }

        @Override
        public boolean pause(long ms) {
            nowMs += ms;
            return true;
        }
    }

    /** Puts things into the world that are not there, and takes back those that it put there. Confined to the test. */
    private class Change implements Step {
        private final String name;
        private final List<String> things;
        private @Nullable RuntimeException fails;
        private int failures = Integer.MAX_VALUE;
        private boolean waits;
        private @Nullable Runnable inBetween;

        Change(String name, String... things) {
            this.name = name;
            this.things = List.of(things);
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
            return Duration.ofSeconds(10);
        }

        @Override
        public Duration estimate() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Outcome run(StepContext context) {
            if (fails != null && failures-- > 0) {
                throw fails;
            }
            while (waits) {
                context.pause(1_000, "waiting for nothing");
            }
            for (String thing : things) {
                if (!world.contains(thing)) {
                    context.note(thing, "added");
                    act();
                    world.add(thing);
                    if (inBetween != null) {
                        inBetween.run();
                    }
                }
            }
            return Outcome.done("");
        }

        @Override
        public void undo(StepContext context) {
            context.notes().keySet().forEach(thing -> {
                act();
                world.remove(thing);
            });
        }
    }
}
