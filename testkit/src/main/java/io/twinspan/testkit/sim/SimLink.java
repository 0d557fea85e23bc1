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

    /** Sends nothing more, and makes sure of its positions. */
    default void settle() {
        throw new UnsupportedOperationException("this link cannot settle");
    }

    /** Whether it has made sure of all its positions after {@link #settle}. */
    default boolean isSettled() {
        return false;
    }

    /**
     * The source offset below which everything of a partition is copied or skipped, as far as it knows; -1 if it does not.
     *
     * @param partition by its name, {@code orders-3}
     */
    default long copiedBelow(String partition) {
        return -1;
    }

    /** A clean stop. */
    void close();
}
