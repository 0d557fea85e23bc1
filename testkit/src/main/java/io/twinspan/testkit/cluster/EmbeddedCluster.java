package io.twinspan.testkit.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka cluster of one to three brokers in this JVM, run by Kafka's own server code.
 *
 * <pre>{@code
 * try (EmbeddedCluster dc1 = EmbeddedCluster.builder("dc1").brokers(3).security(Security.SASL_SSL).start()) {
 *     dc1.createTopic("orders", 4);
 *     new KafkaProducer<>(new HashMap<>(dc1.clientProperties()), ...);
 * }
 * }</pre>
 *
 * <p>Thread-safe as {@link KafkaCluster} says.
 */
public final class EmbeddedCluster extends KafkaCluster {

    private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedCluster.class);

    private final Map<Integer, EmbeddedNode> nodes = new TreeMap<>();

    private EmbeddedCluster(Builder wanted) {
        super(new ClusterLayout(wanted));
        for (int nodeId : layout.nodeIds()) {
            nodes.put(nodeId, new EmbeddedNode(layout, nodeId));
        }
    }

    /** A cluster to be, with an alias such as {@code dc1}. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    private EmbeddedCluster startAll() {
        long begun = System.nanoTime();
        // A broker's start returns only when the controller has let it in, so all start at once.
        ExecutorService starters = Executors.newFixedThreadPool(nodes.size());
        try {
            List<CompletableFuture<Void>> starts = new ArrayList<>();
            for (int nodeId : layout.nodeIds()) {
                Storage.format(layout, nodeId, MetadataVersion.LATEST_PRODUCTION);
                starts.add(CompletableFuture.runAsync(() -> node(nodeId).start(), starters));
            }
            starts.forEach(CompletableFuture::join);
            markAllRunning();
        } catch (CompletionException | IllegalStateException e) {
            close();
            throw new IllegalStateException("cluster " + name() + " did not start: " + reasons(e), e);
        } finally {
            starters.shutdown();
        }
        LOGGER.info(
                "cluster {} is up at {} after {} ms",
                name(),
                bootstrapServers(),
                (System.nanoTime() - begun) / 1_000_000);
        return this;
    }

    /** Every message of the chain that says more than those before it: Kafka's outer ones rarely name the reason. */
    private static String reasons(Throwable failure) {
        StringBuilder said = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (said.indexOf(message) < 0) {
                said.append(said.isEmpty() ? "" : ": ").append(message);
            }
        }
        return said.toString();
    }

    private EmbeddedNode node(int nodeId) {
        EmbeddedNode node = nodes.get(nodeId);
        if (node == null) {
            throw new IllegalArgumentException("cluster " + name() + " has no node " + nodeId);
        }
        return node;
    }

    @Override
    void startNode(int nodeId) {
        node(nodeId).start();
    }

    @Override
    void stopNode(int nodeId) {
        node(nodeId).stop();
    }

    @Override
    void killNode(int nodeId) {
        node(nodeId).kill();
    }

    @Override
    void stopAll() {
        // Brokers before the controller; nobody needs their data again, so none waits for its leaderships to move.
        List<Integer> brokersFirst = new ArrayList<>(layout.nodeIds());
        brokersFirst.sort(null);
        brokersFirst.forEach(nodeId -> node(nodeId).kill());
    }

    /** Says what the cluster is to be. */
    public static final class Builder extends ClusterBuilder<Builder> {

        private Builder(String name) {
            super(name);
        }

        @Override
        Builder self() {
            return this;
        }

        /** Starts the cluster and returns when every broker takes requests. */
        public EmbeddedCluster start() {
            return new EmbeddedCluster(this).startAll();
        }
    }
}
