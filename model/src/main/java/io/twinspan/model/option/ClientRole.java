package io.twinspan.model.option;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/** The three kinds of Kafka client, each with a prefix of its own for settings. Immutable. */
public enum ClientRole {
    CONSUMER,
    PRODUCER,
    ADMIN;

    /** The settings that are a cluster's rather than a client's: where it is, and how to talk to it securely. */
    static final Set<String> CLUSTER_NAMES = Set.copyOf(new ConfigDef()
            .define(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, ConfigDef.Type.LIST, ConfigDef.Importance.HIGH, "")
            .define(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "")
            .withClientSslSupport()
            .withClientSaslSupport()
            .names());

    private static final Map<ClientRole, ConfigDef> DEFINITIONS = new EnumMap<>(Map.of(
            CONSUMER,
            ConsumerConfig.configDef(),
            PRODUCER,
            ProducerConfig.configDef(),
            ADMIN,
            AdminClientConfig.configDef()));

    /** {@code consumer.}, {@code producer.} or {@code admin.} */
    String prefix() {
        return name().toLowerCase(Locale.ROOT) + ".";
    }

    /** Kafka's definition of this client's settings. */
    ConfigDef definition() {
        return Objects.requireNonNull(DEFINITIONS.get(this));
    }

    boolean knows(String key) {
        return definition().configKeys().containsKey(key);
    }
}
