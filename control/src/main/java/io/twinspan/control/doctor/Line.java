package io.twinspan.control.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** Measures how long a round trip to a broker takes: by opening connections, which the broker's machine answers. Thread-safe: keeps nothing. */
final class Line {
    private static final int TIMES = 3;
    private static final int LIMIT_MS = 2_000;
    private static final Duration NONE = Duration.ofMillis(-1);

    private Line() {}

    /** The shortest of some; negative if no connection can be opened. */
    static Duration roundTrip(String host, int port) {
        Duration shortest = NONE;
        for (int i = 0; i < TIMES; i++) {
            Duration one = once(host, port);
            if (one.isNegative()) {
                return shortest;
            }
            shortest = shortest.isNegative() || one.compareTo(shortest) < 0 ? one : shortest;
        }
        return shortest;
    }

    private static Duration once(String host, int port) {
        try (var socket = new Socket()) {
            // Before the time is taken: it may ask a name server.
            var address = new InetSocketAddress(host, port);
            long begun = System.nanoTime();
            socket.connect(address, LIMIT_MS);
            return Duration.ofNanos(System.nanoTime() - begun);
        } catch (IOException e) {
            return NONE;
        }
    }
}
