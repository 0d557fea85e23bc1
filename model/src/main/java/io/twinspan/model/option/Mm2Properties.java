package io.twinspan.model.option;

import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A dedicated {@code mm2.properties}, read, checked and resolved. Immutable.
 *
 * <p>Loading never fails: everything that is wrong is in {@link #problems()}, all of it at once. What the other methods
 * return counts only if that {@linkplain Problems#hasErrors() has no errors}.
 */
public final class Mm2Properties {
    private final Map<String, String> originals;
    private final List<ClusterAlias> aliases;
    private final Map<ClusterAlias, ClusterConfig> clusters;
    private final Resolver written;
    private final Resolver resolved;
    private final Problems problems;

    private Mm2Properties(Mm2Properties before, List<Problem> problems) {
        this.originals = before.originals;
        this.aliases = before.aliases;
        this.clusters = before.clusters;
        this.written = before.written;
        this.resolved = before.resolved;
        this.problems = new Problems(before.problems.file(), problems);
    }

    private Mm2Properties(
            PropertiesFile file,
            List<ClusterAlias> aliases,
            Map<String, String> written,
            Map<String, String> resolved,
            List<Problem> problems) {
        this.originals = Collections.unmodifiableMap(file.toMap());
        this.aliases = List.copyOf(aliases);
        this.written = new Resolver(written);
        this.resolved = new Resolver(resolved);
        var configs = new LinkedHashMap<ClusterAlias, ClusterConfig>();
        aliases.forEach(alias -> configs.put(alias, new ClusterConfig(alias, this.resolved.cluster(alias))));
        this.clusters = Collections.unmodifiableMap(configs);
        this.problems = new Problems(file.name(), problems);
    }

    /** Reads a file; {@link PropertiesFile#CHARSET} says how its bytes become text. */
    public static Mm2Properties load(String fileName, String text, Surroundings surroundings) {
        return load(PropertiesFile.parse(fileName, text), surroundings);
    }

    public static Mm2Properties load(PropertiesFile file, Surroundings surroundings) {
        var problems = new ArrayList<>(file.problems());
        var aliases = aliases(file, problems);
        var written = renamed(file, aliases);
        Map<String, String> resolved;
        try (var providers = ConfigProviders.start(file, surroundings.classes(), problems)) {
            resolved = providers.resolve(written, file, problems);
        }
        if (!aliases.isEmpty()) {
            problems.addAll(new KeyCheck(file, aliases, new Vocabulary(surroundings.workerKeys())).problems());
            var values = new ValueCheck(file, resolved, aliases, surroundings.classes()).problems();
            problems.addAll(values);
        }
        var unchecked = new Mm2Properties(file, aliases, written, resolved, problems);
        if (!aliases.isEmpty()) {
            problems.addAll(new LinkCheck(file, aliases, unchecked.clusters, unchecked.enabled()).problems());
        }
        return new Mm2Properties(file, aliases, written, resolved, problems);
    }

    /** The same file, with what somebody else found wrong with it. */
    public Mm2Properties with(List<Problem> more) {
        var all = new ArrayList<>(problems.all());
        all.addAll(more);
        return new Mm2Properties(this, all);
    }

    public Problems problems() {
        return problems;
    }

    /** This, if it has no errors; throws {@link io.twinspan.model.error.Misconfigured} with all of them otherwise. */
    public Mm2Properties orThrow() {
        problems.throwIfErrors();
        return this;
    }

    /** The file as it is written: strings, nothing resolved, filled in or renamed. */
    public Map<String, String> originals() {
        return originals;
    }

    public Map<ClusterAlias, ClusterConfig> clusters() {
        return clusters;
    }

    /** One of the file's clusters; throws {@link IllegalArgumentException} for another. */
    public ClusterConfig cluster(ClusterAlias alias) {
        var cluster = clusters.get(alias);
        if (cluster == null) {
            throw new IllegalArgumentException("there is no cluster " + alias + " in " + problems.file());
        }
        return cluster;
    }

    /** The enabled links, with references resolved. */
    public List<LinkConfiguration> links() {
        return enabled().stream().map(this::link).toList();
    }

    /**
     * The links for which MirrorMaker 2 runs a worker: the enabled ones, and those that only emit heartbeats, which without
     * {@code emit.heartbeats.enabled = false} are all others.
     */
    public List<LinkName> running() {
        return Place.links(aliases).stream().filter(resolved::isRun).toList();
    }

    /** A link between two of the file's clusters, enabled or not, with references resolved. */
    public LinkConfiguration link(LinkName name) {
        return new LinkConfiguration(name, resolved.connector(name));
    }

    /** The configuration of a link's Connect worker, with references resolved. */
    public Map<String, String> worker(LinkName link) {
        return resolved.worker(link);
    }

    /**
     * What Connect is to be told of a link's connectors, but for {@code name} and {@code connector.class}. References stay
     * as written, so that no secret gets into Connect's config topic; the worker resolves them.
     */
    public Map<String, String> connector(LinkName link) {
        return written.connector(link);
    }

    @Override
    public String toString() {
        return "Mm2Properties[" + Secrets.shown(originals) + "]";
    }

    private List<LinkName> enabled() {
        return running().stream()
                .filter(name -> Boolean.parseBoolean(
                        resolved.connector(name).getOrDefault("enabled", "").strip()))
                .toList();
    }

    private static List<ClusterAlias> aliases(PropertiesFile file, List<Problem> problems) {
        int line = file.lineOf("clusters");
        var aliases = new LinkedHashSet<ClusterAlias>();
        Stream.of(file.toMap().getOrDefault("clusters", "").split(","))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .forEach(text -> {
                    try {
                        if (!aliases.add(new ClusterAlias(text))) {
                            problems.add(Problem.error(
                                    "clusters", line, "clusters names " + text + " twice", "name every cluster once"));
                        }
                    } catch (IllegalArgumentException e) {
                        problems.add(Problem.error(
                                "clusters", line, "clusters: " + e.getMessage(), "separate aliases by commas"));
                    }
                });
        if (aliases.isEmpty()) {
            var meant = file.entries().keySet().stream()
                    .filter(key -> key.endsWith(".bootstrap.servers"))
                    .map(key -> key.substring(0, key.length() - ".bootstrap.servers".length()))
                    .toList();
            problems.add(Problem.error(
                    "clusters",
                    line,
                    "clusters is missing: it names all clusters of the file",
                    "write clusters = " + (meant.isEmpty() ? "dc1, dc2" : String.join(", ", meant))));
        }
        return List.copyOf(aliases);
    }

    /** The file's keys and values, with those under a removed name under the new one. */
    private static Map<String, String> renamed(PropertiesFile file, List<ClusterAlias> aliases) {
        Map<String, String> renamed = file.toMap();
        file.toMap().forEach((key, value) -> {
            var place = Place.of(key, aliases);
            RemovedName.find(place.name())
                    .filter(removed ->
                            place.cluster() == null && !removed.replacement().isEmpty())
                    .ifPresent(removed -> renamed.putIfAbsent(place.prefix() + removed.replacement(), value));
        });
        return renamed;
    }
}
