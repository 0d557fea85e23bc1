package io.twinspan.control.inventory;

import java.util.List;

/**
 * The last heartbeat of one link, as it arrived in one cluster. Immutable.
 *
 * @param cluster where it was read
 * @param topic in which topic there
 * @param source the link that emitted it leads from here
 * @param target to here
 * @param path the clusters that the heartbeat tells of, from the emitting link's source to where it was read: each arrow between
 *     two of them is a link that worked
 * @param timestampMs when it was emitted
 * @param ageMs how long ago that was; negative if the emitter's clock is ahead
 */
public record HeartbeatStatus(
        String cluster, String topic, String source, String target, List<String> path, long timestampMs, long ageMs) {
    public HeartbeatStatus {
        path = List.copyOf(path);
    }

    /** How many links replicated it after it was emitted. */
    public int hops() {
        return path.size() - 2;
    }
}
