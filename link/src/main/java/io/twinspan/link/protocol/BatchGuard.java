package io.twinspan.link.protocol;

import io.twinspan.link.exchange.Append;
import java.nio.ByteBuffer;

/**
 * The last gate before a batch leaves: refuses what a stock broker would take and then lose or corrupt. Stateless.
 *
 * <p>All of it was measured on Kafka 4.3.1. An uncompressed batch whose record count and offset span differ is accepted and corrupts
 * the target's log; a stored delete horizon makes the target drop tombstones early; two batches in one partition's entry are refused,
 * as are control and transactional ones, but then with an error that says nothing of the cause.
 */
final class BatchGuard {
    private static final int BASE_OFFSET = 0;
    private static final int LENGTH = 8;
    private static final int LENGTH_COUNTS_FROM = 12;
    private static final int MAGIC = 16;
    private static final int ATTRIBUTES = 21;
    private static final int LAST_OFFSET_DELTA = 23;
    private static final int RECORD_COUNT = 57;
    private static final int HEADER_BYTES = 61;
    private static final int TRANSACTIONAL = 0x10;
    private static final int CONTROL = 0x20;
    private static final int DELETE_HORIZON = 0x40;

    private BatchGuard() {}

    /** @throws IllegalArgumentException if the entry is anything but one complete batch that may be appended; says what is wrong */
    static void check(Append.Entry entry) {
        ByteBuffer batch = entry.batch();
        int at = batch.position();
        int bytes = batch.remaining();
        if (bytes < HEADER_BYTES) {
            throw refused(entry, "has " + bytes + " bytes, less than a batch header");
        }
        if (batch.get(at + MAGIC) != 2) {
            throw refused(entry, "is of message format " + batch.get(at + MAGIC) + ", not 2");
        }
        long length = (long) batch.getInt(at + LENGTH) + LENGTH_COUNTS_FROM;
        if (length != bytes) {
            throw refused(entry, "is " + length + " bytes long by its header, but " + bytes + " bytes are given");
        }
        if (batch.getLong(at + BASE_OFFSET) != 0) {
            throw refused(entry, "has base offset " + batch.getLong(at + BASE_OFFSET) + ", not 0");
        }
        int attributes = batch.getShort(at + ATTRIBUTES);
        if ((attributes & (TRANSACTIONAL | CONTROL | DELETE_HORIZON)) != 0) {
            throw refused(
                    entry,
                    "has attributes 0x" + Integer.toHexString(attributes & 0xffff)
                            + ": transactional, control or delete horizon");
        }
        int count = batch.getInt(at + RECORD_COUNT);
        int lastOffsetDelta = batch.getInt(at + LAST_OFFSET_DELTA);
        if (count < 1 || lastOffsetDelta != count - 1) {
            throw refused(
                    entry,
                    "counts " + count + " records over an offset span of " + (lastOffsetDelta + 1L)
                            + ", which could corrupt the target's log");
        }
    }

    private static IllegalArgumentException refused(Append.Entry entry, String why) {
        return new IllegalArgumentException(
                "the batch for " + entry.topic() + "-" + entry.partition() + " was not sent: it " + why);
    }
}
