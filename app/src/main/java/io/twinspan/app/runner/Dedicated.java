package io.twinspan.app.runner;

import io.twinspan.model.name.ClusterAlias;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of one process, from start to stop.
 *
 * <p>Thread-safe.
 */
public final class Dedicated implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Dedicated.class);

    private final List<WorkerPlan> first;

    // Guarded by this.
    private final Map<ClusterAlias, ConnectWorker> workers = new TreeMap<>();

    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final AtomicBoolean crashed = new AtomicBoolean();

    public Dedicated(List<WorkerPlan> plans) {
        this.first = List.copyOf(plans);
    }

    /** Starts every worker; if one cannot be started, those that were are stopped and the error is thrown. */
    public synchronized void start() {
        // A herder whose thread dies calls this and expects the process to end; ours ends in order.
        Exit.setExitProcedure((status, message) -> {
            LOGGER.error("a Connect worker has ended by itself; stopping");
            crashed.set(true);
            stopRequested.countDown();
        });
        try {
            for (WorkerPlan plan : first) {
                workers.put(plan.target(), ConnectWorker.assemble(plan));
            }
            workers.values().forEach(ConnectWorker::start);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** What runs. */
    synchronized List<WorkerPlan> plans() {
        return workers.values().stream().map(ConnectWorker::plan).toList();
    }

    /**
     * Runs these from now on: what differs is configured anew, started, stopped, or restarted where a worker's own settings differ.
     * If a worker cannot be started, it goes on as it was, and the error is thrown; {@link #plans} says what runs then.
     */
    synchronized void apply(List<WorkerPlan> next) {
        if (stopRequested.getCount() == 0) {
            return;
        }
        var gone = new TreeSet<>(workers.keySet());
        next.forEach(plan -> gone.remove(plan.target()));
        gone.forEach(this::stop);
        for (WorkerPlan plan : next) {
            ConnectWorker worker = workers.get(plan.target());
            if (worker != null && worker.plan().settings().equals(plan.settings())) {
                worker.configure(plan);
            } else {
                replace(worker == null ? null : worker.plan(), plan);
            }
        }
    }

    private void replace(@Nullable WorkerPlan old, WorkerPlan plan) {
        stop(plan.target());
        try {
            launch(plan);
        } catch (RuntimeException e) {
            if (old != null) {
                launch(old);
            }
            throw e;
        }
    }

    private void launch(WorkerPlan plan) {
        ConnectWorker worker = ConnectWorker.assemble(plan);
        worker.start();
        workers.put(plan.target(), worker);
    }

    private void stop(ClusterAlias target) {
        ConnectWorker worker = workers.remove(target);
        if (worker != null) {
            worker.stop();
        }
    }

    /** Asks for the end; returns at once. */
    public void requestStop() {
        stopRequested.countDown();
    }

    /** Waits until the end is asked for. Returns whether that was by somebody, not by a crash. */
    public boolean awaitStopRequest() throws InterruptedException {
        stopRequested.await();
        return !crashed.get();
    }

    /** Waits so long for the end to be asked for. */
    public boolean awaitStopRequest(Duration limit) throws InterruptedException {
        return stopRequested.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The same as {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    /** Stops all workers, all at once, and waits for them. */
    public synchronized void stop() {
        List<Thread> stopping = new ArrayList<>();
        for (ConnectWorker worker : workers.values()) {
            var thread = new Thread(
                    () -> {
                        try {
                            worker.stop();
                        } catch (RuntimeException e) {
                            LOGGER.warn("{} did not stop in order", worker, e);
                        }
                    },
                    "twinspan-stop");
            thread.start();
            stopping.add(thread);
        }
        workers.clear();
        for (Thread thread : stopping) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
