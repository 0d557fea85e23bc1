package io.twinspan.control.report;

import java.util.Objects;

/**
 * A cluster that an operation was about. Immutable. It has no address, which may tell more than a report should.
 *
 * @param alias its name in the file
 * @param clusterId the id that Kafka gave it; empty if it did not answer
 */
public record Participant(String alias, String clusterId, Role role) {
    /** What it is to the link. */
    public enum Role {
        SOURCE,
        TARGET
    }

    public Participant {
        Objects.requireNonNull(alias, "alias");
        Objects.requireNonNull(clusterId, "clusterId");
        Objects.requireNonNull(role, "role");
    }
}
