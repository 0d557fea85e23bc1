package io.twinspan.model.option;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Knows which keys hold secrets. Thread-safe: pure functions.
 *
 * <p>Kafka marks its own by type; a plug-in's key counts as secret if its name says so.
 */
public final class Secrets {
    /** What stands in a secret's place; Kafka's own word. */
    static final String HIDDEN = "[hidden]";

    private static final Set<String> PASSWORDS = Stream.of(
                    ConsumerConfig.configDef(), ProducerConfig.configDef(), AdminClientConfig.configDef())
            .flatMap(def -> def.configKeys().values().stream())
            .filter(key -> key.type == ConfigDef.Type.PASSWORD)
            .map(key -> key.name)
            .collect(Collectors.toUnmodifiableSet());
    private static final List<String> TELLING = List.of(
            "password", "passwd", "secret", "jaas", "token", "credential", "private.key", "api.key", "keystore.key");

    /** Such a key within a text, and what it is set to, unless that is hidden already or a reference. */
    private static final Pattern ASSIGNED =
            Pattern.compile("(?i)((?:" + TELLING.stream().map(Pattern::quote).collect(Collectors.joining("|"))
                    + ")[\\w.-]*(?:\\s*=\\s*|:))(?!\\s|\\[hidden]|\\$\\{|\\.\\.\\.).+");

    private Secrets() {}

    static boolean isSecret(String key) {
        String name = key.toLowerCase(Locale.ROOT);
        return TELLING.stream().anyMatch(name::contains)
                || PASSWORDS.stream().anyMatch(password -> name.equals(password) || name.endsWith("." + password));
    }

    /** The value, for people; a reference to a config provider is not itself a secret. */
    public static String shown(String key, String value) {
        return isSecret(key) && !isReference(value) ? HIDDEN : value;
    }

    /** A text for people, up to the first secret that it seems to hold. */
    static String withoutAny(String text) {
        return ASSIGNED.matcher(text).replaceFirst("$1" + Matcher.quoteReplacement(HIDDEN));
    }

    /** A copy for people, sorted. */
    static Map<String, String> shown(Map<String, String> properties) {
        var shown = new TreeMap<String, String>();
        properties.forEach((key, value) -> shown.put(key, shown(key, value)));
        return shown;
    }

    private static boolean isReference(String value) {
        return value.startsWith("${") && value.indexOf('}') == value.length() - 1;
    }
}
