package io.twinspan.testkit.cluster;

import io.twinspan.testkit.fault.FaultProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * A running Kafka cluster: where it is, how a client gets in, and what a test may do to it.
 *
 * <p>Thread-safe, except that starting and stopping the same broker from two threads at once is an error.
 */
public abstract sealed class KafkaCluster implements AutoCloseable permits EmbeddedCluster, ProcessCluster {

    final ClusterLayout layout;
    private final Set<Integer> running = new TreeSet<>();
    private final Map<Integer, FaultProxy> proxies = new TreeMap<>();
    /** A lock of its own: starting a broker takes seconds, in which others may well need the admin client. */
    private final Object adminLock = new Object();

    private @Nullable Admin admin;

    KafkaCluster(ClusterLayout layout) {
        this.layout = layout;
        if (layout.proxied()) {
            for (int id : layout.brokerIds()) {
                proxies.put(
                        id,
                        FaultProxy.start(layout.name() + "-" + id, layout.advertisedPort(id), layout.clientPort(id)));
            }
        }
    }

    /** The alias given to the builder. */
    public final String name() {
        return layout.name();
    }

    /** Kafka's own id of the cluster. */
    public final String clusterId() {
        return layout.clusterId();
    }

    /** The ids of all brokers, whether they run or not. */
    public final List<Integer> brokerIds() {
        return layout.brokerIds();
    }

    /** Where clients find the cluster; the same for its whole life. */
    public final String bootstrapServers() {
        return layout.bootstrapServers();
    }

    /** All that a client needs to get in as {@link ClusterBuilder#ADMIN}, {@code bootstrap.servers} included. */
    public final Map<String, String> clientProperties() {
        return clientProperties(ClusterBuilder.ADMIN);
    }

    /** All that a client needs to get in as the given user (by PLAIN, where users log in). */
    public final Map<String, String> clientProperties(String user) {
        return clientProperties(user, Mechanism.PLAIN);
    }

    /** All that a client needs to get in as the given user by the given mechanism. */
    public final Map<String, String> clientProperties(String user, Mechanism mechanism) {
        return layout.clientProperties(user, mechanism);
    }

    /** All that a client needs to get in past every proxy, as the other brokers do: plaintext, and without a name. */
    public final Map<String, String> directProperties() {
        return Map.of("bootstrap.servers", layout.internalBootstrapServers());
    }

    /** The port on which the broker itself listens to clients, whatever it advertises. */
    public final int clientPort(int brokerId) {
        return layout.clientPort(brokerId);
    }

    /** Where a broker keeps a partition's log files. */
    public final Path logDirectory(int brokerId, TopicPartition partition) {
        return layout.nodeDirectory(brokerId).resolve(partition.toString());
    }

    /** The proxy that clients meet in place of a broker; the cluster must have been built {@code proxied()}. */
    public final FaultProxy proxy(int brokerId) {
        FaultProxy proxy = proxies.get(brokerId);
        if (proxy == null) {
            throw new IllegalStateException(
                    "cluster " + name() + " has no proxy for broker " + brokerId + "; build it proxied()");
        }
        return proxy;
    }

    /**
     * An admin client that may do everything and that reaches the brokers past every proxy. It belongs to the cluster,
     * which closes it and may replace it when a broker freezes: ask for it each time.
     */
    public final Admin admin() {
        synchronized (adminLock) {
            if (admin == null) {
                admin = newAdmin();
            }
            return admin;
        }
    }

    private Admin newAdmin() {
        return Admin.create(Map.of(
                "bootstrap.servers",
                layout.internalBootstrapServers(),
                "client.id",
                "testkit-admin-" + name(),
                // A restarted cluster is found again at once, and a frozen broker is soon given up.
                "reconnect.backoff.max.ms",
                "200",
                "request.timeout.ms",
                "2000"));
    }

    /**
     * Replaces the admin client by a new one. A client that was connecting to a broker when that froze prefers this
     * connection for ever to one it would have to open to a live broker (4.3.1, {@code leastLoadedNode}).
     */
    final void renewAdmin() {
        synchronized (adminLock) {
            closeAdmin();
        }
    }

    private void closeAdmin() {
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
    }

    /** Creates a topic with as many replicas as there are brokers, up to three, and waits until every leader is known. */
    public final void createTopic(String topic, int partitions, Map<String, String> configs) {
        new ClusterSteps(this).createTopic(topic, partitions, configs);
    }

    /** Creates a topic with default settings. */
    public final void createTopic(String topic, int partitions) {
        createTopic(topic, partitions, Map.of());
    }

    /** Makes a broker the leader of a partition, adding it to the replicas if need be, and waits until it is. */
    public final void moveLeader(TopicPartition partition, int brokerId) {
        new ClusterSteps(this).moveLeader(partition, brokerId);
    }

    /** The present leader of a partition, or -1 while it has none. */
    public final int leader(TopicPartition partition) {
        return new ClusterSteps(this).leader(partition);
    }

    /** Allows a user an operation on all resources of a type whose name starts with {@code prefix}. */
    public final void allow(String user, ResourceType type, String prefix, AclOperation operation) {
        new ClusterSteps(this).allow(user, type, prefix, operation);
    }

    /** Stops a broker in good order: it hands its leaderships over and flushes its logs. */
    public final synchronized void stopBroker(int brokerId) {
        requireRunning(brokerId);
        stopNode(brokerId);
        running.remove(brokerId);
    }

    /** Kills a broker: it says goodbye to nobody. */
    public final synchronized void killBroker(int brokerId) {
        requireRunning(brokerId);
        killNode(brokerId);
        running.remove(brokerId);
    }

    /** Starts a broker that was stopped or killed, at its old address and with its old data. */
    public final synchronized void startBroker(int brokerId) {
        layout.clientPort(brokerId);
        if (running.contains(brokerId)) {
            throw new IllegalStateException("broker " + brokerId + " of cluster " + name() + " is already running");
        }
        startNode(brokerId);
        running.add(brokerId);
    }

    /** Whether a broker was started and not stopped since. */
    public final synchronized boolean isRunning(int brokerId) {
        return running.contains(brokerId);
    }

    private void requireRunning(int brokerId) {
        if (!running.contains(brokerId)) {
            throw new IllegalStateException("broker " + brokerId + " of cluster " + name() + " is not running");
        }
    }

    final synchronized void markAllRunning() {
        running.addAll(layout.brokerIds());
    }

    abstract void startNode(int nodeId);

    abstract void stopNode(int nodeId);

    abstract void killNode(int nodeId);

    /** Stops whatever still runs. */
    abstract void stopAll();

    @Override
    public final void close() {
        synchronized (adminLock) {
            closeAdmin();
        }
        synchronized (this) {
            running.clear();
        }
        proxies.values().forEach(FaultProxy::close);
        stopAll();
        Storage.delete(layout.directory());
    }
}
