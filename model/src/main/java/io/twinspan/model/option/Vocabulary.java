package io.twinspan.model.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys that exist, by where they may stand: at top level, after a cluster's prefix, after a link's. Immutable.
 *
 * <p>A {@link Verdict} says whether a key is known there, has no effect there, or is unknown.
 */
final class Vocabulary {
    /** Connect hands keys with these beginnings, at top level, to the worker of every link: MirrorMakerConfig 4.3.1. */
    static final List<String> WORKER_BEGINNINGS = List.of(
            "offset.storage",
            "config.storage",
            "status.storage",
            "key.converter",
            "value.converter",
            "header.converter",
            "task",
            "worker",
            "replication.policy");

    private static final List<String> FREE_IN_LINK = List.of(
            "transforms.",
            "predicates.",
            "topic.creation.",
            "replication.policy.",
            "config.providers.",
            "key.converter.",
            "value.converter.",
            "header.converter.");
    private static final List<String> FREE_IN_WORKER = List.of(
            "offset.storage.",
            "config.storage.",
            "status.storage.",
            "key.converter.",
            "value.converter.",
            "header.converter.",
            "config.providers.",
            "replication.policy.");
    private static final List<String> FREE_AT_TOP = List.of("config.providers.");
    private static final List<String> LISTENER_TLS = List.of("listeners.https.", "admin.listeners.https.");

    private final Set<String> linkNames = new TreeSet<>(Catalogue.names(Scope.LINK));
    private final Set<String> linkOnlyNames = Catalogue.names(Scope.LINK_ONLY);
    private final Set<String> processNames = Catalogue.names(Scope.PROCESS);
    private final Set<String> workerNames;

    Vocabulary(Set<String> workerKeys) {
        linkNames.addAll(linkOnlyNames);
        workerNames = new TreeSet<>(workerKeys);
        workerNames.addAll(Catalogue.names(Scope.WORKER));
        workerNames.addAll(Catalogue.names(Scope.WORKER_OR_TOP));
    }

    /** What a key is, where it stands. */
    enum Verdict {
        KNOWN,
        /** MirrorMaker 2 knows it, elsewhere. */
        ELSEWHERE,
        UNKNOWN
    }

    Verdict inLink(String name) {
        boolean free = isFree(name, FREE_IN_LINK) && !workerNames.contains(name);
        if (linkNames.contains(name) || free || isLinkClientKey(name)) {
            return Verdict.KNOWN;
        }
        return workerNames.contains(name) || isBareClientKey(name) || processNames.contains(name)
                ? Verdict.ELSEWHERE
                : Verdict.UNKNOWN;
    }

    Verdict inCluster(String name) {
        if (ClientRole.CLUSTER_NAMES.contains(name)
                || isClientKey(name)
                || workerNames.contains(name)
                || isFree(name, FREE_IN_WORKER)
                || isListenerTls(name)) {
            return Verdict.KNOWN;
        }
        return inLink(name) == Verdict.UNKNOWN && !processNames.contains(name) ? Verdict.UNKNOWN : Verdict.ELSEWHERE;
    }

    Verdict atTop(String key) {
        boolean ofLink = linkNames.contains(key) && !linkOnlyNames.contains(key);
        if (ofLink
                || processNames.contains(key)
                || ClientRole.CLUSTER_NAMES.contains(key)
                || isFree(key, FREE_AT_TOP)
                || isListenerTls(key)
                || (beginsWithAny(key, WORKER_BEGINNINGS)
                        && (workerNames.contains(key) || isFree(key, FREE_IN_WORKER)))) {
            return Verdict.KNOWN;
        }
        return inCluster(key) == Verdict.UNKNOWN && inLink(key) == Verdict.UNKNOWN
                ? Verdict.UNKNOWN
                : Verdict.ELSEWHERE;
    }

    /** Whether a key without a place of its own is at home in a link's part of the file rather than in a cluster's. */
    boolean belongsToLink(String name) {
        return linkNames.contains(name)
                || isFree(name, List.of("transforms.", "predicates.", "topic.creation."))
                || name.contains(".override.");
    }

    boolean isBareClientKey(String name) {
        return Stream.of(ClientRole.values()).anyMatch(role -> role.knows(name));
    }

    Set<String> namesInLink() {
        var names = new TreeSet<>(linkNames);
        names.addAll(prefixed(List.of("", "source.", "target."), ""));
        names.addAll(prefixed(List.of(""), "override."));
        return names;
    }

    Set<String> namesInCluster() {
        var names = new TreeSet<>(ClientRole.CLUSTER_NAMES);
        names.addAll(workerNames);
        names.addAll(prefixed(List.of(""), ""));
        return names;
    }

    Set<String> namesAtTop() {
        var names = new TreeSet<>(linkNames);
        names.removeAll(linkOnlyNames);
        names.addAll(processNames);
        names.addAll(ClientRole.CLUSTER_NAMES);
        workerNames.stream()
                .filter(name -> beginsWithAny(name, WORKER_BEGINNINGS))
                .forEach(names::add);
        return names;
    }

    /** {@code consumer.x}, {@code producer.x}, {@code admin.x}, for an x that such a client knows. */
    private static boolean isClientKey(String name) {
        return Stream.of(ClientRole.values())
                .anyMatch(role -> name.startsWith(role.prefix())
                        && role.knows(name.substring(role.prefix().length())));
    }

    private static boolean isLinkClientKey(String name) {
        String rest = name;
        for (String side : List.of("source.", "target.")) {
            if (name.startsWith(side)) {
                rest = name.substring(side.length());
                if (rest.startsWith("cluster.")) {
                    return ClientRole.CLUSTER_NAMES.contains(rest.substring("cluster.".length()));
                }
            }
        }
        for (ClientRole role : ClientRole.values()) {
            String override = role.prefix() + "override.";
            if (rest.startsWith(override)) {
                return role.knows(rest.substring(override.length()));
            }
        }
        return isClientKey(rest);
    }

    /** TLS of the REST interface takes Kafka's names after a prefix of its own. */
    private static boolean isListenerTls(String name) {
        return LISTENER_TLS.stream().anyMatch(prefix -> {
            String rest = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
            return rest.equals("ssl.client.auth") || ClientRole.CLUSTER_NAMES.contains(rest);
        });
    }

    private static boolean isFree(String name, List<String> prefixes) {
        return prefixes.stream().anyMatch(prefix -> name.startsWith(prefix) && name.length() > prefix.length());
    }

    private static boolean beginsWithAny(String name, List<String> beginnings) {
        return beginnings.stream().anyMatch(name::startsWith);
    }

    private static Set<String> prefixed(List<String> sides, String between) {
        var names = new ArrayList<String>();
        for (String side : sides) {
            for (ClientRole role : ClientRole.values()) {
                role.definition().names().forEach(name -> names.add(side + role.prefix() + between + name));
            }
        }
        return names.stream().collect(Collectors.toCollection(TreeSet::new));
    }
}
