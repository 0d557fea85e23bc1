package io.twinspan.control.cluster;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.client.cluster.TopicReader;
import io.twinspan.link.protocol.SharedTls;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.name.ClusterAlias;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaFuture;

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

    /** The settings of a client that shares what TLS needs with others of this process; the caller may add to them. */
    public Map<String, Object> connection() {
        Map<String, Object> config = new HashMap<>(clientConfig);
        SharedTls.use(config);
        return config;
    }

    /** The settings of a client that waits at most so long for each answer; the caller may add to them. */
    public Map<String, Object> client(String clientId, Duration limit) {
        Map<String, Object> config = connection();
        config.put("client.id", clientId);
        config.put("default.api.timeout.ms", Math.toIntExact(limit.toMillis()));
        config.put("request.timeout.ms", Math.toIntExact(limit.toMillis() / 2));
        return config;
    }

    /** How errors of this cluster are told, in terms of the file's keys. */
    public ClusterErrors errors() {
        return new ClusterErrors(alias + ".", alias.value());
    }

    /**
     * Reads what an internal topic of this cluster holds, again and again; the caller closes it.
     *
     * @param limit how long each answer may take
     * @throws ReplicationException if a client cannot be made
     */
    public TopicReader reader(String topic, String clientId, Duration limit, TopicReader.Sink sink) {
        Map<String, Object> consumer = TopicReader.settings(client(clientId, limit));
        // It reads only what is there: a request that waits for more would hold up the next question.
        consumer.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "10");
        return new TopicReader(topic, consumer, errors(), sink);
    }

    /**
     * An answer of this cluster, waited for no longer than the limit.
     *
     * @throws TransientFailure if there is none, or an error instead, which is then its cause
     */
    public <T> T await(KafkaFuture<T> answer, Duration limit) {
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unanswered(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw unanswered(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unanswered(e);
        }
    }

    /** What to say when the cluster gave no answer that can be used. */
    public TransientFailure unanswered(Throwable cause) {
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new TransientFailure(
                "no usable answer from " + this + " (" + key("bootstrap.servers") + "): " + why
                        + "; twinspan check FILE says more",
                cause);
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
