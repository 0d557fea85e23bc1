package io.twinspan.control.preflight;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.control.cluster.Contact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one cluster that asks and never changes; what goes wrong becomes a {@link Finding}.
 *
 * <p>Confined to the calling thread.
 */
final class ClusterProbe implements AutoCloseable {
    private static final Duration KNOCK = Duration.ofSeconds(3);
    /** The first feature level of each release, from Kafka's MetadataVersion (4.3.1). */
    private static final Map<Integer, String> RELEASES = Map.ofEntries(
            Map.entry(7, "3.3"),
            Map.entry(8, "3.4"),
            Map.entry(9, "3.5"),
            Map.entry(12, "3.6"),
            Map.entry(15, "3.7"),
            Map.entry(20, "3.8"),
            Map.entry(21, "3.9"),
            Map.entry(22, "4.0"),
            Map.entry(26, "4.1"),
            Map.entry(28, "4.2"),
            Map.entry(30, "4.3"),
            Map.entry(31, "4.4"));

    private final ClusterAccess access;
    private final Duration limit;
    private final List<Finding> findings = new ArrayList<>();
    private @Nullable Admin admin;
    private boolean reached;
    private int brokers;
    private int anyBroker;
    private @Nullable Set<AclOperation> clusterOperations;

    ClusterProbe(ClusterAccess access, Duration limit) {
        this.access = access;
        this.limit = limit;
    }

    ClusterAccess access() {
        return access;
    }

    boolean isReached() {
        return reached;
    }

    int brokers() {
        return brokers;
    }

    int anyBroker() {
        return anyBroker;
    }

    /** Which of these our principal may not do with the cluster as a whole; none if the cluster does not say. */
    Set<AclOperation> clusterOperationsMissing(Set<AclOperation> needed) {
        Set<AclOperation> missing = new TreeSet<>(needed);
        missing.removeAll(clusterOperations == null ? needed : clusterOperations);
        return missing;
    }

    /** Those of these groups that our principal may not do this with, in order; as far as the cluster says. */
    List<String> groupsWithout(AclOperation operation, Collection<String> groups) throws TimeoutException {
        List<String> refused = new ArrayList<>();
        var answers = admin().describeConsumerGroups(
                        groups, new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                .describedGroups();
        for (var answer : answers.entrySet()) {
            try {
                Set<AclOperation> allowed = await(answer.getValue()).authorizedOperations();
                if (allowed != null && !allowed.isEmpty() && !allowed.contains(operation)) {
                    refused.add(answer.getKey());
                }
            } catch (ExecutionException e) {
                // Any other error says that there is no such group, which is no matter of permissions.
                if (e.getCause() instanceof GroupAuthorizationException) {
                    refused.add(answer.getKey());
                }
            }
        }
        refused.sort(null);
        return refused;
    }

    /** For what depends on a cluster that did not answer. */
    Finding notReached() {
        return Finding.unreachable(name(), name() + " was not reached", "");
    }

    Admin admin() {
        if (admin == null) {
            throw new IllegalStateException(access + " was not contacted");
        }
        return admin;
    }

    /** An answer, waited for no longer than the limit. */
    <T> T await(KafkaFuture<T> future) throws ExecutionException, TimeoutException {
        try {
            return future.get(limit.toMillis() + 1_000, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted while waiting for " + access);
        }
    }

    /** Makes the first contact. */
    ClusterReport contact() {
        String clusterId = "";
        String version = "";
        Optional<String> closed = Contact.problem(access, KNOCK);
        if (closed.isPresent()) {
            findings.add(unreachable("cannot connect to " + closed.get()));
        } else {
            try {
                Admin opened = open();
                var cluster = opened.describeCluster(new DescribeClusterOptions().includeAuthorizedOperations(true));
                clusterId = await(cluster.clusterId());
                var nodes = await(cluster.nodes());
                brokers = nodes.size();
                anyBroker = nodes.iterator().next().id();
                clusterOperations = await(cluster.authorizedOperations());
                version = version(opened);
                reached = true;
            } catch (KafkaException e) {
                findings.add(misconfigured(e));
            } catch (ExecutionException e) {
                findings.add(explain(e.getCause()));
            } catch (TimeoutException e) {
                findings.add(explain(e));
            }
        }
        return new ClusterReport(
                access.alias(),
                access.bootstrapServers(),
                reached,
                clusterId,
                brokers,
                version,
                access.principal(),
                findings);
    }

    private Admin open() {
        Admin opened = Admin.create(access.client("twinspan-check", limit));
        admin = opened;
        return opened;
    }

    private String version(Admin opened) throws TimeoutException {
        try {
            var features = await(opened.describeFeatures().featureMetadata());
            var level = features.finalizedFeatures().get("metadata.version");
            if (level == null) {
                return "";
            }
            int known = RELEASES.keySet().stream()
                    .filter(first -> first <= level.maxVersionLevel())
                    .max(Integer::compare)
                    .orElse(0);
            return RELEASES.getOrDefault(known, "");
        } catch (ExecutionException e) {
            return ""; // An old cluster, or one that does not tell this principal; nothing depends on it.
        }
    }

    private Finding explain(@Nullable Throwable error) {
        if (error instanceof UnsupportedSaslMechanismException
                || (error != null && String.valueOf(error.getMessage()).contains("mechanism"))) {
            return Finding.misconfigured(
                    name(),
                    "the brokers do not accept SASL mechanism " + access.mechanism() + " ("
                            + access.key("sasl.mechanism") + ")",
                    "use one that they have enabled");
        }
        if (error instanceof SslAuthenticationException) {
            return Finding.misconfigured(
                    name(),
                    "no TLS connection: " + message(error),
                    "see " + access.key("ssl.truststore.location") + ", " + access.key("ssl.keystore.location")
                            + " and " + access.key("security.protocol"));
        }
        if (error instanceof SaslAuthenticationException || error instanceof AuthenticationException) {
            return Finding.misconfigured(
                    name(),
                    "the brokers refuse the log-in of " + access.principal() + " by " + access.mechanism(),
                    "correct the user name or password in " + access.key("sasl.jaas.config") + ", or "
                            + access.key("sasl.mechanism"));
        }
        if (error instanceof AuthorizationException) {
            return Finding.refused(
                    name(),
                    access.principal() + " may not describe the cluster: " + message(error),
                    AclLine.cluster(access, Set.of(AclOperation.DESCRIBE)));
        }
        return unreachable("connected to " + access.bootstrapServers() + ", but got no answer within "
                + limit.toSeconds() + " s with " + access.key("security.protocol") + " = " + access.securityProtocol());
    }

    private Finding unreachable(String what) {
        return Finding.unreachable(
                name(),
                access.key("bootstrap.servers") + ": " + what,
                "correct " + access.key("bootstrap.servers") + " and " + access.key("security.protocol")
                        + ", or start the cluster");
    }

    private Finding misconfigured(KafkaException error) {
        Throwable cause = error.getCause() == null ? error : error.getCause();
        if (message(cause).toUpperCase(Locale.ROOT).contains("JAAS")) {
            // The parser's own message may quote a piece of the password.
            return Finding.misconfigured(
                    name(),
                    access.key("sasl.jaas.config") + " is not a JAAS entry",
                    "write it as: <login module class> required <option>=\"<value>\" ... ;  (with the semicolon)");
        }
        return Finding.misconfigured(
                name(),
                "the client settings of " + name() + " are not usable: " + message(cause),
                "correct the " + name() + ".* keys");
    }

    private String name() {
        return access.alias().value();
    }

    private static String message(Throwable error) {
        String text = error.getMessage();
        return text == null ? error.getClass().getSimpleName() : text;
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(2));
        }
    }
}
