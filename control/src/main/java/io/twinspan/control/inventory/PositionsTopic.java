package io.twinspan.control.inventory;

import io.twinspan.control.cluster.TopicsReader;
import java.time.Clock;
import java.time.Duration;

/**
 * Reads a link's positions topic to its end. Thread-safe: keeps nothing.
 *
 * @param limit how long the reading may stand still
 */
public record PositionsTopic(Clock clock, Duration limit) {

    /** What it says; nothing if the link has never run. */
    public Positions read(LinkView link) {
        var positions = new Positions();
        new TopicsReader(link.target(), "twinspan-status", clock, limit).read(link.positionsTopic(), positions::add);
        return positions;
    }
}
