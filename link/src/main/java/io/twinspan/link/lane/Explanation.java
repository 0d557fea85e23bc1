package io.twinspan.link.lane;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.batch.Piece;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.BrokerError.Cure;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.Side;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.OffsetRange;
import org.apache.kafka.common.Uuid;

/** What a person is told about a lane that does not get on: what, where, why, and what to do. */
final class Explanation {
    private Explanation() {}

    /** A target broker refuses a batch. */
    static Trouble refused(BrokerError error, LaneSpec spec, Piece piece) {
        var range = new OffsetRange(piece.spans().first(), piece.spans().last() + 1);
        Cause cause = causeOf(error);
        boolean ofTheRecords = cause.remedy() == Cause.Remedy.ACCEPT_GAP;
        // Where it is not about the records, the next attempt may hold more of them and is the same trouble, which is
        // told once.
        String what = "the target refuses source offsets " + (ofTheRecords ? range : range.from() + " and on") + " for "
                + spec.targetTopic() + "-" + spec.partition() + ": " + advice(error, cause, spec, piece);
        return new Trouble(cause, ofTheRecords ? range : null, what);
    }

    private static Cause causeOf(BrokerError error) {
        return switch (error) {
            case TOPIC_AUTHORIZATION_FAILED, CLUSTER_AUTHORIZATION_FAILED -> Cause.NOT_AUTHORIZED;
            case INVALID_TIMESTAMP -> Cause.TIMESTAMP_REFUSED;
            case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE -> Cause.RECORD_TOO_LARGE;
            case INVALID_PRODUCER_ID_MAPPING, TRANSACTIONAL_ID_AUTHORIZATION_FAILED, PRODUCER_FENCED ->
                Cause.PRODUCER_ID_REFUSED;
            case INVALID_RECORD -> Cause.RECORD_REFUSED;
            default ->
                error.cure() == Cure.RETRY || error.cure() == Cure.REROUTE ? Cause.TARGET_UNAVAILABLE : Cause.OTHER;
        };
    }

    private static String advice(BrokerError error, Cause cause, LaneSpec spec, Piece piece) {
        return switch (cause) {
            case NOT_AUTHORIZED ->
                "not authorized; grant the link's principal WRITE, READ and DESCRIBE on topic " + spec.targetTopic();
            case TIMESTAMP_REFUSED ->
                "a record's time is outside what the topic allows; raise or remove message.timestamp.before.max.ms and"
                        + " message.timestamp.after.max.ms of " + spec.targetTopic();
            case RECORD_TOO_LARGE ->
                "a single record of " + piece.sizeBytes()
                        + " bytes is larger than the topic allows; raise max.message.bytes of " + spec.targetTopic();
            case PRODUCER_ID_REFUSED -> idsRefused(error);
            case RECORD_REFUSED ->
                "the topic does not take such records (INVALID_RECORD); a compacted topic takes no records without a"
                        + " key: check cleanup.policy of " + spec.targetTopic();
            case TARGET_UNAVAILABLE -> unavailableAdvice(error);
            default -> "error " + error;
        };
    }

    private static String unavailableAdvice(BrokerError error) {
        return switch (error) {
            case NOT_ENOUGH_REPLICAS, NOT_ENOUGH_REPLICAS_AFTER_APPEND ->
                "fewer replicas are in sync than min.insync.replicas asks for (" + error
                        + "); see which brokers of the target are down or behind";
            case KAFKA_STORAGE_ERROR ->
                "the broker cannot write to its disk (KAFKA_STORAGE_ERROR); see whether the disk is full or broken";
            default -> "error " + error + " again and again; see the target's brokers";
        };
    }

    /** A side does not give or take the partition. */
    static Trouble unavailable(Side side, Cure cure, String message) {
        if (cure == Cure.GRANT) {
            return Trouble.of(Cause.NOT_AUTHORIZED, message);
        }
        return Trouble.of(side == Side.SOURCE ? Cause.SOURCE_UNAVAILABLE : Cause.TARGET_UNAVAILABLE, message);
    }

    /** A side has no leader for the partition, although the cluster answers. */
    static Trouble noLeader(LaneSpec spec, Side side, BrokerError error) {
        boolean source = side == Side.SOURCE;
        String partition = (source ? spec.topic() : spec.targetTopic()) + "-" + spec.partition();
        String why = switch (error) {
            case NONE -> "has no leader: the brokers that hold it are down, or cannot use their disks";
            case UNKNOWN_TOPIC_OR_PARTITION -> "does not exist" + (source ? "" : "; the link creates it anew");
            case TOPIC_AUTHORIZATION_FAILED -> "may not be described; grant the link's principal DESCRIBE";
            default -> "is not available: " + error;
        };
        return unavailable(
                side,
                error.cure(),
                "partition " + partition + " of the " + (source ? "source " : "target ") + why
                        + ". The lane goes on by itself when that changes");
    }

    private static String idsRefused(BrokerError error) {
        return "the cluster does not accept producer ids that it did not hand out itself"
                + (error == BrokerError.NONE ? "" : " (" + error + ")")
                + ", which exactly-once copying of batches needs, and the origins that keep topics of equal names from looping;"
                + " set link.mode = record to copy into this cluster as MirrorMaker 2 does, with names that differ";
    }

    /** The source topic is another one than before. */
    static Trouble recreated(LaneSpec spec, Uuid before, Uuid now) {
        return Trouble.of(
                Cause.SOURCE_RECREATED,
                "source topic " + spec.topic() + " was deleted and created again: its id was " + before + " and is "
                        + now
                        + ", so the position that was reached no longer means what was copied. Nothing was skipped or repeated. To"
                        + " copy the new topic behind the old one's records in " + spec.targetTopic()
                        + ", restart the lane at its earliest record");
    }

    /** The target topic is another one than before. */
    static Trouble targetRecreated(LaneSpec spec, Uuid before, Uuid now) {
        return Trouble.of(
                Cause.TARGET_RECREATED,
                "target topic " + spec.targetTopic() + " was deleted and created again: its id was " + before
                        + " and is " + now
                        + ", so what was copied is gone there. To copy all that the source still has,"
                        + " restart the lane at its earliest record");
    }

    /** The source's log differs from what was copied. */
    static Trouble truncated(Fetched.Divergence divergence, long position) {
        long end = divergence.endOffset();
        return new Trouble(
                Cause.SOURCE_TRUNCATED,
                position > end ? new OffsetRange(end, position) : null,
                "the source was truncated (unclean leader election there): its log ends at offset " + end
                        + " for leader epoch " + divergence.epoch() + ", but offsets up to " + position
                        + " were copied. The target holds records that the source no longer has; compare, then restart the lane at"
                        + " offset " + end);
    }

    /** The source ends before what was copied. */
    static Trouble sourceEndsBelow(long end, long position) {
        return new Trouble(
                Cause.SOURCE_TRUNCATED,
                new OffsetRange(end, position),
                "the source ends at offset " + end + ", below offset " + position
                        + " that was copied: it was truncated; compare, then restart the lane at offset " + end);
    }

    /** The source's retention was faster. */
    static Trouble retentionGap(OffsetRange lost, LaneSpec spec) {
        return new Trouble(
                Cause.SOURCE_RETENTION,
                lost,
                gap(lost, spec) + "; link.retention.gap=fail stops the lane here, until the gap is accepted");
    }

    static String gap(OffsetRange lost, LaneSpec spec) {
        return "source offsets " + lost + " of " + spec.topic() + "-" + spec.partition()
                + " were deleted by the source's retention before they were copied";
    }

    /** Somebody else writes into the target. */
    static String foreign(OffsetRange target, LaneSpec spec) {
        return "offsets " + target + " of " + spec.targetTopic() + "-" + spec.partition()
                + " on the target were written by somebody else; only the link should write there. Find the writer, and take"
                + " its WRITE permission";
    }

    /** Stored positions, source and target do not agree. */
    static Trouble contradiction(RuntimeException found) {
        return Trouble.of(
                found instanceof Inconsistent ? Cause.CONTRADICTION : Cause.SOURCE_DAMAGED,
                String.valueOf(found.getMessage()));
    }

    /** The target ends below what it had acknowledged; what is missing is copied again. */
    static String targetLost(long targetEnd, long lost, long source) {
        return "the target lost " + lost + " acknowledged records from offset " + targetEnd
                + " on (unclean leader election); copying again from source offset " + source;
    }

    /** The target ends below what it had acknowledged, and it is not known which source offset that is. */
    static Trouble lostBeyondRuns(long targetEnd, long lost) {
        return Trouble.of(
                Cause.TARGET_LOST_RECORDS,
                "the target ends at offset " + targetEnd + ", " + lost
                        + " offsets below what it had acknowledged (unclean leader election, or the topic was deleted), and the"
                        + " positions at hand do not reach back that far; compare, then restart the lane where the target ends");
    }

    /** The target holds something else where the lane appended, and no earlier place is known that still holds what it wrote. */
    static Trouble notOurs(LaneSpec spec, String contradiction, long oldest) {
        return Trouble.of(
                Cause.TARGET_LOST_RECORDS,
                "the target is not what this lane wrote into " + spec.targetTopic() + "-" + spec.partition() + ": "
                        + contradiction + (oldest == Long.MAX_VALUE ? "" : ", and so it is back to offset " + oldest)
                        + ". It lost records that it had acknowledged (unclean leader election) or was created again, and"
                        + " others have written since; nothing more is copied into it. Compare the two partitions, then"
                        + " restart the lane at the offset from which its records are missing");
    }

    /** The target's log begins behind the position, and nothing in it says how much of what is gone was this lane's. */
    static String guessed(LaneSpec spec, long offsets) {
        return "the log of " + spec.targetTopic() + "-" + spec.partition() + " begins " + offsets
                + " offsets behind the last stored position; these are taken for records that this lane had appended before"
                + " the target's retention deleted them, and are not copied again";
    }

    /** The source refuses a position that its log holds. */
    static Trouble refusedPosition(LaneSpec spec, long offset) {
        return Trouble.of(
                Cause.SOURCE_UNAVAILABLE,
                "the source refuses to read " + spec.topic() + "-" + spec.partition() + " from offset " + offset
                        + " although its log holds it; if that lasts, the broker does not know the leader epoch of what was read"
                        + " last: compare the two partitions, then restart the lane at that offset");
    }

    /** Two owners began the lane at the same time. */
    static String begunByAnother(LaneSpec spec) {
        return "lane " + spec.topic() + "-" + spec.partition() + " was begun by another owner at the same time, whose"
                + " batches are in the target already; its position counts, so the positions have to be read again";
    }

    /** The target holds what a later generation of this lane wrote, of which the positions topic knows nothing. */
    static Trouble positionsGone(LaneSpec spec, Tail tail) {
        return Trouble.of(
                Cause.CONTRADICTION,
                "the target holds batches that a later generation of this lane wrote" + tail.laterWhere()
                        + ", but the positions topic does not say so: its records were deleted or are damaged. Nothing is copied,"
                        + " since it could be copied a second time. Restore the positions topic, or compare source and target, and"
                        + " restart the lane where its records are missing");
    }

    /**
     * The target's leader knows of appends that its log does not show, or does not take the lane's producer id.
     *
     * @param isFirst whether the lane has appended nothing yet
     */
    static Trouble stuck(LaneSpec spec, BrokerError error, boolean isFirst) {
        if (isFirst || error.refusesProducer()) {
            return Trouble.of(
                    Cause.PRODUCER_ID_REFUSED,
                    "nothing can be appended to " + spec.targetTopic() + "-" + spec.partition() + ": "
                            + idsRefused(error));
        }
        return Trouble.of(
                Cause.CONTRADICTION,
                "the target's leader of " + spec.targetTopic() + "-" + spec.partition()
                        + " keeps refusing the next sequence number although nothing in its log explains it; if no other process"
                        + " runs this link, restart the lane at its position");
    }
}
