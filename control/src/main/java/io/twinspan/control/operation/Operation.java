package io.twinspan.control.operation;

import io.twinspan.control.operation.OperationState.StepState;
import io.twinspan.control.operation.Step.Outcome;
import io.twinspan.control.operation.StepHooks.When;
import io.twinspan.model.error.Fenced;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.error.TransientFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs an operation, step by step, or takes it back; each thing it does is in the journal before it does the next. Confined to one thread.
 *
 * <p>Implementation note. The invariants, which OperationTest cites by letter:
 * <ul>
 *   <li>A: a step is journaled as begun before it does anything, and as done after it has done everything. Whoever continues does a step
 *       again that was begun and not done. What is called before a step is journaled, too, and called again. Taking a step back is
 *       journaled in the same way, so that a step that was taken back in part does not count as done.
 *   <li>B: what a step needs to take back what it does is noted before it does it, so it can be taken back wherever it was broken off.
 *   <li>C: only one process goes on: an entry of one from which the operation was taken is void, and it learns of it with that entry, before
 *       it begins another step.
 *   <li>D: once the point of no return is begun, nothing is taken back.
 * </ul>
 */
public final class Operation {
    private static final int MOST_ATTEMPTS = 3;
    private static final long BETWEEN_ATTEMPTS_MS = 500;

    private final Journal journal;
    private final Time time;
    private final Observer observer;
    private final StepHooks hooks;
    private final String id;
    private final String writer;
    private final int epoch;
    private int number;

    private Operation(Around around, String id, String writer, int epoch) {
        this.journal = around.journal();
        this.time = around.time();
        this.observer = around.observer();
        this.hooks = around.hooks();
        this.id = id;
        this.writer = writer;
        this.epoch = epoch;
    }

    /** What an operation works with. Immutable, as far as its parts are. */
    public record Around(Journal journal, Time time, Observer observer, StepHooks hooks) {}

    /**
     * How far a run has come. Immutable.
     *
     * @param failed the step that failed, or null if all are over
     * @param error why
     */
    public record Result(@Nullable Step failed, @Nullable ReplicationException error) {
        /** Whether every step is over. */
        public boolean isDone() {
            return failed == null;
        }
    }

    /**
     * Begins an operation.
     *
     * @param id a name that no other operation has
     * @param writer a name that no other process has
     * @param plan what it is to do, for whoever continues it
     * @throws Misconfigured if there is an operation of this name
     */
    public static Operation open(Around around, String id, String writer, String plan) {
        if (OperationState.of(id, around.journal().entries()).exists()) {
            throw new Misconfigured("operation", "operation " + id + " exists already");
        }
        var operation = new Operation(around, id, writer, 1);
        operation.append(Entry.Type.OPENED, "", "", plan);
        return operation;
    }

    /**
     * Takes up an operation that is not over, from whoever runs it; that one stops as soon as it notices.
     *
     * @throws Misconfigured if there is none of this name, or it is over
     * @throws Fenced if another process took it up at the same time
     */
    public static Operation claim(Around around, String id, String writer) {
        OperationState state = OperationState.of(id, around.journal().entries());
        if (!state.exists() || state.isClosed()) {
            throw new Misconfigured(
                    "operation",
                    state.exists()
                            ? "operation " + id + " is over: " + state.verdict()
                            : "there is no operation " + id);
        }
        var operation = new Operation(around, id, writer, state.epoch() + 1);
        operation.append(Entry.Type.CLAIMED, "", "", "");
        return operation;
    }

    /** Its id. */
    public String id() {
        return id;
    }

    /** How far it has come. */
    public OperationState state() {
        return OperationState.of(id, journal.entries());
    }

    /**
     * Does all steps that are not over; stops at one that fails.
     *
     * @throws Fenced if another process has taken the operation up
     */
    public Result run(List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            StepState state = state().step(step.name());
            if (state != null && state.isOver()) {
                continue;
            }
            observer.begins(step, i + 1, steps.size());
            ReplicationException error = attempt(step);
            if (error != null) {
                return new Result(step, error);
            }
        }
        return new Result(null, null);
    }

    private @Nullable ReplicationException attempt(Step step) {
        long begunMs = time.nowMs();
        var context = new Context(step, begunMs + step.limit().toMillis());
        for (int attempts = 1; ; attempts++) {
            try {
                prepare(step, context);
                append(Entry.Type.BEGUN, step.name(), "", "");
                Outcome outcome = step.run(context);
                hooks.call(When.AFTER, step, context);
                Entry.Type how = outcome.isSkipped() ? Entry.Type.SKIPPED : Entry.Type.DONE;
                append(how, step.name(), "", outcome.text());
                observer.ends(step, how, outcome.text(), time.nowMs() - begunMs);
                return null;
            } catch (Fenced e) {
                throw e;
            } catch (ReplicationException e) {
                boolean mayTryAgain = e instanceof TransientFailure
                        && attempts < MOST_ATTEMPTS
                        && context.leftMs() > BETWEEN_ATTEMPTS_MS
                        && time.pause(BETWEEN_ATTEMPTS_MS);
                if (!mayTryAgain) {
                    append(Entry.Type.FAILED, step.name(), "", String.valueOf(e.getMessage()));
                    observer.ends(step, Entry.Type.FAILED, String.valueOf(e.getMessage()), time.nowMs() - begunMs);
                    return e;
                }
                context.progress(e.getMessage() + "; trying again");
            }
        }
    }

    private void prepare(Step step, StepContext context) {
        if (hooks.has(When.BEFORE, step)) {
            append(Entry.Type.PREPARED, step.name(), "", "");
            hooks.call(When.BEFORE, step, context);
        }
    }

    /**
     * Takes back what steps have done, the last one first.
     *
     * @throws Misconfigured if the point of no return was begun
     * @throws Fenced if another process has taken the operation up
     */
    public Result undo(List<Step> steps) {
        OperationState state = state();
        for (Step step : steps) {
            if (isPast(state, step)) {
                throw new Misconfigured(
                        "--undo",
                        "operation " + id + " has begun '" + step.name()
                                + "': from there on, clients may work with the target, so it can be completed (--resume) and followed"
                                + " by a failback, but not taken back");
            }
        }
        var backwards = new ArrayList<>(steps);
        Collections.reverse(backwards);
        int count = 0;
        for (Step step : backwards) {
            StepState of = state.step(step.name());
            if (of == null || of.isUndone()) {
                continue;
            }
            observer.begins(step, ++count, state.steps().size());
            ReplicationException error = takeBack(step, of.isBegun());
            if (error != null) {
                return new Result(step, error);
            }
        }
        return new Result(null, null);
    }

    private static boolean isPast(OperationState state, Step step) {
        StepState of = state.step(step.name());
        return step.isPointOfNoReturn() && of != null && of.isBegun();
    }

    /** Whether the point of no return was begun. */
    public boolean isPast(List<Step> steps) {
        OperationState state = state();
        return steps.stream().anyMatch(step -> isPast(state, step));
    }

    private @Nullable ReplicationException takeBack(Step step, boolean isBegun) {
        long begunMs = time.nowMs();
        var context = new Context(step, begunMs + step.limit().toMillis());
        for (int attempts = 1; ; attempts++) {
            try {
                if (isBegun) {
                    append(Entry.Type.UNDO_BEGUN, step.name(), "", "");
                    step.undo(context);
                }
                hooks.call(When.UNDO, step, context);
                append(Entry.Type.UNDONE, step.name(), "", "");
                observer.ends(step, Entry.Type.UNDONE, "", time.nowMs() - begunMs);
                return null;
            } catch (Fenced e) {
                throw e;
            } catch (ReplicationException e) {
                if (!(e instanceof TransientFailure) || attempts >= MOST_ATTEMPTS || !time.pause(BETWEEN_ATTEMPTS_MS)) {
                    observer.ends(step, Entry.Type.FAILED, String.valueOf(e.getMessage()), time.nowMs() - begunMs);
                    return e;
                }
            }
        }
    }

    /** Ends the operation. */
    public void close(String verdict) {
        append(Entry.Type.CLOSED, "", "", verdict);
    }

    private void append(Entry.Type type, String step, String name, String text) {
        journal.appendOwned(new Entry(id, epoch, writer, number++, type, step, name, text, time.nowMs()));
    }

    /** What one step is given. Confined to the operation's thread. */
    private final class Context implements StepContext {
        private final Step step;
        private final long deadlineMs;

        Context(Step step, long deadlineMs) {
            this.step = step;
            this.deadlineMs = deadlineMs;
        }

        @Override
        public String operation() {
            return id;
        }

        @Override
        public Map<String, String> notes() {
            return state().notes(step.name());
        }

        @Override
        public Map<String, String> notesOf(String other) {
            return state().notes(other);
        }

        @Override
        public void note(String name, String text) {
            append(Entry.Type.NOTED, step.name(), name, text);
        }

        @Override
        public long nowMs() {
            return time.nowMs();
        }

        @Override
        public void progress(String sentence) {
            observer.progress(step, sentence);
        }

        @Override
        public void pause(long ms, String waitingFor) {
            if (time.nowMs() >= deadlineMs) {
                throw new TransientFailure("'" + step.name() + "' was not done within "
                        + step.limit().toSeconds() + " s: " + waitingFor);
            }
            if (!time.pause(Math.max(1, Math.min(ms, deadlineMs - time.nowMs())))) {
                throw new TransientFailure("'" + step.name() + "' was interrupted while " + waitingFor);
            }
        }

        @Override
        public long leftMs() {
            return Math.max(0, deadlineMs - time.nowMs());
        }
    }
}
