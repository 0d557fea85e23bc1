package io.twinspan.control.cluster;

import io.twinspan.model.name.ClusterAlias;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How to reach one cluster, as the file says. Immutable. Holds secrets, and never shows them.
 *
 * @param clientConfig the settings that every client of the cluster has in common: addresses and security, with all references
 *     to config providers resolved
 */
public record ClusterAccess(ClusterAlias alias, Map<String, Object> clientConfig) {
    private static final Pattern ADDRESSES = Pattern.compile("\\s*,\\s*");
    private static final Pattern USER = Pattern.compile("\\busername\\s*=\\s*\"?([^\"\\s;]+)\"?");

    public ClusterAccess {
        Objects.requireNonNull(alias, "alias");
        clientConfig = Map.copyOf(clientConfig);
    }

    /** The key as it stands in the file, for instance {@code dc1.bootstrap.servers}. */
    public String key(String name) {
        return alias + "." + name;
    }

    /** The value of {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return text("bootstrap.servers").trim();
    }

    /** The addresses of {@link #bootstrapServers()}, one by one. */
    public List<String> addresses() {
        String all = bootstrapServers();
        return all.isEmpty() ? List.of() : List.of(ADDRESSES.split(all));
    }

    /** The value of {@code security.protocol}. */
    public String securityProtocol() {
        return text("security.protocol").isEmpty() ? "PLAINTEXT" : text("security.protocol");
    }

    /** The value of {@code sasl.mechanism}. */
    public String mechanism() {
        return text("sasl.mechanism").isEmpty() ? "GSSAPI" : text("sasl.mechanism");
    }

    /** Whether a log-in is needed. */
    public boolean usesSasl() {
        return securityProtocol().toUpperCase(Locale.ROOT).startsWith("SASL");
    }

    /** Who the brokers think we are, as far as the settings tell; only the name, never a password. */
    public String principal() {
        if (usesSasl()) {
            var user = USER.matcher(text("sasl.jaas.config"));
            return user.find() ? "User:" + user.group(1) : "the principal of " + key("sasl.jaas.config");
        }
        return securityProtocol().equalsIgnoreCase("SSL")
                ? "the principal of the certificate in " + key("ssl.keystore.location")
                : "User:ANONYMOUS";
    }

    private String text(String name) {
        Object value = clientConfig.get(name);
        return value == null ? "" : value.toString();
    }

    @Override
    public String toString() {
        return alias + " at " + bootstrapServers();
    }
}
