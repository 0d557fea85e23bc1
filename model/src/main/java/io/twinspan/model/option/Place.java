package io.twinspan.model.option;

import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where in a dedicated file a key stands: its prefix, and its name after the prefix. Immutable.
 *
 * @param link the link whose prefix it has, if it has one
 * @param cluster the cluster whose prefix it has, if it has one
 */
record Place(
        String prefix,
        String name,
        @Nullable LinkName link,
        @Nullable ClusterAlias cluster) {
    /** The place of a key; at top level if it has the prefix of none of these clusters and their links. */
    static Place of(String key, Collection<ClusterAlias> clusters) {
        for (LinkName link : links(clusters)) {
            String prefix = link + ".";
            if (key.startsWith(prefix)) {
                return new Place(prefix, key.substring(prefix.length()), link, null);
            }
        }
        // The longest alias first: one alias may be the beginning of another that has a dot.
        return clusters.stream()
                .sorted(Comparator.comparing(
                                (ClusterAlias alias) -> alias.value().length())
                        .reversed())
                .filter(alias -> key.startsWith(alias + "."))
                .findFirst()
                .map(alias -> new Place(alias + ".", key.substring(alias.value().length() + 1), null, alias))
                .orElse(new Place("", key, null, null));
    }

    /** Every possible link between these clusters, in their order. */
    static List<LinkName> links(Collection<ClusterAlias> clusters) {
        return clusters.stream()
                .flatMap(source -> clusters.stream()
                        .filter(target -> !target.equals(source))
                        .map(target -> new LinkName(source, target)))
                .toList();
    }

    boolean isTop() {
        return link == null && cluster == null;
    }

    /** What the vocabulary says of the name, here. */
    Vocabulary.Verdict verdict(Vocabulary vocabulary) {
        if (link != null) {
            return vocabulary.inLink(name);
        }
        return cluster != null ? vocabulary.inCluster(name) : vocabulary.atTop(name);
    }

    Collection<String> candidates(Vocabulary vocabulary) {
        if (link != null) {
            return vocabulary.namesInLink();
        }
        return cluster != null ? vocabulary.namesInCluster() : vocabulary.namesAtTop();
    }
}
