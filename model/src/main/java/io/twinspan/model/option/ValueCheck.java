package io.twinspan.model.option;

import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.option.PropertiesFile.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Checks every value that an option or a Kafka client setting defines: type, range, and that a class is there. Immutable. */
final class ValueCheck {
    private final PropertiesFile file;
    private final Map<String, String> resolved;
    private final List<ClusterAlias> clusters;
    private final ClassCheck classes;

    ValueCheck(PropertiesFile file, Map<String, String> resolved, List<ClusterAlias> clusters, ClassLoader classes) {
        this.file = file;
        this.resolved = resolved;
        this.clusters = clusters;
        this.classes = new ClassCheck(resolved, classes);
    }

    List<Problem> problems() {
        var problems = new ArrayList<Problem>();
        for (Entry entry : file.entries().values()) {
            String value = resolved.getOrDefault(entry.key(), entry.value());
            var place = Place.of(entry.key(), clusters);
            var option = Catalogue.find(place.name()).filter(o -> appliesTo(o, place));
            if (KeyCheck.isOfTheProcess(place)) {
                continue;
            }
            if (option.isPresent()) {
                problems.addAll(optionProblems(entry, option.get(), value));
            } else if (ClassCheck.isClassOfConnect(place.name(), value)) {
                problems.addAll(classes.problems(entry, null, List.of(value.strip())));
            } else if (!value.contains("${")) {
                problems.addAll(clientProblems(entry, place.name(), value));
            }
        }
        return problems;
    }

    private static boolean appliesTo(Option<?> option, Place place) {
        if (place.link() != null) {
            return option.scope().ofLink();
        }
        return place.cluster() != null
                ? option.scope().ofWorker() || option.scope() == Scope.CLUSTER
                : option.scope() != Scope.LINK_ONLY && option.scope() != Scope.WORKER;
    }

    private List<Problem> optionProblems(Entry entry, Option<?> option, String value) {
        Object parsed;
        try {
            parsed = option.parse(value);
        } catch (ConfigException e) {
            return List.of(Problem.error(
                    entry.key(),
                    entry.line(),
                    entry.key() + " = " + Secrets.shown(entry.key(), value) + " is not possible",
                    rule(e, option.name())));
        }
        if (option.type() == ConfigDef.Type.CLASS) {
            return classes.problems(entry, option, List.of(value.strip()));
        }
        return option.equals(CommonOptions.METRIC_REPORTERS)
                ? classes.problems(entry, option, (List<?>) parsed)
                : List.of();
    }

    /** What follows the value in Kafka's own wording: "Invalid value x for configuration y: must be ...". */
    private static String rule(ConfigException e, String name) {
        String message = String.valueOf(e.getMessage());
        String before = "for configuration " + name + ": ";
        int rule = message.indexOf(before);
        return "it " + (rule < 0 ? "is invalid" : message.substring(rule + before.length()));
    }

    /** Kafka's own definitions say what a client setting may be. */
    private List<Problem> clientProblems(Entry entry, String name, String value) {
        for (ClientRole role : ClientRole.values()) {
            String bare = bare(name, role);
            var key = role.definition().configKeys().get(bare);
            if (key != null && ClassCheck.namesClasses(key)) {
                return classes.problems(entry, null, List.of(value.strip().split("\\s*,\\s*")));
            }
            if (key == null || key.type == ConfigDef.Type.CLASS) {
                continue;
            }
            try {
                Object parsed = ConfigDef.parseType(bare, value, key.type);
                if (key.validator != null) {
                    key.validator.ensureValid(bare, parsed);
                }
            } catch (ConfigException e) {
                String shown = Secrets.shown(entry.key(), value);
                // Kafka's message may repeat the value.
                String why = shown.equals(value) ? rule(e, bare) : "it is invalid";
                return List.of(Problem.error(
                        entry.key(), entry.line(), entry.key() + " = " + shown + " is not possible", why));
            }
            return List.of();
        }
        return List.of();
    }

    private static String bare(String name, ClientRole role) {
        int at = name.indexOf(role.prefix());
        String bare = at < 0 ? name : name.substring(at + role.prefix().length());
        return bare.startsWith("override.") ? bare.substring("override.".length()) : bare;
    }
}
