package io.twinspan.connect.plugin;

import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.option.CommonOptions;
import io.twinspan.model.option.GroupOptions;
import io.twinspan.model.option.LinkConfiguration;
import io.twinspan.model.option.Option;
import io.twinspan.model.option.SourceOptions;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.mirror.ConfigPropertyFilter;
import org.apache.kafka.connect.mirror.GroupFilter;
import org.apache.kafka.connect.mirror.ReplicationPolicy;
import org.apache.kafka.connect.mirror.TopicFilter;

/**
 * Makes the objects whose classes a link's configuration names, each configured with the whole of it. Every error names the key.
 * Immutable; each call makes a new object.
 */
public final class LinkPlugins {
    /** The options that name such classes. */
    private static final Set<String> KEYS = Stream.of(
                    CommonOptions.POLICY_CLASS,
                    CommonOptions.TOPIC_FILTER,
                    GroupOptions.GROUP_FILTER,
                    SourceOptions.CONFIG_PROPERTY_FILTER,
                    CommonOptions.FORWARDING_ADMIN)
            .map(Option::name)
            .collect(Collectors.toUnmodifiableSet());

    private static final String PLUGIN_PATH = "plugin.path";

    private final LinkConfiguration config;
    private final String path;
    private final ClassLoader classes;

    /** Looks for classes from the calling thread's class loader on, which in a worker is that of the plug-in's directory. */
    public LinkPlugins(LinkConfiguration config) {
        this.config = config;
        // The second is what a dedicated file's '<target>.plugin.path' becomes in a connector's configuration.
        this.path = Stream.of(PLUGIN_PATH, "target.cluster." + PLUGIN_PATH)
                .map(key -> config.originals().getOrDefault(key, ""))
                .filter(text -> !text.isBlank())
                .distinct()
                .collect(Collectors.joining(","));
        this.classes = PluginClasses.of(path, Utils.getContextOrKafkaClassLoader());
    }

    /**
     * Options in which the names of such classes are texts: Kafka's own definitions would look for the classes, and only on the class
     * path.
     */
    public static ConfigDef byName(ConfigDef definition) {
        var named = new ConfigDef();
        definition.configKeys().values().forEach(key -> named.define(KEYS.contains(key.name) ? named(key) : key));
        return named;
    }

    private static ConfigDef.ConfigKey named(ConfigDef.ConfigKey key) {
        return new ConfigDef.ConfigKey(
                key.name,
                ConfigDef.Type.STRING,
                key.defaultValue instanceof Class<?> type ? type.getName() : key.defaultValue,
                key.validator,
                key.importance,
                key.documentation,
                key.group,
                key.orderInGroup,
                key.width,
                key.displayName,
                key.dependents,
                key.recommender,
                key.internalConfig);
    }

    /** The policy that names topics on the target. */
    public ReplicationPolicy replicationPolicy() {
        return plugin(CommonOptions.POLICY_CLASS, ReplicationPolicy.class, "'replication.policy.*'");
    }

    public TopicFilter topicFilter() {
        return plugin(CommonOptions.TOPIC_FILTER, TopicFilter.class, "'topics' or 'topics.exclude'");
    }

    public GroupFilter groupFilter() {
        return plugin(GroupOptions.GROUP_FILTER, GroupFilter.class, "'groups' or 'groups.exclude'");
    }

    public ConfigPropertyFilter configFilter() {
        return plugin(SourceOptions.CONFIG_PROPERTY_FILTER, ConfigPropertyFilter.class, "'config.properties.exclude'");
    }

    /** The reporters of MirrorMaker 2's metrics. */
    public List<MetricsReporter> metricReporters() {
        String key = CommonOptions.METRIC_REPORTERS.name();
        return config.get(CommonOptions.METRIC_REPORTERS).stream()
                .map(name -> plugin(key, name, MetricsReporter.class, "its keys"))
                .toList();
    }

    /** Checks that the class of admin clients is one, without making any: they connect at once. */
    public void requireAdmin() {
        load(CommonOptions.FORWARDING_ADMIN.name(), config.get(CommonOptions.FORWARDING_ADMIN), ForwardingAdmin.class);
    }

    /**
     * An admin client of the operator's class.
     *
     * @throws KafkaException as the client's constructor does
     */
    public ForwardingAdmin admin(Map<String, Object> client) {
        String key = CommonOptions.FORWARDING_ADMIN.name();
        Class<? extends ForwardingAdmin> type =
                load(key, config.get(CommonOptions.FORWARDING_ADMIN), ForwardingAdmin.class);
        try {
            return type.getConstructor(Map.class).newInstance(client);
        } catch (InvocationTargetException e) {
            throw failure(key, type, e.getCause() == null ? e : e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new Misconfigured(
                    key,
                    "'" + key + "' names " + type.getName()
                            + ", which has no public constructor from a Map; give it one.",
                    e);
        }
    }

    /** @param itsKeys the options that the usual plug-in reads, to be named if it cannot read them */
    private <T> T plugin(Option<String> option, Class<T> wanted, String itsKeys) {
        return plugin(option.name(), config.get(option), wanted, itsKeys);
    }

    private <T> T plugin(String key, String className, Class<T> wanted, String itsKeys) {
        Class<? extends T> type = load(key, className, wanted);
        try {
            T plugin = type.getDeclaredConstructor().newInstance();
            if (plugin instanceof Configurable configurable) {
                configurable.configure(new HashMap<>(config.originals()));
            }
            return plugin;
        } catch (PatternSyntaxException e) {
            throw new Misconfigured(key, itsKeys + ": a regular expression cannot be read: " + e.getMessage(), e);
        } catch (InvocationTargetException e) {
            throw failure(key, type, e.getCause() == null ? e : e.getCause());
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw failure(key, type, e);
        }
    }

    private <T> Class<? extends T> load(String key, String className, Class<T> wanted) {
        String name = className.strip();
        try {
            return find(name).asSubclass(wanted);
        } catch (ClassNotFoundException e) {
            throw new Misconfigured(key, missing(key, name), e);
        } catch (ClassCastException e) {
            throw new Misconfigured(
                    key,
                    "'" + key + "' names " + name + ", which is no " + wanted.getName()
                            + "; name a class that is, or remove the line.",
                    e);
        } catch (LinkageError e) {
            throw new Misconfigured(
                    key,
                    "'" + key + "' names " + name + ", which cannot be loaded: " + e
                            + ". Put the jars that it needs beside its own.",
                    e);
        }
    }

    /** A worker may call with a class loader that knows less than ours. */
    private Class<?> find(String name) throws ClassNotFoundException {
        try {
            return Class.forName(name, true, classes);
        } catch (ClassNotFoundException e) {
            return Class.forName(name, true, LinkPlugins.class.getClassLoader());
        }
    }

    private String missing(String key, String name) {
        return "'" + key + "' names " + name + ", and there is no such class on the class path"
                + (path.isEmpty() ? "" : " or in plugin.path (" + path + ")")
                + ". Check its spelling, and put its jar into plugins/, or into a directory of '<target>.plugin.path';"
                + " on a Connect worker of your own, beside Twinspan's jars in its directory of the worker's"
                + " plugin.path.";
    }

    private static RuntimeException failure(String key, Class<?> type, Throwable why) {
        if (why instanceof KafkaException known && ForwardingAdmin.class.isAssignableFrom(type)) {
            return known;
        }
        return new Misconfigured(key, "'" + key + "' names " + type.getName() + ", which cannot be used: " + why, why);
    }
}
