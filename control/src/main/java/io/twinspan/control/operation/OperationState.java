package io.twinspan.control.operation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far an operation has come, by the entries of its journal. Immutable.
 *
 * <p>The order of the journal decides who owns an operation: an entry that takes it up counts if it names the next epoch, so of two
 * processes that take it up at once, the first one's counts. From then on, entries of other writers are void, however late they come.
 *
 * @param plan what the operation was begun with
 * @param epoch how often it was taken up; 0 if there is no such operation
 * @param writer who took it up last
 * @param steps those that were begun, in the order in which they were begun first
 * @param notes what steps have noted, by step and name
 * @param verdict how it ended, or null if it has not
 */
public record OperationState(
        String operation,
        String plan,
        int epoch,
        String writer,
        long openedMs,
        Map<String, StepState> steps,
        Map<String, Map<String, String>> notes,
        @Nullable String verdict,
        long closedMs) {

    /**
     * How far a step has come. Immutable.
     *
     * @param status the type of its last entry that is no note
     * @param attempts how often it was begun
     * @param begunMs when it was begun first
     * @param endedMs when its last entry was written
     * @param text what its last entry says
     */
    public record StepState(Entry.Type status, int attempts, long begunMs, long endedMs, String text) {
        /** Whether the step itself has done anything, or may have. */
        public boolean isBegun() {
            return attempts > 0;
        }

        /** Whether there is nothing left to do, unless it is taken back. */
        public boolean isOver() {
            return status == Entry.Type.DONE || status == Entry.Type.SKIPPED;
        }

        /** Whether there is nothing left to take back. */
        public boolean isUndone() {
            return status == Entry.Type.UNDONE;
        }
    }

    public OperationState {
        steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
        notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
    }

    /** The ids of all operations, in the order in which they were begun. */
    public static List<String> operations(List<Entry> entries) {
        Set<String> ids = new LinkedHashSet<>();
        for (Entry entry : entries) {
            if (entry.type() == Entry.Type.OPENED) {
                ids.add(entry.operation());
            }
        }
        return new ArrayList<>(ids);
    }

    /** The state of one operation. */
    public static OperationState of(String operation, List<Entry> entries) {
        var builder = new Builder(operation);
        for (Entry entry : entries) {
            if (entry.operation().equals(operation)) {
                builder.add(entry);
            }
        }
        return builder.build();
    }

    /** Whether there is such an operation. */
    public boolean exists() {
        return epoch > 0;
    }

    /** Whether it is over. */
    public boolean isClosed() {
        return verdict != null;
    }

    boolean isOwnedBy(int itsEpoch, String itsWriter) {
        return epoch == itsEpoch && writer.equals(itsWriter);
    }

    /** What a step has noted; nothing if it has not. */
    public Map<String, String> notes(String step) {
        return notes.getOrDefault(step, Map.of());
    }

    /** A step's state, or null if it was not begun. */
    public @Nullable StepState step(String name) {
        return steps.get(name);
    }

    /** Puts entries together. Confined to one call. */
    private static final class Builder {
        private final String operation;
        private final Map<String, StepState> steps = new LinkedHashMap<>();
        private final Map<String, Map<String, String>> notes = new LinkedHashMap<>();
        private String plan = "";
        private int epoch;
        private String writer = "";
        private long openedMs;
        private @Nullable String verdict;
        private long closedMs;

        Builder(String operation) {
            this.operation = operation;
        }

        void add(Entry entry) {
            boolean takesUp = entry.type() == Entry.Type.OPENED || entry.type() == Entry.Type.CLAIMED;
            if (takesUp) {
                takeUp(entry);
            } else if (entry.epoch() == epoch && entry.writer().equals(writer) && verdict == null) {
                apply(entry);
            }
        }

        private void takeUp(Entry entry) {
            boolean isNext = entry.epoch() == epoch + 1 && (entry.type() == Entry.Type.OPENED) == (epoch == 0);
            if (isNext && verdict == null) {
                epoch = entry.epoch();
                writer = entry.writer();
                if (entry.type() == Entry.Type.OPENED) {
                    plan = entry.text();
                    openedMs = entry.timeMs();
                }
            }
        }

        private void apply(Entry entry) {
            switch (entry.type()) {
                case NOTED ->
                    notes.computeIfAbsent(entry.step(), unused -> new LinkedHashMap<>())
                            .put(entry.name(), entry.text());
                case CLOSED -> {
                    verdict = entry.text();
                    closedMs = entry.timeMs();
                }
                default -> {
                    StepState before = steps.get(entry.step());
                    boolean begins = entry.type() == Entry.Type.BEGUN;
                    steps.put(
                            entry.step(),
                            new StepState(
                                    entry.type(),
                                    (before == null ? 0 : before.attempts()) + (begins ? 1 : 0),
                                    before == null ? entry.timeMs() : before.begunMs(),
                                    entry.timeMs(),
                                    entry.text()));
                }
            }
        }

        OperationState build() {
            return new OperationState(operation, plan, epoch, writer, openedMs, steps, notes, verdict, closedMs);
        }
    }
}
