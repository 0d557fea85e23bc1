package io.twinspan.client;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.client.cluster.TopicReader;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.option.CommonOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.mirror.ReplicationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link LinkClient} to be opened. Confined to one thread.
 *
 * <p>The clusters' settings are those of Kafka's clients: {@code bootstrap.servers}, {@code security.protocol}, {@code sasl.*}, {@code ssl.*}
 * and so on. Those of a consumer that an application has already will do: its group and its deserializers are not used.
 */
public final class LinkClientBuilder {
    private static final String POLICY_KEYS = "replication.policy.";
    private static final String NO_WAIT_MS = "10";
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(30);

    private final LinkName link;
    private Map<String, Object> target = Map.of();
    private Map<String, Object> source = Map.of();
    private String targetPrefix = "";
    private String sourcePrefix = "";
    private Duration timeout = USUAL_TIMEOUT;
    private @Nullable ReplicationPolicy policy;
    private @Nullable Admin targetAdmin;
    private @Nullable Admin sourceAdmin;

    LinkClientBuilder(String sourceAlias, String targetAlias) {
        this.link = new LinkName(new ClusterAlias(sourceAlias), new ClusterAlias(targetAlias));
    }

    /** The target cluster, where the link stores its positions. Keys under {@code replication.policy.} describe the link's policy. */
    public LinkClientBuilder target(Map<String, ?> settings) {
        target = new HashMap<>(settings);
        return this;
    }

    /** The source cluster; only {@link LinkClient#group} asks it. */
    public LinkClientBuilder source(Map<String, ?> settings) {
        source = new HashMap<>(settings);
        return this;
    }

    /**
     * Admin clients of both clusters that the caller has already, and closes after the link's client; without them it opens its own,
     * which costs connections and log-ins.
     */
    public LinkClientBuilder admins(Admin ofSource, Admin ofTarget) {
        sourceAdmin = ofSource;
        targetAdmin = ofTarget;
        return this;
    }

    /** The policy that names topics on the target, in place of the one that the target's settings describe. */
    public LinkClientBuilder policy(ReplicationPolicy made) {
        policy = made;
        return this;
    }

    /** How long a cluster may take for one answer, and a topic to be read; 30 seconds if not said. */
    public LinkClientBuilder timeout(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("a timeout of " + limit + " leaves no time");
        }
        timeout = limit;
        return this;
    }

    /** What stands before the names of the settings where they were written, such as {@code dc1.}, for messages. */
    public LinkClientBuilder written(String beforeSource, String beforeTarget) {
        sourcePrefix = beforeSource;
        targetPrefix = beforeTarget;
        return this;
    }

    /**
     * A client; it asks no cluster yet.
     *
     * @throws Misconfigured if a setting is missing or cannot be used
     */
    public LinkClient open() {
        requireBootstrap(target, targetPrefix, link.target());
        return new LinkClient(this);
    }

    private static void requireBootstrap(Map<String, Object> settings, String prefix, ClusterAlias alias) {
        String key = CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;
        if (settings.get(key) == null || settings.get(key).toString().isBlank()) {
            throw new Misconfigured(
                    prefix + key,
                    "'" + prefix + key + "' is missing; set it to a broker of " + alias + ", as host:port.");
        }
    }

    LinkName link() {
        return link;
    }

    Duration timeout() {
        return timeout;
    }

    ClusterErrors targetErrors() {
        return new ClusterErrors(targetPrefix, link.target().value());
    }

    ClusterErrors sourceErrors() {
        return new ClusterErrors(sourcePrefix, link.source().value());
    }

    /** A consumer of an internal topic of the target. */
    Map<String, Object> targetConsumer(String what) {
        Map<String, Object> settings = TopicReader.settings(client(target, what));
        // It reads only what is there: a request that waits for more would hold up the next question.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, NO_WAIT_MS);
        return settings;
    }

    /** A consumer of an internal topic of the source. */
    Map<String, Object> sourceConsumer(String what) {
        Map<String, Object> settings = TopicReader.settings(client(source, what));
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, NO_WAIT_MS);
        return settings;
    }

    /** Whether the source was described. */
    boolean hasSource() {
        return !source.isEmpty();
    }

    /** An admin client of the target. */
    AdminLease targetAdmin() {
        return targetAdmin == null
                ? AdminLease.opened(client(target, "logs"), targetErrors())
                : AdminLease.borrowed(targetAdmin);
    }

    /** An admin client of the source. */
    AdminLease sourceAdmin() {
        if (sourceAdmin != null) {
            return AdminLease.borrowed(sourceAdmin);
        }
        requireBootstrap(source, sourcePrefix, link.source());
        return AdminLease.opened(client(source, "groups"), sourceErrors());
    }

    private Map<String, Object> client(Map<String, Object> given, String what) {
        var settings = new HashMap<>(given);
        settings.keySet().removeIf(key -> key.startsWith(POLICY_KEYS));
        settings.merge(
                CommonClientConfigs.CLIENT_ID_CONFIG,
                "twinspan-client|" + link + "|" + what,
                (own, ours) -> own + "|" + ours);
        return settings;
    }

    /** The policy, configured as a connector's would be. */
    ReplicationPolicy policy() {
        if (policy != null) {
            return policy;
        }
        String key = CommonOptions.POLICY_CLASS.name();
        Object named = target.getOrDefault(key, CommonOptions.POLICY_CLASS.defaultText());
        String name = named instanceof Class<?> type
                ? type.getName()
                : named.toString().strip();
        try {
            ReplicationPolicy made = Utils.newInstance(name, ReplicationPolicy.class);
            if (made instanceof Configurable configurable) {
                var config = new HashMap<>(target);
                config.put(CommonOptions.SOURCE_ALIAS.name(), link.source().value());
                config.put(CommonOptions.TARGET_ALIAS.name(), link.target().value());
                configurable.configure(config);
            }
            return made;
        } catch (ClassNotFoundException | ClassCastException | KafkaException e) {
            throw new Misconfigured(
                    key,
                    "'" + key + "' names " + name + ", which cannot be used as a replication policy: " + e
                            + ". Name the link's policy, and put its jar on the class path.",
                    e);
        }
    }
}
