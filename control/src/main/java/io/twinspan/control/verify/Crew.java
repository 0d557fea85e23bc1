package io.twinspan.control.verify;

import io.twinspan.link.BatchScan;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a round that are compared at the same time, each with a scan and in a thread of its own: one core takes from the sockets, checks and
 * compares about 1.5 GB a second, which is less than brokers give. Confined to the thread that calls it; nothing moves between two steps, so that it may look at every
 * part then.
 */
final class Crew implements AutoCloseable {
    private final Clock clock;
    private final List<Member> members;
    private final @Nullable ExecutorService threads;

    /** A part, and what it is read with. Confined to one thread in each step. */
    private record Member(Round part, BatchScan scan) {}

    /**
     * Opens the scans.
     *
     * @param parts of one round
     * @param name of the threads
     */
    Crew(List<Round> parts, IntFunction<BatchScan> scans, Clock clock, String name) {
        this.clock = clock;
        this.members = new ArrayList<>();
        try {
            for (int i = 0; i < parts.size(); i++) {
                members.add(new Member(parts.get(i), scans.apply(i)));
            }
        } catch (RuntimeException e) {
            members.forEach(member -> member.scan().close());
            throw e;
        }
        this.threads = parts.size() == 1
                ? null
                : Executors.newFixedThreadPool(parts.size(), work -> {
                    var thread = new Thread(work, name);
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Compares for about so long; returns whether all is done. Throws what the first part throws that cannot go on. */
    boolean step(long maxMs) {
        long deadline = clock.millis() + maxMs;
        ExecutorService pool = threads;
        if (pool == null) {
            return step(members.get(0), deadline);
        }
        List<Future<Boolean>> steps = new ArrayList<>();
        for (Member member : members) {
            steps.add(pool.submit(() -> step(member, deadline)));
        }
        boolean isDone = true;
        RuntimeException failure = null;
        for (Future<Boolean> step : steps) {
            try {
                isDone &= outcome(step);
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return isDone;
    }

    /** Waits even when it is interrupted: the step is bounded, and nothing may move behind it. */
    private static boolean outcome(Future<Boolean> step) {
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    return step.get();
                } catch (InterruptedException expected) {
                    isInterrupted = true;
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean step(Member member, long deadline) {
        boolean isDone = member.part().advance(member.scan());
        for (long now = clock.millis(); !isDone && now < deadline; now = clock.millis()) {
            member.scan().poll(deadline - now);
            isDone = member.part().advance(member.scan());
        }
        return isDone;
    }

    @Override
    public void close() {
        ExecutorService pool = threads;
        if (pool != null) {
            pool.shutdownNow();
        }
        for (Member member : members) {
            member.part().stop();
            member.scan().close();
        }
    }
}
