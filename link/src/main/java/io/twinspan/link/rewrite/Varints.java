package io.twinspan.link.rewrite;

/** Numbers of variable length, small absolute values first (zig-zag), as Kafka writes them. Thread-safe: pure functions. */
final class Varints {

    private Varints() {}

    /** The bytes that the value takes, 1 to 10. */
    static int size(long value) {
        long raw = (value << 1) ^ (value >> 63);
        return (70 - Long.numberOfLeadingZeros(raw | 1)) / 7;
    }

    /** Writes a value and returns the place behind it. */
    static int write(byte[] out, int at, long value) {
        long raw = (value << 1) ^ (value >> 63);
        int next = at;
        while ((raw & ~0x7FL) != 0) {
            out[next++] = (byte) (raw | 0x80);
            raw >>>= 7;
        }
        out[next++] = (byte) raw;
        return next;
    }
}
