package io.twinspan.control.doctor;

import java.time.Duration;

/**
 * A source broker and the line to it. Immutable.
 *
 * @param address where clients find it
 * @param roundTrip how long a connection takes to be opened from this machine, at least; negative if it cannot be
 * @param sendBufferBytes its {@code socket.send.buffer.bytes}; 0 if it did not tell
 */
public record SourceBroker(int id, String address, Duration roundTrip, long sendBufferBytes) {
    /** The default of Kafka's brokers. */
    private static final long USUAL_BUFFER = 100 * 1_024;

    /** How much of a stock broker's window is used in a round trip, of its 100 KiB: Linux doubles it, for its own use (measured on 4.3.1). */
    private static final double WINDOW_OF_BUFFER = 1.8;

    /** Whether a connection carries only a window in each round trip; a buffer of -1 leaves that to the operating system, which lets it grow. */
    boolean isWindowKnown() {
        return sendBufferBytes >= 0 && !roundTrip.isNegative() && !roundTrip.isZero();
    }

    /** How many bytes a connection carries in a round trip, at most. */
    double windowBytes() {
        return WINDOW_OF_BUFFER * (sendBufferBytes == 0 ? USUAL_BUFFER : sendBufferBytes);
    }

    /** How many bytes a second one connection carries, at most. */
    double bytesPerSecond() {
        return windowBytes() / seconds();
    }

    /** The buffer with which one connection would carry so many bytes a second, in whole KiB. */
    long bufferFor(double bytesPerSecond) {
        return (long) Math.ceil(bytesPerSecond * seconds() / WINDOW_OF_BUFFER / 1_024) * 1_024;
    }

    private double seconds() {
        return roundTrip.toNanos() / 1e9;
    }
}
