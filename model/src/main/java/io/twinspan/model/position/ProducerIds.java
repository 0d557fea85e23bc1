package io.twinspan.model.position;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The producer ids that lanes write with, so that the target's leader compares before it appends. Thread-safe: pure
 * functions.
 *
 * <pre>
 *   63  60 59                     36 35                                0
 *  ┌──────┬─────────────────────────┬───────────────────────────────────┐
 *  │ 0x7  │ origin cluster, 24 bits │ lane, 36 bits                     │
 *  └──────┴─────────────────────────┴───────────────────────────────────┘
 *  origin = first 24 bits of SHA-256("twinspan-origin" 0 cluster id)
 *  lane   = first 36 bits of SHA-256("twinspan-lane" 0 topic id (16 bytes) partition (4) generation (4))
 * </pre>
 *
 * <p>Brokers hand out ids upwards from 0 and so never reach this range. The ids are in the target's log for as long as
 * the records are: the functions must never change, and golden tests hold them.
 */
public final class ProducerIds {
    private static final int ORIGIN_BITS = 24;
    private static final int LANE_BITS = 36;
    private static final int MAX_ORIGIN = (1 << ORIGIN_BITS) - 1;
    private static final long PREFIX = 0x7L;
    private static final byte[] ORIGIN_DOMAIN = "twinspan-origin\0".getBytes(StandardCharsets.UTF_8);
    private static final byte[] LANE_DOMAIN = "twinspan-lane\0".getBytes(StandardCharsets.UTF_8);

    /**
     * The origin under which positions count records that Connect's producer wrote: no batch carries it, so what a log holds of them
     * cannot be told from what anybody else wrote.
     */
    public static final int RECORD_MODE = origin("record mode");

    private ProducerIds() {}

    /** The 24-bit origin of the cluster with this Kafka cluster id. */
    public static int origin(String clusterId) {
        return (int)
                (first64Bits(ORIGIN_DOMAIN, clusterId.getBytes(StandardCharsets.UTF_8)) >>> (Long.SIZE - ORIGIN_BITS));
    }

    /** The producer id under which this lane appends records that were first produced in the origin's cluster. */
    public static long of(int origin, LaneId lane) {
        requireOrigin(origin);
        var identity = new byte[2 * Long.BYTES + 2 * Integer.BYTES];
        ByteBuffer.wrap(identity)
                .putLong(lane.topicId().getMostSignificantBits())
                .putLong(lane.topicId().getLeastSignificantBits())
                .putInt(lane.partition())
                .putInt(lane.generation());
        long hash = first64Bits(LANE_DOMAIN, identity) >>> (Long.SIZE - LANE_BITS);
        return PREFIX << (ORIGIN_BITS + LANE_BITS) | (long) origin << LANE_BITS | hash;
    }

    /** Whether a link wrote under this id. */
    public static boolean isOurs(long producerId) {
        return producerId >>> (ORIGIN_BITS + LANE_BITS) == PREFIX;
    }

    /** The origin in one of our ids; throws {@link IllegalArgumentException} if it is not {@linkplain #isOurs ours}. */
    public static int origin(long producerId) {
        if (!isOurs(producerId)) {
            throw new IllegalArgumentException("producer id " + producerId + " was not made by a link");
        }
        return (int) (producerId >>> LANE_BITS) & MAX_ORIGIN;
    }

    /** The lane in one of our ids, whatever the origin: equal for all ids of a lane, and for no two lanes but by chance. */
    public static long lane(long producerId) {
        return producerId & ((1L << LANE_BITS) - 1);
    }

    /** The sequence number of the record before which {@code count} were appended: it wraps to 0 after 2^31 - 1. */
    public static int sequence(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("a count of records cannot be " + count);
        }
        return (int) (count & Integer.MAX_VALUE);
    }

    static int requireOrigin(int origin) {
        if (origin < 0 || origin > MAX_ORIGIN) {
            throw new IllegalArgumentException("origin " + origin + " does not fit in " + ORIGIN_BITS + " bits");
        }
        return origin;
    }

    private static long first64Bits(byte[] domain, byte[] identity) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(domain);
            return ByteBuffer.wrap(digest.digest(identity)).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
