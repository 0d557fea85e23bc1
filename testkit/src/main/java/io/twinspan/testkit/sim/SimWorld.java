package io.twinspan.testkit.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Time, chance and order of one simulation: a virtual clock, one seeded random generator, and a queue of events that run one
 * after the other. Confined to the thread that runs it.
 *
 * <pre>
 *   event due ─► clock moves to it ─► it runs ─► every {@link Invariant#check} ─► next event
 * </pre>
 *
 * <p>Two worlds with the same seed and the same set-up do exactly the same. Events at the same millisecond run in the order in
 * which they were scheduled.
 */
public final class SimWorld {
    private static final long START_MS = 1_700_000_000_000L;
    private static final int LINES_IN_MESSAGE = 50;

    private final long seed;
    private final Random random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Map<String, Seat> seats = new LinkedHashMap<>();
    private final List<Invariant> invariants = new ArrayList<>();
    private final EventLog log = new EventLog();
    private long nowMs = START_MS;
    private long scheduled;

    public SimWorld(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    public long seed() {
        return seed;
    }

    public long nowMs() {
        return nowMs;
    }

    /** Milliseconds since the world began. */
    public long elapsedMs() {
        return nowMs - START_MS;
    }

    /** The only source of chance. */
    public Random random() {
        return random;
    }

    /** A random number from {@code low} to {@code high}, both included. */
    public long between(long low, long high) {
        return high <= low ? low : low + (long) (random.nextDouble() * (high - low + 1));
    }

    /** True once in {@code n} times. */
    public boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    public EventLog eventLog() {
        return log;
    }

    /** Writes a line with the time in front. */
    public void log(String line) {
        log.add(elapsedMs() + " " + line);
    }

    /** Runs {@code action} when {@code delayMs} have passed. */
    public void after(long delayMs, Runnable action) {
        events.add(new Event(nowMs + Math.max(0, delayMs), scheduled++, action));
    }

    /** Holds a promise from now on. */
    public void hold(Invariant invariant) {
        invariants.add(invariant);
    }

    public List<Invariant> invariants() {
        return List.copyOf(invariants);
    }

    /** Adds an actor, which is called soon. */
    public void addActor(String name, Actor actor) {
        if (seats.containsKey(name)) {
            throw new IllegalArgumentException("there is an actor " + name + " already");
        }
        seats.put(name, new Seat(name, actor));
        wake(name);
    }

    /** Takes an actor out: it is never called again. */
    public void removeActor(String name) {
        seats.remove(name);
    }

    /** Has an actor called now, once what runs has ended; does nothing for an actor that is not there or frozen. */
    public void wake(String name) {
        Seat seat = seats.get(name);
        if (seat != null) {
            seat.wakeAt(nowMs);
        }
    }

    /** Does not call an actor for a while, whatever happens; then it goes on, knowing nothing of the pause. */
    public void freeze(String name, long forMs) {
        Seat seat = seats.get(name);
        if (seat != null) {
            seat.frozenUntilMs = Math.max(seat.frozenUntilMs, nowMs + forMs);
            seat.dueMs = Long.MAX_VALUE;
            seat.wakeAt(nowMs);
        }
    }

    /**
     * Runs events until the condition holds or the time is over.
     *
     * @return whether the condition holds
     * @throws InvariantViolation if a promise is broken
     */
    public boolean runUntil(BooleanSupplier condition, long maxVirtualMs) {
        long endMs = nowMs + maxVirtualMs;
        while (!condition.getAsBoolean()) {
            Event next = events.peek();
            if (next == null || next.atMs > endMs) {
                nowMs = endMs;
                return condition.getAsBoolean();
            }
            events.remove();
            nowMs = next.atMs;
            explained(() -> {
                next.action.run();
                for (Invariant invariant : invariants) {
                    invariant.check();
                }
            });
        }
        return true;
    }

    /** Lets the time pass. */
    public void runFor(long virtualMs) {
        runUntil(() -> false, virtualMs);
    }

    /** Checks all promises as they must hold at the end. */
    public void validate() {
        explained(() -> invariants.forEach(Invariant::validate));
    }

    /** The text that every failure of this world ends with. */
    public String story() {
        return "replay with -Dseed=" + seed + "; the last events (ms):\n  "
                + String.join("\n  ", log.tail(LINES_IN_MESSAGE));
    }

    private void explained(Runnable part) {
        try {
            part.run();
        } catch (InvariantViolation violation) {
            var told = new InvariantViolation(violation.invariant(), violation.getMessage() + "\n" + story());
            told.initCause(violation);
            throw told;
        } catch (RuntimeException e) {
            throw new IllegalStateException("the simulation failed: " + e + "\n" + story(), e);
        }
    }

    private record Event(long atMs, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atMs, other.atMs);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** An actor with the one time at which it is due next; an earlier wish replaces a later one. */
    private final class Seat {
        private final String name;
        private final Actor actor;
        private long dueMs = Long.MAX_VALUE;
        private long frozenUntilMs = Long.MIN_VALUE;

        Seat(String name, Actor actor) {
            this.name = name;
            this.actor = actor;
        }

        void wakeAt(long atMs) {
            long effective = Math.max(atMs, frozenUntilMs);
            if (effective < dueMs) {
                dueMs = effective;
                after(effective - nowMs, () -> due(effective));
            }
        }

        private void due(long atMs) {
            @Nullable Seat present = seats.get(name);
            if (present != this || dueMs != atMs || frozenUntilMs > nowMs) {
                return;
            }
            dueMs = Long.MAX_VALUE;
            long again = actor.step(nowMs);
            if (seats.get(name) == this) {
                wakeAt(nowMs + Math.max(1, Math.min(again, 3_600_000L)));
            }
        }
    }
}
