package io.twinspan.model.option;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * The config providers that a file names, which resolve {@code ${provider:path:key}} in values. Confined to the loading
 * thread; close it afterwards.
 */
final class ConfigProviders implements AutoCloseable {
    private static final String PREFIX = "config.providers.";

    private final Map<String, ConfigProvider> providers;
    private final ConfigTransformer transformer;

    private ConfigProviders(Map<String, ConfigProvider> providers) {
        this.providers = providers;
        this.transformer = new ConfigTransformer(providers);
    }

    /** Starts the providers; one that cannot be started is a problem, and its references stay as they are. */
    static ConfigProviders start(PropertiesFile file, ClassLoader classes, List<Problem> problems) {
        var providers = new LinkedHashMap<String, ConfigProvider>();
        Map<String, String> properties = file.toMap();
        Stream.of(properties.getOrDefault("config.providers", "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .forEach(name -> {
                    var provider = start(name, file, properties, classes, problems);
                    if (provider != null) {
                        providers.put(name, provider);
                    }
                });
        return new ConfigProviders(providers);
    }

    private static @Nullable ConfigProvider start(
            String name,
            PropertiesFile file,
            Map<String, String> properties,
            ClassLoader classes,
            List<Problem> problems) {
        String key = PREFIX + name + ".class";
        String className = properties.get(key);
        if (className == null) {
            problems.add(Problem.error(
                    key,
                    file.lineOf("config.providers"),
                    "config.providers names " + name + ", but " + key + " is missing",
                    "add it, for instance org.apache.kafka.common.config.provider.FileConfigProvider"));
            return null;
        }
        try {
            var provider = Class.forName(className.strip(), true, classes)
                    .asSubclass(ConfigProvider.class)
                    .getDeclaredConstructor()
                    .newInstance();
            provider.configure(Resolver.stripped(properties, PREFIX + name + ".param."));
            return provider;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            problems.add(
                    Problem.error(
                            key,
                            file.lineOf(key),
                            key + ": the config provider " + className + " does not start: " + e,
                            "check its name and its param keys, and that its jar is in plugins/ or in a directory of plugin.path"));
            return null;
        }
    }

    /** The file's values with every reference resolved. The providers' own keys stay: each worker starts its own. */
    Map<String, String> resolve(Map<String, String> properties, PropertiesFile file, List<Problem> problems) {
        var resolved = new LinkedHashMap<String, String>();
        properties.forEach((key, value) -> resolved.put(
                key,
                value.contains("${") && !key.startsWith(Resolver.CONFIG_PROVIDERS)
                        ? resolve(key, value, file.lineOf(key), problems)
                        : value));
        return resolved;
    }

    private String resolve(String key, String value, int line, List<Problem> problems) {
        try {
            String result = transformer.transform(Map.of(key, value)).data().getOrDefault(key, value);
            var matcher = ConfigTransformer.DEFAULT_PATTERN.matcher(value);
            while (matcher.find()) {
                // Only what the file itself says: a resolved secret may hold anything.
                if (result.contains(matcher.group())) {
                    problems.add(unresolved(key, line, matcher.group(), matcher.group(1)));
                }
            }
            return result;
        } catch (RuntimeException e) {
            problems.add(Problem.error(
                    key,
                    line,
                    key + ": a config provider failed: " + e.getMessage(),
                    "check the path after the provider's name"));
            return value;
        }
    }

    private Problem unresolved(String key, int line, String reference, String provider) {
        return providers.containsKey(provider)
                ? Problem.error(
                        key,
                        line,
                        key + ": the provider " + provider + " has nothing for " + reference,
                        "check its path and key")
                : Problem.error(
                        key,
                        line,
                        key + " refers to " + reference + ", but there is no config provider " + provider,
                        "add " + provider + " to config.providers, and " + PREFIX + provider + ".class");
    }

    @Override
    public void close() {
        providers.forEach((name, provider) -> Utils.closeQuietly(provider, "config provider " + name));
    }
}
