package io.twinspan.app.demo;

import io.twinspan.testkit.cluster.EmbeddedCluster;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;

/** The two clusters of the demo, with one broker each. Immutable; the clusters are thread-safe. */
record DemoClusters(EmbeddedCluster dc1, EmbeddedCluster dc2) implements AutoCloseable {

    /** Starts both at once. */
    static DemoClusters start() {
        var threads = Executors.newFixedThreadPool(2);
        try {
            var first = CompletableFuture.supplyAsync(() -> cluster("dc1"), threads);
            var second = CompletableFuture.supplyAsync(() -> cluster("dc2"), threads);
            try {
                return new DemoClusters(first.join(), second.join());
            } catch (CompletionException e) {
                for (var started : List.of(first, second)) {
                    started.thenAccept(EmbeddedCluster::close).exceptionally(failed -> null);
                }
                throw new IllegalStateException(
                        "the demo's clusters did not start: " + (e.getCause() == null ? e : e.getCause()).getMessage(),
                        e);
            }
        } finally {
            threads.shutdown();
        }
    }

    private static EmbeddedCluster cluster(String name) {
        return EmbeddedCluster.builder(name).start();
    }

    @Override
    public void close() {
        try (dc1;
                dc2) {
            // Closed in the reverse order.
        }
    }
}
