package io.twinspan.testkit.sim;

import io.twinspan.model.wire.PositionRecord;
import java.util.List;

/** A link as the simulator drives it. Confined to the world's thread. */
public interface SimLink {

    /** Runs the replies that are due, moves everything as far as it can, and returns what shall be stored. */
    List<PositionRecord> step();

    /** Tells that a record that {@link #step} returned is durable. */
    void recorded(PositionRecord record);

    /** The time of the exchange's clock at which it wants {@link #step} even if nothing happens; 0 if it does not know. */
    default long nextWakeupMs() {
        return 0;
    }

    /** A clean stop. */
    void close();
}
