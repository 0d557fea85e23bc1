package io.twinspan.app.runner;

import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.option.Mm2Properties;
import io.twinspan.model.option.Problem;
import io.twinspan.model.option.PropertiesFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;

/**
 * Asks Kafka Connect itself whether a worker could be what a file says, so that a value it refuses is found when the file is read.
 * Thread-safe: pure functions.
 */
final class WorkerCheck {
    private WorkerCheck() {}

    /** A problem for each worker that would not start, naming the line that keeps it from starting. */
    static List<Problem> problems(
            PropertiesFile lines, Mm2Properties file, Collection<LinkName> links, ClassLoader classes) {
        var ofTargets = new TreeMap<ClusterAlias, LinkName>();
        links.forEach(link -> ofTargets.putIfAbsent(link.target(), link));
        var problems = new ArrayList<Problem>();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // Classes may be on the plug-in path.
        thread.setContextClassLoader(classes);
        try {
            ofTargets.values().forEach(link -> problem(lines, file, link).ifPresent(problems::add));
        } finally {
            thread.setContextClassLoader(before);
        }
        return problems;
    }

    private static Optional<Problem> problem(PropertiesFile lines, Mm2Properties file, LinkName link) {
        Map<String, String> settings = new HashMap<>(WorkerSettings.fromFile(file, link));
        // Their references are resolved; a worker's own providers are started with it.
        settings.keySet().removeIf(key -> key.startsWith("config.providers"));
        // Nothing after the sign means the default here.
        settings.remove("listeners", "");
        WorkerKeys.LEAST.forEach(settings::putIfAbsent);
        String refusal = refusal(settings);
        if (refusal.isEmpty()) {
            return Optional.empty();
        }
        String key = "";
        for (String suspect : settings.keySet()) {
            var others = new HashMap<>(settings);
            others.remove(suspect);
            WorkerKeys.LEAST.forEach(others::putIfAbsent);
            if (refusal(others).isEmpty()) {
                String ofTarget = link.target() + "." + suspect;
                key = file.originals().containsKey(ofTarget) ? ofTarget : suspect;
            }
        }
        String worker = key.isEmpty() ? "the settings of the worker for " + link.target() + " are" : key + " is";
        return Optional.of(new Problem(
                Problem.Severity.ERROR,
                key,
                key.isEmpty() ? 0 : lines.lineOf(key),
                worker + " not possible: Kafka Connect says: " + refusal,
                "check the value"));
    }

    /** Why Connect refuses these settings, without the value, which may be a secret; empty if it does not. */
    private static String refusal(Map<String, String> settings) {
        try {
            return new DistributedConfig(settings).values().isEmpty() ? "it has no settings" : "";
        } catch (ConfigException e) {
            String message = String.valueOf(e.getMessage());
            int key = message.startsWith("Invalid value") ? message.indexOf(" for configuration ") : -1;
            return key < 0 ? message : message.substring(message.indexOf(": ", key) + 2);
        }
    }
}
