package io.twinspan.connect.source;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.LinkStats;
import io.twinspan.model.wire.PositionRecord;
import java.util.List;

/** The link that a task hosts, as far as the task sees it; a test puts another in its place. Confined to the task's thread. */
interface HostedLink extends AutoCloseable {

    /** Copies for at most this long; returns early with records to store. */
    List<PositionRecord> poll(long maxMs);

    /** Says that a record is durable. */
    void recorded(PositionRecord record);

    /** Waits at most this long for what is in flight; returns the final positions. */
    List<PositionRecord> drain(long maxMs);

    /** Sends nothing more from now on, and makes sure of its positions while it is polled. */
    void settle();

    /** Whether, after {@link #settle}, all positions are certain. */
    boolean isSettled();

    /** Whether anything that was sent is not answered yet. */
    boolean isInFlight();

    /** The positions that are not stored yet. */
    List<PositionRecord> positions();

    /** The link as it is now. */
    LinkStats stats();

    @Override
    void close();

    /** Makes a link. */
    interface Factory {
        HostedLink open(SourceSettings settings, List<LaneSpec> lanes);
    }
}
