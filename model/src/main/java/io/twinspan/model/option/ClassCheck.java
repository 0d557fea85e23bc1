package io.twinspan.model.option;

import io.twinspan.model.option.PropertiesFile.Entry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/** Checks that the classes that a file names are there: policies, filters, transformations, and those of Kafka clients. Immutable. */
final class ClassCheck {
    private static final Set<String> CLIENT_LISTS = Set.of("interceptor.classes", "metric.reporters");
    private static final Pattern CONNECT =
            Pattern.compile("(key|value|header)\\.converter|(transforms|predicates)\\.[^.]+\\.type");

    private final ClassLoader classes;
    private final boolean hasPath;

    ClassCheck(Map<String, String> resolved, ClassLoader classes) {
        this.classes = classes;
        this.hasPath =
                resolved.keySet().stream().anyMatch(key -> key.equals("plugin.path") || key.endsWith(".plugin.path"));
    }

    /** Whether a key's value is the whole name of a class that Connect loads; it also takes the last part alone. */
    static boolean isClassOfConnect(String name, String value) {
        return CONNECT.matcher(name).matches() && value.contains(".");
    }

    /** Whether a Kafka client takes the key's value for the names of classes. */
    static boolean namesClasses(ConfigDef.ConfigKey key) {
        return key.type == ConfigDef.Type.CLASS || CLIENT_LISTS.contains(key.name);
    }

    /**
     * An error for each class that is not there.
     *
     * @param option the option that names them; its defaults are ours to bring along
     */
    List<Problem> problems(Entry entry, @Nullable Option<?> option, List<?> names) {
        return names.stream()
                .map(Object::toString)
                .filter(name -> !name.isEmpty() && !name.contains("${") && !isDefault(option, name) && !isThere(name))
                .map(name -> missing(entry, name))
                .toList();
    }

    private Problem missing(Entry entry, String name) {
        return Problem.error(
                entry.key(),
                entry.line(),
                entry.key() + ": the class " + name + " is not on the class path"
                        + (hasPath ? " or in plugin.path" : ""),
                "check its spelling, and put its jar into plugins/, or into a directory of <target>.plugin.path");
    }

    private static boolean isDefault(@Nullable Option<?> option, String className) {
        Object byDefault = option == null ? null : option.defaultValue();
        return className.equals(byDefault) || (byDefault instanceof List<?> list && list.contains(className));
    }

    private boolean isThere(String className) {
        try {
            return Class.forName(className, false, classes) != null;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
