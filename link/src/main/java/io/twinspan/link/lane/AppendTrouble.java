package io.twinspan.link.lane;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.batch.Piece;
import io.twinspan.link.exchange.BrokerError;

/** Says what a target broker's refusal means, and what to do about it. */
final class AppendTrouble {
    private AppendTrouble() {}

    static String explain(BrokerError error, LaneSpec spec, Piece piece) {
        String what = "the target refuses source offsets " + piece.spans().first() + " to "
                + piece.spans().last() + " for " + spec.targetTopic() + "-" + spec.partition() + ": ";
        return what
                + switch (error) {
                    case TOPIC_AUTHORIZATION_FAILED, CLUSTER_AUTHORIZATION_FAILED -> "not authorized; grant the link's principal"
                            + " WRITE, READ and DESCRIBE on topic " + spec.targetTopic();
                    case INVALID_TIMESTAMP -> "a record's time is outside what the topic allows; raise or remove"
                            + " message.timestamp.before.max.ms and message.timestamp.after.max.ms of " + spec.targetTopic();
                    case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE -> "a single record of " + piece.sizeBytes()
                            + " bytes is larger than the topic allows; raise max.message.bytes of " + spec.targetTopic();
                    case INVALID_PRODUCER_ID_MAPPING, TRANSACTIONAL_ID_AUTHORIZATION_FAILED -> "the cluster does not accept producer"
                            + " ids that it did not hand out itself (" + error + "), which exactly-once copying needs";
                    case INVALID_RECORD -> "the topic does not take such records (INVALID_RECORD); a compacted topic takes no"
                            + " records without a key: check cleanup.policy of " + spec.targetTopic();
                    default -> "error " + error;
                };
    }
}
