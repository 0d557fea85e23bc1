package io.twinspan.control.cluster;

import java.util.Optional;

/** Which topics a link copies, and how they are called on the target. Implementations are thread-safe. */
public interface TopicRules {
    /** Why a source topic is not copied, in a few words that are the same for all topics of that kind; empty if it is. */
    Optional<String> reasonAgainst(String topic);

    /** The name on the target. */
    String targetTopic(String topic);

    /** Whether a source topic holds heartbeats, which come all the time and are nobody's data. */
    boolean isHeartbeats(String topic);
}
