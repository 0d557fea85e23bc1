package io.twinspan.link.exchange;

import java.util.HashMap;
import java.util.Map;

/**
 * The errors of Kafka's protocol that a link tells apart, with their codes on the wire; all others are {@link #OTHER}. Immutable.
 */
public enum BrokerError {
    NONE(0, Cure.NOTHING),
    OFFSET_OUT_OF_RANGE(1, Cure.POSITION),
    CORRUPT_MESSAGE(2, Cure.RETRY),
    UNKNOWN_TOPIC_OR_PARTITION(3, Cure.REROUTE),
    LEADER_NOT_AVAILABLE(5, Cure.REROUTE),
    NOT_LEADER_OR_FOLLOWER(6, Cure.REROUTE),
    REQUEST_TIMED_OUT(7, Cure.RETRY),
    BROKER_NOT_AVAILABLE(8, Cure.REROUTE),
    REPLICA_NOT_AVAILABLE(9, Cure.REROUTE),
    MESSAGE_TOO_LARGE(10, Cure.SPLIT),
    NETWORK_EXCEPTION(13, Cure.REROUTE),
    INVALID_TOPIC(17, Cure.OPERATOR),
    RECORD_LIST_TOO_LARGE(18, Cure.SPLIT),
    NOT_ENOUGH_REPLICAS(19, Cure.RETRY),
    NOT_ENOUGH_REPLICAS_AFTER_APPEND(20, Cure.RETRY),
    TOPIC_AUTHORIZATION_FAILED(29, Cure.OPERATOR),
    CLUSTER_AUTHORIZATION_FAILED(31, Cure.OPERATOR),
    INVALID_TIMESTAMP(32, Cure.OPERATOR),
    INVALID_REQUEST(42, Cure.OPERATOR),
    UNSUPPORTED_FOR_MESSAGE_FORMAT(43, Cure.OPERATOR),
    OUT_OF_ORDER_SEQUENCE_NUMBER(45, Cure.RESYNC),
    DUPLICATE_SEQUENCE_NUMBER(46, Cure.RESYNC),
    INVALID_PRODUCER_EPOCH(47, Cure.RESYNC),
    INVALID_PRODUCER_ID_MAPPING(49, Cure.OPERATOR),
    TRANSACTIONAL_ID_AUTHORIZATION_FAILED(53, Cure.OPERATOR),
    KAFKA_STORAGE_ERROR(56, Cure.REROUTE),
    UNKNOWN_PRODUCER_ID(59, Cure.RESYNC),
    FETCH_SESSION_ID_NOT_FOUND(70, Cure.RETRY),
    INVALID_FETCH_SESSION_EPOCH(71, Cure.RETRY),
    FENCED_LEADER_EPOCH(74, Cure.REROUTE),
    UNKNOWN_LEADER_EPOCH(75, Cure.RETRY),
    OFFSET_NOT_AVAILABLE(78, Cure.RETRY),
    INVALID_RECORD(87, Cure.OPERATOR),
    THROTTLING_QUOTA_EXCEEDED(89, Cure.RETRY),
    PRODUCER_FENCED(90, Cure.OPERATOR),
    UNKNOWN_TOPIC_ID(100, Cure.REROUTE),
    INCONSISTENT_TOPIC_ID(103, Cure.REROUTE),
    FETCH_SESSION_TOPIC_ID_ERROR(106, Cure.RETRY),
    UNKNOWN_SERVER_ERROR(-1, Cure.OPERATOR),
    /** Any error without a name here; treated as an operator's. */
    OTHER(Short.MIN_VALUE, Cure.OPERATOR);

    /** What a lane does about an error. */
    public enum Cure {
        /** No error. */
        NOTHING,
        /** Ask again after a while. */
        RETRY,
        /** Ask who leads the partition now, then again. */
        REROUTE,
        /** Read the target's tail again: what was appended is not what was thought. */
        RESYNC,
        /** The position does not exist in the log (any more, or yet). */
        POSITION,
        /** Cut the batch smaller. */
        SPLIT,
        /** Only a person can help: tell what, where, and what to do. */
        OPERATOR
    }

    private static final Map<Short, BrokerError> BY_CODE = new HashMap<>();

    static {
        for (BrokerError error : values()) {
            BY_CODE.put(error.code, error);
        }
    }

    private final short code;
    private final Cure cure;

    BrokerError(int code, Cure cure) {
        this.code = (short) code;
        this.cure = cure;
    }

    /** The error of a code on the wire. */
    public static BrokerError of(short code) {
        return BY_CODE.getOrDefault(code, OTHER);
    }

    /** The code on the wire. */
    public short code() {
        return code;
    }

    /** Whether it is about a producer id that the broker does not know, or does not take from whoever sent it. */
    public boolean refusesProducer() {
        return switch (this) {
            case INVALID_PRODUCER_EPOCH,
                    INVALID_PRODUCER_ID_MAPPING,
                    TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
                    UNKNOWN_PRODUCER_ID,
                    PRODUCER_FENCED -> true;
            default -> false;
        };
    }

    /** What a lane does about it. */
    public Cure cure() {
        return cure;
    }
}
