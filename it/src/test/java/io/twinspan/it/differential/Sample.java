package io.twinspan.it.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.connect.mirror.DefaultConfigPropertyFilter;
import org.apache.kafka.connect.mirror.DefaultGroupFilter;
import org.apache.kafka.connect.mirror.DefaultTopicFilter;
import org.apache.kafka.connect.mirror.IdentityReplicationPolicy;
import org.apache.kafka.connect.storage.StringConverter;

/** Values that a key may have and is not given by default, and values that it cannot have. Stateless. */
final class Sample {
    private static final Pattern CHOICE = Pattern.compile(".*\\[([^\\]]+)].*");

    /** Where a value must be of a kind that the key's definition does not tell. */
    private static final Map<String, String> OF_ITS_KIND = Map.ofEntries(
            Map.entry("bootstrap.servers", "elsewhere:9092"),
            Map.entry("replication.policy.class", IdentityReplicationPolicy.class.getName()),
            Map.entry("topic.filter.class", OtherTopicFilter.class.getName()),
            Map.entry("group.filter.class", OtherGroupFilter.class.getName()),
            Map.entry("config.property.filter.class", OtherConfigFilter.class.getName()),
            Map.entry("forwarding.admin.class", OtherAdmin.class.getName()),
            Map.entry("metric.reporters", OtherReporter.class.getName()),
            Map.entry("key.converter", StringConverter.class.getName()),
            Map.entry("value.converter", StringConverter.class.getName()),
            Map.entry("header.converter", StringConverter.class.getName()),
            Map.entry("use.defaults.from", "source"),
            Map.entry("listeners", "http://localhost:18083"),
            Map.entry("admin.listeners", "http://localhost:18084"),
            Map.entry("plugin.path", "target"),
            Map.entry("rest.advertised.port", "18085"),
            Map.entry("rest.advertised.listener", "https"),
            Map.entry("interceptor.classes", "java.lang.Object"),
            Map.entry("response.http.headers.config", "add X-Frame-Options: DENY"),
            Map.entry("ssl.client.auth", "required"),
            Map.entry("connect.protocol", "compatible"),
            Map.entry("exactly.once.source.support", "enabled"),
            Map.entry("inter.worker.key.generation.algorithm", "HmacSHA512"),
            Map.entry("inter.worker.key.size", "512"),
            Map.entry("inter.worker.signature.algorithm", "HmacSHA512"),
            Map.entry("inter.worker.verification.algorithms", "HmacSHA256, HmacSHA512"),
            Map.entry("plugin.discovery", "hybrid_fail"),
            Map.entry("rest.extension.classes", "java.lang.Object"),
            Map.entry("sasl.oauthbearer.jwt.retriever.class", "java.lang.Object"),
            Map.entry("sasl.oauthbearer.jwt.validator.class", "java.lang.Object"));

    private Sample() {}

    /** A valid value that is not the default. */
    static String of(ConfigKey key) {
        String given = OF_ITS_KIND.get(key.name);
        if (given != null) {
            return given;
        }
        return candidates(key).stream()
                .filter(value -> isValid(key, value) && !isDefault(key, value))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no value is known for " + key.name + ", a " + key.type));
    }

    /** A value that Kafka's own definition of the key refuses; empty if it takes everything. */
    static Optional<String> invalid(ConfigKey key) {
        return List.of("no such value", "-77777", "").stream()
                .filter(value -> key.type != Type.CLASS && !isValid(key, value))
                .findFirst();
    }

    private static List<String> candidates(ConfigKey key) {
        var candidates = new ArrayList<String>();
        Matcher choice = CHOICE.matcher(String.valueOf(key.validator));
        if (choice.matches() && !choice.group(1).contains("...")) {
            candidates.addAll(List.of(choice.group(1).split(",\\s*")));
        }
        String present = String.valueOf(key.defaultValue);
        switch (key.type) {
            case BOOLEAN -> candidates.addAll(List.of("true", "false"));
            case INT, LONG, SHORT -> {
                if (key.defaultValue instanceof Number number) {
                    candidates.add(Long.toString(number.longValue() + 1));
                    candidates.add(Long.toString(number.longValue() - 1));
                }
                candidates.add("7");
            }
            case DOUBLE -> candidates.addAll(List.of("0.06", "0.81", "1.5"));
            case CLASS -> candidates.add("java.lang.Object");
            case LIST -> candidates.addAll(List.of("one, another", "one"));
            case STRING, PASSWORD -> candidates.addAll(List.of("another", "1.0", present + "x"));
        }
        return candidates;
    }

    private static boolean isValid(ConfigKey key, String value) {
        try {
            Object parsed = ConfigDef.parseType(key.name, value, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(key.name, parsed);
            }
            return true;
        } catch (ConfigException e) {
            return false;
        }
    }

    private static boolean isDefault(ConfigKey key, String value) {
        return key.hasDefault() && value.equals(ConfigDef.convertToString(key.defaultValue, key.type));
    }

    /** Another class than the default. Immutable. */
    public static final class OtherTopicFilter extends DefaultTopicFilter {}

    /** Another class than the default. Immutable. */
    public static final class OtherGroupFilter extends DefaultGroupFilter {}

    /** Another class than the default. Immutable. */
    public static final class OtherConfigFilter extends DefaultConfigPropertyFilter {}

    /** Another class than the default. Thread-safe as its parent. */
    public static final class OtherReporter extends JmxReporter {}

    /** Another class than the default. Thread-safe as its parent. */
    public static final class OtherAdmin extends ForwardingAdmin {
        public OtherAdmin(Map<String, Object> settings) {
            super(settings);
        }
    }
}
