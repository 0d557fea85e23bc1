package io.twinspan.model.option;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every option, by chapter and by name. Immutable. */
public final class Catalogue {
    private static final Map<String, List<Option<?>>> CHAPTERS = chapters();
    private static final Map<String, Option<?>> BY_NAME = byName();

    private Catalogue() {}

    /** The options by the chapter of the reference that they stand in. */
    public static Map<String, List<Option<?>>> byChapter() {
        return CHAPTERS;
    }

    public static Optional<Option<?>> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    public static List<Option<?>> all() {
        return List.copyOf(BY_NAME.values());
    }

    /** The names that MirrorMaker 2 hands from top level to the connectors of every link, and our own. */
    static Set<String> linkNames() {
        return names(Scope.LINK);
    }

    static Set<String> names(Scope scope) {
        var names = new LinkedHashSet<String>();
        BY_NAME.values().stream().filter(option -> option.scope() == scope).forEach(option -> names.add(option.name()));
        return names;
    }

    private static Map<String, List<Option<?>>> chapters() {
        var chapters = new LinkedHashMap<String, List<Option<?>>>();
        chapters.put("The process and its clusters", joined(DedicatedOptions.process(), DedicatedOptions.cluster()));
        chapters.put("Links", CommonOptions.all());
        chapters.put("Topics", SourceOptions.all());
        chapters.put("Consumer groups", GroupOptions.checkpoint());
        chapters.put("Heartbeats", GroupOptions.heartbeat());
        chapters.put("Copying batches", LinkOptions.all());
        chapters.put("Drills and verification", UpkeepOptions.all());
        chapters.put("Connectors", joined(ConnectOptions.all(), ConnectOptions.linkOnly()));
        chapters.put("Connect workers", DedicatedOptions.worker());
        return Collections.unmodifiableMap(chapters);
    }

    private static List<Option<?>> joined(List<Option<?>> first, List<Option<?>> second) {
        var both = new ArrayList<Option<?>>(first);
        both.addAll(second);
        return List.copyOf(both);
    }

    private static Map<String, Option<?>> byName() {
        var byName = new LinkedHashMap<String, Option<?>>();
        CHAPTERS.values()
                .forEach(chapter -> chapter.forEach(option -> {
                    if (byName.put(option.name(), option) != null) {
                        throw new IllegalStateException(option.name() + " is declared twice");
                    }
                }));
        return Collections.unmodifiableMap(byName);
    }
}
