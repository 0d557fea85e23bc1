package io.twinspan.link.lane;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.batch.Piece;
import io.twinspan.link.exchange.BrokerError;
import org.apache.kafka.common.Uuid;

/** What a person is told about a lane that does not get on: what, where, why, and what to do. */
final class Explanation {
    private Explanation() {}

    /** A target broker refuses a batch. */
    static String refused(BrokerError error, LaneSpec spec, Piece piece) {
        boolean ofTheRecords = switch (error) {
            case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE, INVALID_TIMESTAMP, INVALID_RECORD -> true;
            default -> false;
        };
        // Where it is not about the records, the next attempt may hold more of them and is the same trouble, which is
        // told once.
        String what = "the target refuses source offsets " + piece.spans().first()
                + (ofTheRecords ? " to " + piece.spans().last() : " and on") + " for " + spec.targetTopic() + "-"
                + spec.partition() + ": ";
        return what
                + switch (error) {
                    case TOPIC_AUTHORIZATION_FAILED, CLUSTER_AUTHORIZATION_FAILED ->
                        "not authorized; grant the link's principal" + " WRITE, READ and DESCRIBE on topic "
                                + spec.targetTopic();
                    case INVALID_TIMESTAMP ->
                        "a record's time is outside what the topic allows; raise or remove"
                                + " message.timestamp.before.max.ms and message.timestamp.after.max.ms of "
                                + spec.targetTopic();
                    case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE ->
                        "a single record of " + piece.sizeBytes()
                                + " bytes is larger than the topic allows; raise max.message.bytes of "
                                + spec.targetTopic();
                    case INVALID_PRODUCER_ID_MAPPING, TRANSACTIONAL_ID_AUTHORIZATION_FAILED ->
                        "the cluster does not accept producer" + " ids that it did not hand out itself (" + error
                                + "), which exactly-once copying needs";
                    case INVALID_RECORD ->
                        "the topic does not take such records (INVALID_RECORD); a compacted topic takes no"
                                + " records without a key: check cleanup.policy of " + spec.targetTopic();
                    default -> "error " + error;
                };
    }

    /** The source topic is another one than before. */
    static String recreated(LaneSpec spec, Uuid before, Uuid now) {
        return "source topic " + spec.topic() + " was deleted and created again: its id was " + before + " and is "
                + now
                + ", so the position that was reached no longer means what was copied. Nothing was skipped or repeated. To"
                + " copy the new topic into " + spec.targetTopic()
                + " from its start, delete this partition's offset; that begins a new generation";
    }

    /** The target ends below what it had acknowledged; what is missing is copied again. */
    static String targetLost(long targetEnd, long lost, long source) {
        return "the target lost " + lost + " acknowledged offsets from " + targetEnd
                + " on (unclean leader election); copying again from source offset " + source;
    }

    /** The target ends below what it had acknowledged, and it is not known which source offset that is. */
    static String lostBeyondRuns(long targetEnd, long lost) {
        return "the target ends at offset " + targetEnd + ", " + lost
                + " offsets below what it had acknowledged (unclean"
                + " leader election, or the topic was deleted), and the positions at hand do not reach back that far; set"
                + " the lane's position anew to copy again";
    }

    /** The target's log begins behind the position, and nothing in it says how much of what is gone was this lane's. */
    static String guessed(LaneSpec spec, long offsets) {
        return "the log of " + spec.targetTopic() + "-" + spec.partition() + " begins " + offsets
                + " offsets behind the last stored position; these are taken for records that this lane had appended before"
                + " the target's retention deleted them, and are not copied again";
    }

    /** The source refuses a position that its log holds. */
    static String refusedPosition(LaneSpec spec, long offset) {
        return "the source refuses to read " + spec.topic() + "-" + spec.partition() + " from offset " + offset
                + " although its log holds it; if that lasts, the broker does not know the leader epoch of what was read"
                + " last: compare the two partitions, then set the lane's position anew";
    }

    /** Two owners began the lane at the same time. */
    static String begunByAnother(LaneSpec spec) {
        return "lane " + spec.topic() + "-" + spec.partition() + " was begun by another owner at the same time, whose"
                + " batches are in the target already; its position counts, so the positions have to be read again";
    }

    /** The target holds what this lane wrote, and the positions topic says that the lane wrote nothing. */
    static String positionsGone(LaneSpec spec, Tail tail) {
        return "the target holds batches that this lane wrote" + tail.begunWhere()
                + ", but the positions topic does not say how"
                + " far it has come: its records were deleted or are damaged. Nothing is copied, since it could be copied a second"
                + " time. Restore the positions topic, or compare source and target and set the position of "
                + spec.topic() + "-"
                + spec.partition() + " anew (alter its offset)";
    }

    /** The target's leader knows of appends that its log does not show. */
    static String stuck(LaneSpec spec) {
        return "the target's leader of " + spec.targetTopic() + "-" + spec.partition()
                + " keeps refusing the next sequence number although nothing in its log explains it; if no other process"
                + " runs this link, set the lane's position anew";
    }
}
