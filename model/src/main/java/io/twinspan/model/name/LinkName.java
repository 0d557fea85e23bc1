package io.twinspan.model.name;

import java.util.Comparator;
import java.util.Objects;

/** One directed replication between two clusters, written {@code dc1->dc2}. Immutable. */
public record LinkName(ClusterAlias source, ClusterAlias target) implements Comparable<LinkName> {
    static final String ARROW = "->";

    private static final Comparator<LinkName> ORDER =
            Comparator.comparing(LinkName::source).thenComparing(LinkName::target);

    public LinkName {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(target, "target");
        if (source.equals(target)) {
            throw new IllegalArgumentException(
                    "link " + source + ARROW + target + " leads from a cluster to itself; name two clusters");
        }
    }

    /** Reads {@code source->target}; throws {@link IllegalArgumentException} for anything else. */
    public static LinkName parse(String text) {
        int arrow = text.indexOf(ARROW);
        if (arrow < 0 || text.indexOf(ARROW, arrow + 1) >= 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a link; write it as source->target, e.g. dc1->dc2");
        }
        return new LinkName(
                new ClusterAlias(text.substring(0, arrow)), new ClusterAlias(text.substring(arrow + ARROW.length())));
    }

    /** The link in the other direction. */
    public LinkName reversed() {
        return new LinkName(target, source);
    }

    @Override
    public int compareTo(LinkName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return source + ARROW + target;
    }
}
