package io.twinspan.testkit.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a cluster that is decided before a node runs: its id, directories, ports, and what each node and each
 * client is told.
 *
 * <p>Every broker has two listeners: {@code CLIENT}, secured as the test asked and perhaps advertised elsewhere, and
 * {@code INTERNAL}, plaintext, for the other brokers and for the test's own admin client, whom no fault and no
 * authorizer stands in the way. A cluster of one broker is one node with both roles; a larger one has its controller on a
 * node of its own, so that any broker may be stopped.
 *
 * <p>Immutable once built, but for the key stores that are issued on demand.
 */
final class ClusterLayout {

    static final int CONTROLLER = 100;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private final ClusterBuilder<?> wanted;
    private final String clusterId = Uuid.randomUuid().toString();
    private final Path directory;
    private final int controllerPort = Ports.free();
    private final Map<Integer, Integer> clientPorts = new TreeMap<>();
    private final Map<Integer, Integer> advertisedPorts = new TreeMap<>();
    private final Map<Integer, Integer> internalPorts = new TreeMap<>();
    private final @Nullable Certificates certificates;

    ClusterLayout(ClusterBuilder<?> wanted) {
        this.wanted = wanted;
        if (wanted.authorizer && !wanted.security.namesPrincipals()) {
            throw new IllegalArgumentException("cluster " + wanted.name + ": an authorizer needs clients with names;"
                    + " choose a security other than " + wanted.security);
        }
        for (int id : brokerIds()) {
            clientPorts.put(id, wanted.clientPorts.containsKey(id) ? wanted.clientPorts.get(id) : Ports.free());
            boolean behind = wanted.proxied || wanted.advertisedPorts.containsKey(id);
            int advertised = wanted.advertisedPorts.getOrDefault(id, wanted.proxied ? Ports.free() : 0);
            advertisedPorts.put(id, behind ? advertised : clientPort(id));
            internalPorts.put(id, Ports.free());
        }
        try {
            directory = Files.createTempDirectory("twinspan-" + wanted.name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory for cluster " + wanted.name, e);
        }
        certificates = wanted.security == Security.PLAINTEXT ? null : new Certificates(directory);
    }

    String name() {
        return wanted.name;
    }

    String clusterId() {
        return clusterId;
    }

    Path directory() {
        return directory;
    }

    boolean proxied() {
        return wanted.proxied;
    }

    List<Integer> brokerIds() {
        return IntStream.range(0, wanted.brokers).boxed().toList();
    }

    /** All nodes, the controller first: brokers cannot finish their start without it. */
    List<Integer> nodeIds() {
        return wanted.brokers == 1
                ? List.of(0)
                : IntStream.concat(IntStream.of(CONTROLLER), IntStream.range(0, wanted.brokers))
                        .boxed()
                        .toList();
    }

    boolean isController(int nodeId) {
        return nodeId == CONTROLLER || wanted.brokers == 1;
    }

    boolean isBroker(int nodeId) {
        return nodeId != CONTROLLER;
    }

    Path nodeDirectory(int nodeId) {
        return wanted.directories.getOrDefault(nodeId, directory.resolve("node-" + nodeId));
    }

    int clientPort(int brokerId) {
        return port(clientPorts, brokerId);
    }

    int advertisedPort(int brokerId) {
        return port(advertisedPorts, brokerId);
    }

    private static int port(Map<Integer, Integer> ports, int brokerId) {
        Integer port = ports.get(brokerId);
        if (port == null) {
            throw new IllegalArgumentException("no broker " + brokerId + "; there are " + ports.keySet());
        }
        return port;
    }

    String bootstrapServers() {
        return addresses(advertisedPorts);
    }

    String internalBootstrapServers() {
        return addresses(internalPorts);
    }

    String internalAddress(int brokerId) {
        return address(port(internalPorts, brokerId));
    }

    private String addresses(Map<Integer, Integer> ports) {
        return ports.values().stream().map(this::address).collect(Collectors.joining(","));
    }

    private String address(int port) {
        return wanted.host + ":" + port;
    }

    /** SCRAM credentials to be written when the storage is formatted, as {@code kafka-storage.sh --add-scram} takes them. */
    List<String> scramCredentials() {
        if (wanted.security != Security.SASL_SSL) {
            return List.of();
        }
        return wanted.users.entrySet().stream()
                .flatMap(user -> List.of(Mechanism.SCRAM_SHA_256, Mechanism.SCRAM_SHA_512).stream()
                        .map(mechanism -> mechanism.saslName() + "=[name=" + user.getKey() + ",password="
                                + user.getValue() + "]"))
                .toList();
    }

    Map<String, String> clientProperties(String user, Mechanism mechanism) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("bootstrap.servers", bootstrapServers());
        properties.put("security.protocol", wanted.security.protocol());
        if (certificates != null) {
            properties.putAll(certificates.trustProperties());
        }
        if (certificates != null && wanted.security == Security.MUTUAL_TLS) {
            properties.putAll(certificates.identityProperties(user));
        }
        if (wanted.security == Security.SASL_SSL) {
            properties.put("sasl.mechanism", mechanism.saslName());
            properties.put("sasl.jaas.config", mechanism.clientJaas(user, password(user)));
        }
        return properties;
    }

    private String password(String user) {
        String password = wanted.users.get(user);
        if (password == null) {
            throw new IllegalArgumentException(
                    "cluster " + name() + ": no user " + user + "; there are " + wanted.users.keySet());
        }
        return password;
    }

    /** The {@code server.properties} of one node. */
    Map<String, String> serverProperties(int nodeId) {
        Map<String, String> properties = new LinkedHashMap<>(SmallFootprint.settings(wanted.brokers));
        boolean controller = isController(nodeId);
        boolean broker = isBroker(nodeId);
        properties.put(
                "process.roles", controller && broker ? "broker,controller" : controller ? "controller" : "broker");
        properties.put("node.id", Integer.toString(nodeId));
        properties.put("log.dirs", nodeDirectory(nodeId).toString());
        int voter = wanted.brokers == 1 ? 0 : CONTROLLER;
        properties.put("controller.quorum.voters", voter + "@" + address(controllerPort));
        properties.put("controller.listener.names", CONTROLLER_LISTENER);
        properties.put(
                "listener.security.protocol.map",
                "CONTROLLER:PLAINTEXT,INTERNAL:PLAINTEXT,CLIENT:" + wanted.security.protocol());
        String controllerListener = CONTROLLER_LISTENER + "://" + address(controllerPort);
        if (controller) {
            // The controller decides how many replicas a topic gets; a broker that says so too is warned.
            properties.put("default.replication.factor", Integer.toString(wanted.brokers));
        }
        if (broker) {
            String internal = "INTERNAL://" + address(port(internalPorts, nodeId));
            String listeners = internal + ",CLIENT://" + address(clientPort(nodeId));
            properties.put("listeners", controller ? listeners + "," + controllerListener : listeners);
            properties.put("advertised.listeners", internal + ",CLIENT://" + address(advertisedPort(nodeId)));
            properties.put("inter.broker.listener.name", "INTERNAL");
            properties.put("listener.name.internal.num.network.threads", "1");
        } else {
            properties.put("listeners", controllerListener);
        }
        putSecurity(properties);
        properties.putAll(wanted.settings);
        return properties;
    }

    private void putSecurity(Map<String, String> properties) {
        if (certificates != null) {
            certificates
                    .trustProperties()
                    .forEach((key, value) -> properties.put("listener.name.client." + key, value));
            certificates
                    .identityProperties("broker")
                    .forEach((key, value) -> properties.put("listener.name.client." + key, value));
        }
        if (wanted.security == Security.MUTUAL_TLS) {
            properties.put("listener.name.client.ssl.client.auth", "required");
            // A certificate's user is called as the same user of a SASL cluster is.
            properties.put("listener.name.client.ssl.principal.mapping.rules", "RULE:^CN=(.*?)$/$1/");
        }
        if (wanted.security == Security.SASL_SSL) {
            putSasl(properties);
        }
        if (wanted.authorizer) {
            properties.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
            // Whoever comes by the internal listeners has no name.
            properties.put(
                    "super.users",
                    "User:ANONYMOUS;"
                            + wanted.superUsers.stream().map(u -> "User:" + u).collect(Collectors.joining(";")));
        }
    }

    private void putSasl(Map<String, String> properties) {
        String client = "listener.name.client.";
        properties.put(client + "sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER");
        String plainUsers = wanted.users.entrySet().stream()
                .map(user -> " user_" + user.getKey() + "=\"" + user.getValue() + "\"")
                .collect(Collectors.joining());
        properties.put(client + "plain.sasl.jaas.config", Mechanism.PLAIN_MODULE + " required" + plainUsers + ";");
        for (String scram : List.of("scram-sha-256", "scram-sha-512")) {
            properties.put(client + scram + ".sasl.jaas.config", Mechanism.SCRAM_MODULE + " required;");
        }
        properties.put(
                client + "oauthbearer.sasl.jaas.config",
                Mechanism.OAUTH_MODULE + " required unsecuredLoginStringClaim_sub=\"broker\";");
    }
}
