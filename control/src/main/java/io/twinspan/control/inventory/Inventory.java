package io.twinspan.control.inventory;

import java.util.List;

/**
 * Everything known at one moment. Immutable.
 *
 * @param takenAtMs when, in milliseconds since the epoch
 */
public record Inventory(long takenAtMs, List<LinkStatus> links) {
    public Inventory {
        links = List.copyOf(links);
    }

    /** Whether some lane needs somebody: it has failed, or is tried again and again. */
    public boolean hasFailures() {
        return links.stream().anyMatch(link -> link.failedPartitions() + link.retryingPartitions() > 0);
    }

    /** Whether a cluster of one of the links did not answer. */
    public boolean isIncomplete() {
        return links.stream()
                .anyMatch(link -> !link.source().isReached() || !link.target().isReached());
    }
}
