package io.twinspan.app.runner;

import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.option.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What changes for one worker when the file changes. Immutable. Holds no secrets.
 *
 * @param lines what changes, for people, one thing a line
 */
record PlanChange(ClusterAlias target, Kind kind, List<String> lines) {
    PlanChange {
        lines = List.copyOf(lines);
    }

    /** What is to be done with the worker. */
    enum Kind {
        /** It is new. */
        START,
        /** No link leads into its target any more. */
        STOP,
        /** Its own settings changed: its links pause for some seconds. */
        RESTART,
        /** Only its connectors change. */
        RECONFIGURE
    }

    /** What to change, by target; a worker for which nothing changes is left out. */
    static List<PlanChange> between(List<WorkerPlan> before, List<WorkerPlan> after) {
        Map<ClusterAlias, WorkerPlan> old = byTarget(before);
        Map<ClusterAlias, WorkerPlan> wanted = byTarget(after);
        var targets = new TreeSet<>(old.keySet());
        targets.addAll(wanted.keySet());
        return targets.stream()
                .map(target -> between(target, old.get(target), wanted.get(target)))
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable PlanChange between(
            ClusterAlias target, @Nullable WorkerPlan before, @Nullable WorkerPlan after) {
        if (before == null && after == null) {
            return null;
        }
        if (before == null) {
            return new PlanChange(target, Kind.START, links(Objects.requireNonNull(after), "+ "));
        }
        if (after == null) {
            return new PlanChange(target, Kind.STOP, links(before, "- "));
        }
        var lines = new ArrayList<String>();
        keys("", before.settings(), after.settings(), lines);
        Kind kind = lines.isEmpty() ? Kind.RECONFIGURE : Kind.RESTART;
        var names = new TreeSet<>(before.connectors().keySet());
        names.addAll(after.connectors().keySet());
        for (String name : names) {
            Map<String, String> was = before.connectors().get(name);
            Map<String, String> is = after.connectors().get(name);
            if (was == null) {
                lines.add("+ " + name);
            } else if (is == null) {
                lines.add("- " + name);
            } else {
                keys(name + ": ", was, is, lines);
            }
        }
        return lines.isEmpty() ? null : new PlanChange(target, kind, lines);
    }

    private static List<String> links(WorkerPlan plan, String sign) {
        return plan.connectors().keySet().stream()
                .sorted()
                .map(name -> sign + name)
                .toList();
    }

    private static void keys(String where, Map<String, String> was, Map<String, String> is, List<String> lines) {
        var keys = new TreeSet<>(was.keySet());
        keys.addAll(is.keySet());
        for (String key : keys) {
            if (!Objects.equals(was.get(key), is.get(key))) {
                lines.add(where + key + ": " + shown(key, was.get(key)) + " -> " + shown(key, is.get(key)));
            }
        }
    }

    private static String shown(String key, @Nullable String value) {
        return value == null ? "(not set)" : "'" + Secrets.shown(key, value) + "'";
    }

    private static Map<ClusterAlias, WorkerPlan> byTarget(List<WorkerPlan> plans) {
        return plans.stream()
                .collect(Collectors.toMap(WorkerPlan::target, Function.identity(), (a, b) -> b, TreeMap::new));
    }
}
