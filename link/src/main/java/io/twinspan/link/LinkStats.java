package io.twinspan.link;

import java.util.List;

/**
 * A link at one moment. Immutable.
 *
 * @param sourceTrouble why the source cluster cannot be reached, for people; empty if it can
 * @param targetTrouble why the target cluster cannot be reached, for people; empty if it can
 */
public record LinkStats(List<LaneStats> lanes, long leasedBytes, String sourceTrouble, String targetTrouble) {
    public LinkStats {
        lanes = List.copyOf(lanes);
    }
}
