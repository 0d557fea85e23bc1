package io.twinspan.testkit.cluster;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a test says about the cluster it wants, before it exists.
 *
 * <p>Confined to one thread. {@code S} is the builder's own type.
 */
public abstract sealed class ClusterBuilder<S extends ClusterBuilder<S>>
        permits EmbeddedCluster.Builder, ProcessCluster.Builder {

    /** The user that every cluster with names knows, and that may do everything. */
    public static final String ADMIN = "admin";

    final String name;
    int brokers = 1;
    Security security = Security.PLAINTEXT;
    boolean authorizer;
    boolean proxied;
    final Map<String, String> settings = new LinkedHashMap<>();
    final Map<String, String> users = new TreeMap<>(Map.of(ADMIN, "admin-secret"));
    final Set<String> superUsers = new TreeSet<>(Set.of(ADMIN));
    final Map<Integer, Integer> clientPorts = new TreeMap<>();
    final Map<Integer, Integer> advertisedPorts = new TreeMap<>();
    final Map<Integer, Path> directories = new TreeMap<>();
    String host = "127.0.0.1";

    ClusterBuilder(String name) {
        this.name = name;
    }

    abstract S self();

    /** How many brokers, with ids 0, 1 and 2. More than one also get a controller of its own, which is never stopped. */
    public S brokers(int count) {
        if (count < 1 || count > 3) {
            throw new IllegalArgumentException("cluster " + name + ": 1 to 3 brokers, not " + count);
        }
        brokers = count;
        return self();
    }

    /** A broker setting; wins over every default, on all nodes. */
    public S setting(String key, String value) {
        settings.put(key, value);
        return self();
    }

    /** How clients reach the cluster; plaintext unless said. */
    public S security(Security wanted) {
        security = wanted;
        return self();
    }

    /** Everything is refused to users who are not super users and whom no ACL allows it. */
    public S authorizer() {
        authorizer = true;
        return self();
    }

    /** A user who may log in by any mechanism. */
    public S user(String user, String password) {
        users.put(user, password);
        return self();
    }

    /** A user whom the authorizer allows everything. */
    public S superUser(String user, String password) {
        superUsers.add(user);
        return user(user, password);
    }

    /** The port on which a broker listens to clients; a free one unless said. */
    public S port(int brokerId, int port) {
        clientPorts.put(brokerId, port);
        return self();
    }

    /** The port at which a broker tells clients to find it, if that is not its own: that of something in front of it. */
    public S advertisedPort(int brokerId, int port) {
        advertisedPorts.put(brokerId, port);
        return self();
    }

    /** The address that all nodes listen on; loopback unless said, which no node may leave but in a network of the test's own. */
    public S host(String address) {
        host = address;
        return self();
    }

    /** Where a broker keeps its logs, such as a small disk that is to run full; below the cluster's directory unless said. */
    public S directory(int brokerId, Path directory) {
        directories.put(brokerId, directory);
        return self();
    }

    /** Puts a {@link io.twinspan.testkit.fault.FaultProxy} in front of every broker; clients know only the proxies. */
    public S proxied() {
        proxied = true;
        return self();
    }
}
