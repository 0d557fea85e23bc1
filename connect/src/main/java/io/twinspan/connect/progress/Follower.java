package io.twinspan.connect.progress;

import io.twinspan.link.LinkStats;
import io.twinspan.model.wire.PositionRecord;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Somebody who follows a task's progress and tells others of it. Confined to the task's thread, but for {@link #flushed}. No method
 * waits for a cluster, but for {@link #close}.
 */
public interface Follower {

    /** A position is durable. */
    default void durable(PositionRecord record) {}

    /** Called again and again, several times a second while there is work. */
    default void tick(long nowMs, Supplier<LinkStats> stats) {}

    /** Connect has stored its offsets, as it does every so often. On any thread. */
    default void flushed() {}

    /** The end; waits at most about this long for what is under way. */
    void close(Duration atMost);
}
