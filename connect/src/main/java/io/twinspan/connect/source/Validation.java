package io.twinspan.connect.source;

import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.option.ConnectOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;

/** What a connector's configuration must be beyond the single options' rules. Thread-safe: pure functions. */
public final class Validation {

    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    private Validation() {}

    /** The outcome of the single options' rules, with the errors of the whole added to the options that they name. */
    static Config validate(Config single, Map<String, String> given) {
        var values = new ArrayList<>(single.configValues());
        if (given.getOrDefault(ConnectOptions.TRANSFORMS.name(), "").isBlank()) {
            requireByteArrays(given, values);
        }
        if (values.stream().allMatch(value -> value.errorMessages().isEmpty())) {
            try {
                SourceSettings settings = SourceSettings.parse(given);
                settings.replicationPolicy();
                settings.topicFilter().close();
                settings.configFilter().close();
                if (settings.sync().groupAcls()) {
                    settings.groupFilter().close();
                }
                settings.requireAdmin();
                requireExactlyOnce(settings, given, values);
            } catch (Misconfigured e) {
                value(e.key(), values).addErrorMessage(e.getMessage());
            }
        }
        return new Config(values);
    }

    /**
     * What a link stores is bytes and must be stored as it is. If the connector does not choose a converter, the worker's is
     * used, which is not known here: the task sees from what was stored whether it kept the bytes.
     */
    public static void requireByteArrays(Map<String, String> given, List<ConfigValue> values) {
        requireByteArrays("key.converter", given, values);
        requireByteArrays("value.converter", given, values);
    }

    private static void requireByteArrays(String key, Map<String, String> given, List<ConfigValue> values) {
        String converter = given.get(key);
        if (converter != null && !converter.equals(BYTES) && !BYTES.endsWith("." + converter)) {
            value(key, values)
                    .addErrorMessage("'" + key + "' is " + converter
                            + ", which would change the bytes that the link stores; set it to " + BYTES + ".");
        }
    }

    private static void requireExactlyOnce(
            SourceSettings settings, Map<String, String> given, List<ConfigValue> values) {
        String key = "exactly.once.support";
        if ("required".equals(given.get(key)) && !settings.linkConfig().readCommitted()) {
            value(key, values)
                    .addErrorMessage(
                            "'" + key + " = required' needs 'source.consumer.isolation.level = read_committed';"
                                    + " otherwise records of aborted transactions are copied.");
        }
    }

    /** The value of a key, to add an error to. */
    public static ConfigValue value(String key, List<ConfigValue> values) {
        return values.stream()
                .filter(value -> value.name().equals(key))
                .findAny()
                .orElseGet(() -> {
                    var added = new ConfigValue(key);
                    values.add(added);
                    return added;
                });
    }
}
