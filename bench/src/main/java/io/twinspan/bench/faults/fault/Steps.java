package io.twinspan.bench.faults.fault;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;

/** Waits for what an admin client was asked for. Stateless. */
final class Steps {
    private static final long LIMIT_SECONDS = 30;

    private Steps() {}

    static <T> T get(KafkaFuture<T> future, String step) {
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("could not " + step + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: " + step, e);
        }
    }
}
