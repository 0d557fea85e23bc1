package io.twinspan.bench.verify.plain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a Fetch request and of its answer, in version 10: the newest one without topic ids and tagged fields, and the first whose answers may hold zstd. Asks
 * for partitions of one topic, without a session. Stateless.
 */
final class FetchBytes {
    private static final short FETCH = 1;
    private static final short VERSION = 10;
    private static final int NO_SESSION = 0;
    private static final int NO_EPOCH = -1;
    private static final int ABORTED_BYTES = 16;

    /** Of a batch, before its length. */
    private static final int OFFSET_BYTES = 8;

    private static final int PREFIX_BYTES = OFFSET_BYTES + 4;
    private static final int LAST_OFFSET_DELTA_AT = 23;

    private FetchBytes() {}

    /**
     * How much one answer may hold. Immutable.
     *
     * @param answerBytes bound of one answer
     * @param partitionBytes bound of one partition's part of it
     */
    record Limits(int answerBytes, int partitionBytes) {}

    /** Appends a request, with its length before it. */
    static void request(ByteBuffer out, String client, String topic, Cursor[] cursors, Limits limits) {
        int start = out.position();
        out.putInt(0).putShort(FETCH).putShort(VERSION).putInt(0);
        put(out, client);
        // No replica; the broker answers at once, with what it has.
        out.putInt(-1).putInt(0).putInt(0).putInt(limits.answerBytes()).put((byte) 0);
        out.putInt(NO_SESSION).putInt(NO_EPOCH);
        out.putInt(1);
        put(out, topic);
        int countAt = out.position();
        out.putInt(0);
        int count = 0;
        for (Cursor cursor : cursors) {
            if (!cursor.isAtEnd()) {
                out.putInt(cursor.partition()).putInt(NO_EPOCH).putLong(cursor.next());
                out.putLong(-1).putInt(limits.partitionBytes());
                count++;
            }
        }
        out.putInt(countAt, count);
        out.putInt(0);
        out.putInt(start, out.position() - start - Integer.BYTES);
    }

    private static void put(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putShort((short) bytes.length).put(bytes);
    }

    /** Goes through an answer, without its length, and moves the cursors on. */
    static void answer(ByteBuffer in, Cursor[] cursors) {
        in.getInt();
        in.getInt();
        refuse(in.getShort());
        in.getInt();
        for (int topics = in.getInt(); topics > 0; topics--) {
            skip(in, in.getShort());
            for (int partitions = in.getInt(); partitions > 0; partitions--) {
                partition(in, cursors);
            }
        }
    }

    private static void partition(ByteBuffer in, Cursor[] cursors) {
        int partition = in.getInt();
        refuse(in.getShort());
        long highWatermark = in.getLong();
        skip(in, 2 * Long.BYTES);
        skip(in, Math.max(0, in.getInt()) * ABORTED_BYTES);
        int size = Math.max(0, in.getInt());
        for (Cursor cursor : cursors) {
            if (cursor.partition() == partition) {
                records(in.slice(in.position(), size), cursor);
                cursor.endsAt(highWatermark);
            }
        }
        skip(in, size);
    }

    /** Only from header to header; the last batch may be cut off, and comes again then. */
    private static void records(ByteBuffer in, Cursor cursor) {
        int at = 0;
        while (in.limit() - at >= PREFIX_BYTES) {
            int size = PREFIX_BYTES + in.getInt(at + OFFSET_BYTES);
            if (in.limit() - at < size) {
                return;
            }
            cursor.passed(in.getLong(at) + in.getInt(at + LAST_OFFSET_DELTA_AT) + 1, size);
            at += size;
        }
    }

    private static void refuse(short error) {
        if (error != 0) {
            throw new IllegalStateException("the broker answered error " + error + " to a fetch");
        }
    }

    private static void skip(ByteBuffer in, int bytes) {
        in.position(in.position() + bytes);
    }

    /** How far a partition is read. Confined to one thread. */
    static final class Cursor {
        private final int partition;
        private long next;
        private long end = Long.MAX_VALUE;
        private long bytes;

        Cursor(int partition) {
            this.partition = partition;
        }

        int partition() {
            return partition;
        }

        long next() {
            return next;
        }

        boolean isAtEnd() {
            return next >= end;
        }

        /** Stored bytes of the batches that were passed. */
        long bytes() {
            return bytes;
        }

        private void passed(long nextOffset, int size) {
            next = nextOffset;
            bytes += size;
        }

        private void endsAt(long highWatermark) {
            end = highWatermark;
        }
    }
}
