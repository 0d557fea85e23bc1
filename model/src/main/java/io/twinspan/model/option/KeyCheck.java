package io.twinspan.model.option;

import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.option.PropertiesFile.Entry;
import io.twinspan.model.option.Vocabulary.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges every key of a dedicated file: known, without effect where it stands, removed, or unknown. Immutable.
 *
 * <p>An unknown key is an error. It is a warning if the file names a plug-in class, which may read keys of its own, unless
 * the key is within two letters of a known one.
 */
final class KeyCheck {
    private static final Set<String> PLUGIN_KEYS = Set.of(
            "replication.policy.class",
            "topic.filter.class",
            "group.filter.class",
            "config.property.filter.class",
            "forwarding.admin.class",
            "metric.reporters",
            "transforms",
            "interceptor.classes",
            "security.providers",
            "ssl.engine.factory.class",
            "sasl.login.class",
            "sasl.login.callback.handler.class",
            "sasl.client.callback.handler.class");

    /** Keys of connectors that the process sets for each; MirrorMaker 2 gives all three of a link what the file says, and fails. */
    private static final Set<String> OF_THE_PROCESS = Set.of("name", "connector.class");

    private static final String INTERNAL_REST = "dedicated.mode.enable.internal.rest";

    private final PropertiesFile file;
    private final List<ClusterAlias> clusters;
    private final Vocabulary vocabulary;
    private final boolean hasPlugins;

    KeyCheck(PropertiesFile file, List<ClusterAlias> clusters, Vocabulary vocabulary) {
        this.file = file;
        this.clusters = clusters;
        this.vocabulary = vocabulary;
        this.hasPlugins = file.entries().values().stream().anyMatch(this::namesPlugin);
    }

    List<Problem> problems() {
        var problems = new ArrayList<Problem>();
        file.entries().values().forEach(entry -> problem(entry).ifPresent(problems::add));
        return problems;
    }

    private Optional<Problem> problem(Entry entry) {
        var place = Place.of(entry.key(), clusters);
        var overruled = overruled(entry, place);
        if (overruled.isPresent()) {
            return overruled;
        }
        Verdict verdict = place.verdict(vocabulary);
        if (verdict == Verdict.KNOWN || vocabulary.atTop(entry.key()) == Verdict.KNOWN) {
            return Optional.empty();
        }
        var removed = RemovedName.find(place.name());
        if (removed.isPresent()) {
            return Optional.of(removed(entry, place, removed.get()));
        }
        if (verdict == Verdict.ELSEWHERE) {
            return Optional.of(Problem.warning(
                    entry.key(),
                    entry.line(),
                    entry.key() + " has no effect here, as in MirrorMaker 2",
                    elsewhere(place)));
        }
        return Optional.of(unknown(entry, place));
    }

    /** Whether a dedicated process sets a key itself, whatever the file says. */
    static boolean isOfTheProcess(Place place) {
        return place.cluster() == null && OF_THE_PROCESS.contains(place.name());
    }

    private static Optional<Problem> overruled(Entry entry, Place place) {
        if (isOfTheProcess(place)) {
            return Optional.of(Problem.warning(
                    entry.key(),
                    entry.line(),
                    entry.key() + " has no effect: a dedicated process makes the connectors of a link itself",
                    "remove it"));
        }
        boolean refusesRest =
                entry.key().equals(INTERNAL_REST) && entry.value().strip().equalsIgnoreCase("false");
        return refusesRest
                ? Optional.of(
                        Problem.warning(
                                entry.key(),
                                entry.line(),
                                entry.key() + " = false has no effect: processes of one file always share work by REST",
                                "to keep others from reaching it, leave listeners at its default, which only this machine reaches"))
                : Optional.empty();
    }

    private Problem removed(Entry entry, Place place, RemovedName removed) {
        String fullName = place.prefix() + removed.replacement();
        if (!removed.replacement().isEmpty() && file.entries().containsKey(fullName)) {
            return Problem.warning(
                    entry.key(),
                    entry.line(),
                    entry.key() + " is the old name of " + fullName + ", which is given, too, and wins",
                    "remove this line");
        }
        return Problem.warning(entry.key(), entry.line(), entry.key() + " was removed in Kafka 4", removed.advice());
    }

    /** Where to write a key that has no effect where it stands. */
    private String elsewhere(Place place) {
        String name = place.name();
        var anyLink = Place.links(clusters).stream().findFirst();
        if (place.isTop() || place.cluster() != null) {
            if (vocabulary.belongsToLink(name)) {
                var link = place.cluster() == null
                        ? anyLink
                        : Place.links(clusters).stream()
                                .filter(l -> l.target().equals(place.cluster()))
                                .findFirst();
                return "write it for a link: " + link.map(LinkName::toString).orElse("dc1->dc2") + "." + name;
            }
            if (place.cluster() != null) {
                return vocabulary.isBareClientKey(name)
                        ? "say for which client: " + rolesOf(name, place.prefix())
                        : "write it at top level: " + name;
            }
            String cluster = clusters.isEmpty()
                    ? "dc1"
                    : clusters.get(clusters.size() - 1).toString();
            return vocabulary.inCluster(name) == Verdict.KNOWN
                    ? "write it for a cluster: " + cluster + "." + name
                    : "say for which cluster and client: " + rolesOf(name, cluster + ".");
        }
        String target = place.link() == null ? "dc2" : place.link().target().toString();
        return vocabulary.inCluster(name) == Verdict.KNOWN
                ? "write it for a cluster: " + target + "." + name
                : "write it at top level, or say for which client: " + rolesOf(name, place.prefix());
    }

    private static String rolesOf(String name, String prefix) {
        var keys = new ArrayList<String>();
        for (ClientRole role : ClientRole.values()) {
            if (role.knows(name)) {
                keys.add(prefix + role.prefix() + name);
            }
        }
        return keys.isEmpty() ? name : String.join(" or ", keys);
    }

    private Problem unknown(Entry entry, Place place) {
        if (place.isTop()) {
            var foreign = foreignPrefix(entry);
            if (foreign.isPresent()) {
                return foreign.get();
            }
        }
        var nearest = Nearest.to(place.name(), place.candidates(vocabulary));
        boolean near = nearest.filter(name -> Nearest.distance(place.name(), name) <= 2)
                .isPresent();
        String message = entry.key() + " is not a known key";
        if (hasPlugins && !near) {
            return Problem.warning(
                    entry.key(),
                    entry.line(),
                    message + "; it is handed on, because the file names plug-in classes that may read it",
                    "remove it if none does");
        }
        return Problem.error(
                entry.key(),
                entry.line(),
                message,
                nearest.map(name -> "did you mean " + place.prefix() + name + "?")
                        .orElse(hint(entry)));
    }

    /** A key with the prefix of a cluster or link that is not among the file's. */
    private Optional<Problem> foreignPrefix(Entry entry) {
        String key = entry.key();
        int arrow = key.indexOf("->");
        if (arrow >= 0) {
            int dot = key.indexOf('.', arrow);
            String link = dot < 0 ? key : key.substring(0, dot);
            String rest = dot < 0 ? "" : key.substring(dot);
            var names = Place.links(clusters).stream().map(LinkName::toString).toList();
            return Optional.of(Problem.error(
                    key,
                    entry.line(),
                    key + " belongs to the link " + link + ", which is not between two of the file's clusters "
                            + clusters,
                    Nearest.to(link, names)
                            .map(name -> "did you mean " + name + rest + "?")
                            .orElse("add the missing cluster to clusters")));
        }
        for (int dot = key.indexOf('.'); dot > 0; dot = key.indexOf('.', dot + 1)) {
            String alias = key.substring(0, dot);
            String rest = key.substring(dot + 1);
            if (vocabulary.inCluster(rest) == Verdict.KNOWN) {
                var aliases = clusters.stream().map(ClusterAlias::value).toList();
                return Optional.of(Problem.error(
                        key,
                        entry.line(),
                        key + " belongs to the cluster " + alias + ", which is not in clusters = "
                                + String.join(", ", aliases),
                        "add " + alias + " to clusters, or write "
                                + Nearest.to(alias, aliases).orElse(aliases.get(0)) + "." + rest));
            }
        }
        return Optional.empty();
    }

    private String hint(Entry entry) {
        boolean alias = clusters.stream().anyMatch(cluster -> cluster.value().equals(entry.key()));
        if (alias) {
            return "a link's name has no blanks: write " + entry.key() + "->target.key = value";
        }
        if (Set.of("username", "password").contains(entry.key())) {
            return "if it goes on from the line before, that line must end in a backslash";
        }
        return "remove it, or see docs/reference/configuration.md for the keys there are";
    }

    private boolean namesPlugin(Entry entry) {
        return PLUGIN_KEYS.stream()
                .filter(name -> entry.key().equals(name) || entry.key().endsWith("." + name))
                .anyMatch(name -> !entry.value().isBlank()
                        && !Catalogue.find(name)
                                .map(Option::defaultText)
                                .orElse("")
                                .equals(entry.value().strip()));
    }
}
