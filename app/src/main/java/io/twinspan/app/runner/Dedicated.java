package io.twinspan.app.runner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of one process, from start to stop.
 *
 * <p>Thread-safe: {@link #requestStop} may be called by any thread at any time, the rest by the thread that owns it.
 */
public final class Dedicated implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Dedicated.class);

    private final List<WorkerPlan> plans;
    private final List<ConnectWorker> workers = new ArrayList<>();
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final AtomicBoolean crashed = new AtomicBoolean();

    public Dedicated(List<WorkerPlan> plans) {
        this.plans = List.copyOf(plans);
    }

    /** Starts every worker; if one cannot be started, those that were are stopped and the error is thrown. */
    public void start() {
        // A herder whose thread dies calls this and expects the process to end; ours ends in order.
        Exit.setExitProcedure((status, message) -> {
            LOGGER.error("a Connect worker has ended by itself; stopping");
            crashed.set(true);
            stopRequested.countDown();
        });
        try {
            for (WorkerPlan plan : plans) {
                workers.add(ConnectWorker.assemble(plan));
            }
            workers.forEach(ConnectWorker::start);
        } catch (RuntimeException e) {
            close();
            throw e;
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

    /** Stops all workers, all at once, and waits for them. */
    @Override
    public void close() {
        List<Thread> stopping = new ArrayList<>();
        for (ConnectWorker worker : workers) {
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
