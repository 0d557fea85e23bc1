package io.twinspan.testkit.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.FaultHandlerFactory;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * One node of an {@link EmbeddedCluster}: what {@code kafka.server.KafkaRaftServer} assembles, assembled here, because
 * that class halts the whole JVM on a fatal fault and lets nobody kill its broker.
 *
 * <p>Confined to one thread at a time; {@link KafkaCluster} sees to that.
 */
final class EmbeddedNode {

    private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedNode.class);
    private static final Duration CONTROLLED_SHUTDOWN = Duration.ofSeconds(30);
    private static final Duration END_OF_LIFE = Duration.ofSeconds(10);

    private final ClusterLayout layout;
    private final int nodeId;
    private @Nullable ControllerServer controller;
    private @Nullable BrokerServer broker;

    EmbeddedNode(ClusterLayout layout, int nodeId) {
        this.layout = layout;
        this.nodeId = nodeId;
    }

    void start() {
        ServerMetrics.begins(this);
        Map<String, String> properties = layout.serverProperties(nodeId);
        KafkaConfig config = new KafkaConfig(properties, false);
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> storage =
                KafkaRaftServer.initializeLogDirs(config, LOGGER, "[node " + nodeId + "] ");
        SharedServer shared = new SharedServer(
                config,
                storage._1(),
                Time.SYSTEM,
                new Metrics(),
                CompletableFuture.completedFuture(
                        QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                QuorumConfig.parseBootstrapServers(config.quorumConfig().bootstrapServers()),
                faultHandlers(),
                ServerSocketFactory.INSTANCE);
        if (layout.isController(nodeId)) {
            controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), storage._2());
            controller.startup();
        }
        if (layout.isBroker(nodeId)) {
            broker = new BrokerServer(shared);
            broker.startup();
        }
    }

    void stop() {
        if (broker != null) {
            broker.shutdown(CONTROLLED_SHUTDOWN);
            broker = null;
        }
        end();
    }

    /**
     * As near to {@code kill -9} as one JVM allows: connections drop first, the controller is told nothing and finds out
     * by the missing heartbeats, and the logs are recovered at the next start.
     */
    void kill() {
        if (broker != null) {
            // Either is missing if the start failed half-way.
            if (broker.lifecycleManager() != null) {
                broker.lifecycleManager().beginShutdown();
                // Else the broker may log an error: that the controller has not approved what it was not asked for.
                awaitEndOfLife(broker);
            }
            if (broker.socketServer() != null) {
                broker.socketServer().stopProcessingRequests();
            }
            broker.shutdown(Duration.ZERO);
            broker = null;
            Storage.forgetCleanShutdown(layout.nodeDirectory(nodeId));
        }
        end();
    }

    private static void awaitEndOfLife(BrokerServer broker) {
        try {
            broker.lifecycleManager().controlledShutdownFuture().get(END_OF_LIFE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.warn("a broker that is killed goes on heartbeating: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The rest of it. */
    private void end() {
        if (controller != null) {
            controller.shutdown();
            controller = null;
        }
        ServerMetrics.hasEnded(this);
    }

    private FaultHandlerFactory faultHandlers() {
        return (name, fatal, action) -> (message, cause) -> {
            LOGGER.error(
                    "node {} of cluster {}: {} fault in {}: {}",
                    nodeId,
                    layout.name(),
                    fatal ? "fatal" : "non-fatal",
                    name,
                    message,
                    cause);
            action.run();
            return new IllegalStateException(name + ": " + message, cause);
        };
    }
}
