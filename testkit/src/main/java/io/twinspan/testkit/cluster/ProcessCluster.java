package io.twinspan.testkit.cluster;

import io.twinspan.testkit.process.JavaProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka cluster whose every node is a JVM of its own, of the version chosen: for {@code kill -9}, for frozen brokers,
 * for older brokers, and for measuring what brokers cost.
 *
 * <p>Thread-safe as {@link KafkaCluster} says.
 */
public final class ProcessCluster extends KafkaCluster {

    private static final Logger LOGGER = LoggerFactory.getLogger(ProcessCluster.class);

    private final Builder wanted;
    private final Map<Integer, BrokerProcess> nodes = new ConcurrentHashMap<>();

    private ProcessCluster(Builder wanted) {
        super(new ClusterLayout(wanted));
        this.wanted = wanted;
    }

    /** A cluster to be, with an alias such as {@code dc1}, of the Kafka version of this JVM. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    private ProcessCluster startAll() {
        long begun = System.nanoTime();
        try {
            for (int nodeId : layout.nodeIds()) {
                Storage.format(layout, nodeId, wanted.kafka.metadataVersion());
            }
            for (int nodeId : layout.nodeIds()) {
                nodes.put(nodeId, launch(nodeId));
            }
            for (int brokerId : layout.brokerIds()) {
                node(brokerId).awaitReady();
            }
            markAllRunning();
        } catch (RuntimeException e) {
            close();
            throw new IllegalStateException("cluster " + name() + " did not start: " + e.getMessage(), e);
        }
        LOGGER.info(
                "cluster {} of Kafka {} is up at {} after {} ms",
                name(),
                wanted.kafka.version(),
                bootstrapServers(),
                (System.nanoTime() - begun) / 1_000_000);
        return this;
    }

    private BrokerProcess launch(int nodeId) {
        return BrokerProcess.launch(layout, nodeId, wanted.kafka, wanted.jvmOptions, wanted.launcher);
    }

    private BrokerProcess node(int nodeId) {
        BrokerProcess node = nodes.get(nodeId);
        if (node == null) {
            throw new IllegalArgumentException("cluster " + name() + ": node " + nodeId + " does not run");
        }
        return node;
    }

    private JavaProcess process(int nodeId) {
        return node(nodeId).process();
    }

    /** Freezes a broker (SIGSTOP): its connections stay open and nothing answers. */
    public void pause(int brokerId) {
        process(brokerId).pause();
    }

    /** Ends a {@link #pause}. */
    public void resume(int brokerId) {
        process(brokerId).resume();
    }

    /** Whether a broker's process is there (or frozen): one whose disk is full ends by itself. */
    public boolean isAlive(int brokerId) {
        BrokerProcess node = nodes.get(brokerId);
        return node != null && node.process().isAlive();
    }

    /** Where a broker writes what it says, over all its runs. */
    public Path log(int brokerId) {
        return node(brokerId).process().log();
    }

    /** The operating system's process id of a broker. */
    public long pid(int brokerId) {
        return process(brokerId).pid();
    }

    /** CPU time a running broker has used since its last start. */
    public double cpuSeconds(int brokerId) {
        return process(brokerId).cpuSeconds();
    }

    /** The most memory a running broker had resident since its last start. */
    public long peakRssBytes(int brokerId) {
        return process(brokerId).peakRssBytes();
    }

    @Override
    void startNode(int nodeId) {
        BrokerProcess node = launch(nodeId);
        nodes.put(nodeId, node);
        node.awaitReady();
    }

    @Override
    void stopNode(int nodeId) {
        node(nodeId).stop();
        nodes.remove(nodeId);
    }

    @Override
    void killNode(int nodeId) {
        process(nodeId).kill9();
        nodes.remove(nodeId);
    }

    @Override
    void stopAll() {
        new ArrayList<>(nodes.values()).forEach(node -> node.process().kill9());
        nodes.clear();
    }

    /** Says what the cluster is to be. */
    public static final class Builder extends ClusterBuilder<Builder> {

        private Kafka kafka = Kafka.current();
        // Test brokers live for seconds, in which the second compiler costs more than it gives.
        private List<String> jvmOptions = List.of("-Xms64m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

        private List<String> launcher = List.of();

        private Builder(String name) {
            super(name);
        }

        @Override
        Builder self() {
            return this;
        }

        /** The version of the brokers. */
        public Builder kafka(Kafka version) {
            kafka = version;
            return this;
        }

        /** The brokers' JVM options, in place of those that suit short tests. */
        public Builder jvmOptions(String... options) {
            jvmOptions = List.of(options);
            return this;
        }

        /** A command that starts each node's JVM, such as {@code ip netns exec dc1}. */
        public Builder launcher(List<String> command) {
            launcher = List.copyOf(command);
            return this;
        }

        /** Starts the cluster and returns when every broker takes requests. */
        public ProcessCluster start() {
            return new ProcessCluster(this).startAll();
        }
    }
}
