package io.twinspan.it.differential;

import io.twinspan.app.runner.Deployment;
import io.twinspan.app.runner.WorkerPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.connect.mirror.MirrorMakerKeys;
import org.apache.kafka.connect.runtime.SourceConnectorConfig;

/**
 * A key at a place where a file could have it. Immutable.
 *
 * @param prefix what stands before the key's name: a cluster, a link, a client, or nothing
 * @param takenThere whether MirrorMaker 2's own definitions have it at such a place
 */
record KeyInFile(String prefix, ConfigKey key, boolean takenThere) {
    private static final String LINK = "dc1->dc2.";
    private static final Map<String, ConfigDef> CLIENTS = new TreeMap<>(Map.of(
            "consumer.", ConsumerConfig.configDef(),
            "producer.", ProducerConfig.configDef(),
            "admin.", AdminClientConfig.configDef()));

    /** Both directions, so that each cluster is a target. */
    private static final Map<String, String> FILE = Map.of(
            "clusters", "dc1, dc2",
            "dc1.bootstrap.servers", "one:9092",
            "dc2.bootstrap.servers", "two:9092",
            "dc1->dc2.enabled", "true",
            "dc2->dc1.enabled", "true");

    /** Which a more particular line of the file would hide. */
    private static final Map<String, String> HIDING =
            Map.of("bootstrap.servers", "dc2.bootstrap.servers", "enabled", "dc2->dc1.enabled");

    /** Keys that take more than one line. */
    private static final Map<String, Map<String, String>> BESIDES = Map.of(
            "config.providers",
            Map.of(
                    "config.providers.one.class",
                    "org.apache.kafka.common.config.provider.FileConfigProvider",
                    "config.providers.another.class",
                    "org.apache.kafka.common.config.provider.FileConfigProvider"),
            "dc1.inter.worker.signature.algorithm",
            Map.of("dc1.inter.worker.verification.algorithms", "HmacSHA256, HmacSHA512"),
            "dc2.inter.worker.signature.algorithm",
            Map.of("dc2.inter.worker.verification.algorithms", "HmacSHA256, HmacSHA512"));

    /** What MirrorMaker 2 and what Twinspan make of the files without any of the keys. Filled by the one thread that runs the tests. */
    private static final Map<Map<String, String>, Map<String, Object>> THEIRS = new HashMap<>();

    private static final Map<Map<String, String>, Boolean> COUNTS = new HashMap<>();

    private static final Map<Map<String, String>, List<WorkerPlan>> OURS = new HashMap<>();

    /** Every key that MirrorMaker 2 4.3.1, its Connect and its clients define, at every place. */
    static List<KeyInFile> all() {
        Map<String, ConfigKey> connectors = MirrorMakerKeys.ofConnectors();
        Map<String, ConfigKey> clusters = MirrorMakerKeys.ofClusters();
        Map<String, ConfigKey> driver = MirrorMakerKeys.ofTheDriver();
        var keys = new ArrayList<KeyInFile>();

        var everything = new TreeMap<>(MirrorMakerKeys.ofWorkers());
        everything.putAll(driver);
        everything.putAll(SourceConnectorConfig.configDef().configKeys());
        everything.putAll(connectors);
        everything.putAll(clusters);
        // Without it there is no file.
        everything.remove("clusters");
        everything.values().forEach(key -> keys.add(new KeyInFile("", key, true)));

        var ofLinks = new TreeMap<>(SourceConnectorConfig.configDef().configKeys());
        ofLinks.putAll(connectors);
        // A cluster's, which the connectors take only behind their own prefixes.
        ofLinks.keySet().removeAll(clusters.keySet());
        everything.forEach((name, key) -> keys.add(new KeyInFile(LINK, key, ofLinks.containsKey(name))));

        var ofClusters = new TreeMap<>(MirrorMakerKeys.ofWorkers());
        ofClusters.putAll(clusters);
        for (String cluster : List.of("dc1.", "dc2.")) {
            ofClusters.values().forEach(key -> keys.add(new KeyInFile(cluster, key, true)));
        }
        for (String before : List.of("", "dc1.", "dc2.", LINK, LINK + "source.", LINK + "target.")) {
            CLIENTS.forEach((client, definition) -> definition
                    .configKeys()
                    .values()
                    .forEach(key -> keys.add(new KeyInFile(before + client, key, true))));
        }
        CLIENTS.forEach((client, definition) -> definition
                .configKeys()
                .values()
                .forEach(key -> keys.add(new KeyInFile(LINK + client + "override.", key, true))));
        return keys;
    }

    /** A valid value that is not what holds without the key. */
    String sample() {
        // Without a word about it, no link of a dedicated file is enabled, unlike a connector of Connect's.
        return name().equals("enabled") ? "true" : Sample.of(key);
    }

    /** As the file has it. */
    String name() {
        return prefix + key.name;
    }

    /** The file but for the key. */
    Map<String, String> without() {
        var file = new TreeMap<>(FILE);
        if (prefix.isEmpty() && HIDING.containsKey(key.name)) {
            file.remove(HIDING.get(key.name));
        }
        return file;
    }

    Map<String, String> with(String value) {
        Map<String, String> file = without();
        file.put(name(), value);
        file.putAll(BESIDES.getOrDefault(name(), Map.of()));
        return file;
    }

    /** Whether it makes a difference to MirrorMaker 2. */
    boolean countsForMirrorMaker(String value) {
        return takenThere
                && COUNTS.computeIfAbsent(
                        with(value),
                        file -> !MirrorMakerKeys.effect(file)
                                .equals(THEIRS.computeIfAbsent(without(), MirrorMakerKeys::effect)));
    }

    /** What Twinspan makes of the key with this value. */
    Answer answer(String value) {
        Deployment deployment = read(with(value));
        Set<String> about = deployment.problems().all().stream()
                .filter(problem -> problem.key().equals(name()))
                .map(problem -> problem.describe("mm2.properties"))
                .collect(Collectors.toSet());
        boolean refused = deployment.problems().errors().stream()
                .anyMatch(problem -> problem.key().equals(name()));
        boolean changed = refused
                || !deployment
                        .workerPlans()
                        .equals(OURS.computeIfAbsent(
                                without(), file -> read(file).workerPlans()));
        return new Answer(refused, changed, about);
    }

    /**
     * What became of a key. Immutable.
     *
     * @param changed whether anything else is run, or nothing
     * @param said what people are told about it
     */
    record Answer(boolean refused, boolean changed, Set<String> said) {}

    private static Deployment read(Map<String, String> file) {
        return Deployment.of(
                "mm2.properties",
                file.entrySet().stream()
                        .map(entry -> entry.getKey() + " = " + entry.getValue().replace("\\", "\\\\"))
                        .collect(Collectors.joining("\n")));
    }

    @Override
    public String toString() {
        return name();
    }
}
