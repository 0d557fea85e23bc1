package io.twinspan.model.name;

import java.util.Objects;

/**
 * The name that a configuration file gives to a Kafka cluster, such as {@code dc1}. Immutable.
 *
 * <p>The rule is only as strict as the file's grammar needs: no white space, no comma, no {@code ->}, no control
 * characters, because those separate aliases. Whether an alias also fits into the topic names made of it depends on its
 * role and on the replication policy, and is checked when the file is resolved.
 */
public record ClusterAlias(String value) implements Comparable<ClusterAlias> {
    private static final int MAX_LENGTH = 200;

    public ClusterAlias {
        Objects.requireNonNull(value, "value");
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a cluster alias is empty");
        }
        if (value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("cluster alias of " + value.length() + " characters; at most "
                    + MAX_LENGTH + " leave room for topic names");
        }
        if (value.contains(LinkName.ARROW) || value.chars().anyMatch(ClusterAlias::separates)) {
            throw new IllegalArgumentException(
                    "cluster alias '" + value + "' must not contain white space, a comma, '->' or control characters");
        }
    }

    private static boolean separates(int c) {
        return c == ',' || Character.isWhitespace(c) || Character.isISOControl(c);
    }

    @Override
    public int compareTo(ClusterAlias other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
