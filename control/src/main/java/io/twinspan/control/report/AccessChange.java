package io.twinspan.control.report;

import io.twinspan.control.preflight.AclLine;
import java.util.Objects;
import org.apache.kafka.common.acl.AclBinding;

/**
 * An ACL or quota that an operation added or removed, or that still stands. Immutable.
 *
 * @param cluster the alias of the cluster that has it
 * @param words in the words of {@code kafka-acls.sh} or {@code kafka-configs.sh}
 */
public record AccessChange(String cluster, Change change, Kind kind, String words) {
    /** What was done. */
    public enum Change {
        ADDED,
        REMOVED,
        /** It was added, and is meant to stay: a fence that stands. */
        IN_PLACE
    }

    /** What it is. */
    public enum Kind {
        ACL,
        QUOTA
    }

    public AccessChange {
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(change, "change");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(words, "words");
    }

    public static AccessChange acl(String cluster, Change change, AclBinding acl) {
        return new AccessChange(cluster, change, Kind.ACL, AclLine.words(acl));
    }

    public static AccessChange quota(String cluster, Change change, String words) {
        return new AccessChange(cluster, change, Kind.QUOTA, words);
    }
}
