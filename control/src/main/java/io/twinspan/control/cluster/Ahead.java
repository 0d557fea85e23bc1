package io.twinspan.control.cluster;

import io.twinspan.model.error.TransientFailure;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that a thread of its own does while its caller does something else, such as asking another cluster. Confined to the caller's thread,
 * but for the work: what that uses, nobody else may use until its result was taken.
 *
 * @param <T> what comes of it
 */
public final class Ahead<T> {
    private static final Logger LOGGER = LoggerFactory.getLogger(Ahead.class);

    private final FutureTask<T> task;

    private Ahead(FutureTask<T> task) {
        this.task = task;
    }

    /**
     * Begins work that is bounded in time.
     *
     * @param what what it is, for the thread's name and for messages: "groups"
     */
    public static <T> Ahead<T> begin(String what, Supplier<T> work) {
        var task = new FutureTask<>(work::get);
        var thread = new Thread(task, "twinspan-ahead-" + what);
        thread.setDaemon(true);
        thread.start();
        return new Ahead<>(task);
    }

    /** Waits until the work is over, for whoever does not want its result any more. */
    public void await() {
        try {
            take();
        } catch (RuntimeException e) {
            LOGGER.debug("what was done ahead failed, and is not wanted any more", e);
        }
    }

    /**
     * Waits for the result.
     *
     * @throws RuntimeException what the work threw
     */
    public T take() {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted while waiting for an answer", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
