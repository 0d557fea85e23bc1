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

    /** Whether some lane has failed. */
    public boolean hasFailures() {
        return links.stream().anyMatch(link -> link.failedPartitions() > 0);
    }
}
