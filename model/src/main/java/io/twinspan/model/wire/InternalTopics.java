package io.twinspan.model.wire;

import io.twinspan.model.name.LinkName;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.mirror.ReplicationPolicy;

/**
 * The names of a link's internal topics; where MirrorMaker 2 asks the replication policy, so does this. Immutable.
 *
 * <p>Our own topics always have dots, like MirrorMaker 2's Connect topics and unlike its offset syncs: a policy with another
 * separator then does not count it as internal, so a source connector asks {@link #isOurs}, too.
 */
public record InternalTopics(LinkName link, ReplicationPolicy policy) {
    /**
     * The {@code segment.bytes} with which they are created: 1 MiB, which is the least that brokers since 4.0 allow (KIP-1030). The newest
     * segment is never compacted. At the brokers' default of 1 GiB it would come to hold days of positions, of which one a second is
     * written for each partition that is busy, and whoever starts reads them all.
     */
    public static final String SEGMENT_BYTES = "1048576";

    /** The settings with which they are created. */
    public static final Map<String, String> CONFIGS =
            Map.of("cleanup.policy", "compact", "segment.bytes", SEGMENT_BYTES);

    private static final String POSITIONS_PREFIX = "mm2-positions.";
    private static final String SYNCED_PREFIX = "mm2-synced.";
    private static final String CONTROL_PREFIX = "mm2-control.";
    private static final String JOURNAL_PREFIX = "mm2-journal.";
    private static final String ORPHANS_PREFIX = "mm2-orphans.";
    private static final String SUFFIX = ".internal";

    /** Tips, runs, lane states and generations; on the target. */
    public String positions() {
        return positions(link.source().value());
    }

    /** What the link put on the target besides records: configs and ACLs; on the target. */
    public String synced() {
        return SYNCED_PREFIX + link.source() + SUFFIX;
    }

    /** Operators' orders to the link; on the target. */
    public String control() {
        return CONTROL_PREFIX + link.source() + SUFFIX;
    }

    /** What operators did, and the reports of it; on the target. */
    public String journal() {
        return JOURNAL_PREFIX + link.source() + SUFFIX;
    }

    /** How far orphans were replayed; on the target. */
    public String orphans() {
        return ORPHANS_PREFIX + link.source() + SUFFIX;
    }

    /** What a link from this source stores its positions in, on its target. */
    public static String positions(String sourceAlias) {
        return POSITIONS_PREFIX + sourceAlias + SUFFIX;
    }

    /** The alias of the source whose link stores its positions in this topic; empty if it is no positions topic. */
    public static Optional<String> sourceOfPositions(String topic) {
        return isOurs(topic, POSITIONS_PREFIX)
                ? Optional.of(topic.substring(POSITIONS_PREFIX.length(), topic.length() - SUFFIX.length()))
                : Optional.empty();
    }

    /** Whether a topic, of any link, is one that {@link #positions}, {@link #synced}, {@link #control}, {@link #journal} or {@link #orphans} names. */
    public static boolean isOurs(String topic) {
        return isOurs(topic, POSITIONS_PREFIX)
                || isOurs(topic, SYNCED_PREFIX)
                || isOurs(topic, CONTROL_PREFIX)
                || isOurs(topic, JOURNAL_PREFIX)
                || isOurs(topic, ORPHANS_PREFIX);
    }

    private static boolean isOurs(String topic, String prefix) {
        return topic.startsWith(prefix) && topic.endsWith(SUFFIX) && topic.length() > prefix.length() + SUFFIX.length();
    }

    /** MirrorMaker 2's offset syncs where {@code offset-syncs.topic.location} is {@code source}. */
    public String offsetSyncsOnSource() {
        return policy.offsetSyncsTopic(link.target().value());
    }

    /** MirrorMaker 2's offset syncs where {@code offset-syncs.topic.location} is {@code target}. */
    public String offsetSyncsOnTarget() {
        return policy.offsetSyncsTopic(link.source().value());
    }

    /** MirrorMaker 2's checkpoints; on the target. */
    public String checkpoints() {
        return policy.checkpointsTopic(link.source().value());
    }

    /** Where the link's heartbeats are written; on the target. */
    public String heartbeats() {
        return policy.heartbeatsTopic();
    }
}
