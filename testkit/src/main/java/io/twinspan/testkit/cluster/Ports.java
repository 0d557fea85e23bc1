package io.twinspan.testkit.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Hands out loopback ports that stay free while their server is down.
 *
 * <p>They lie below the range from which Linux takes the local ports of outgoing connections (32768 and up): else a
 * client that reconnects in a loop may be given the very port of the broker it is waiting for, and the broker could not
 * come back.
 *
 * <p>Thread-safe: no port is handed out twice in one JVM, nor by two JVMs that run tests of one build at the same time.
 */
public final class Ports {

    /** The number, from 1 on, that the build gives to each JVM in which it runs tests. */
    private static final String FORK_PROPERTY = "twinspan.test.fork";

    private static final int MOST_FORKS = 4;
    private static final int RANGE = 4_250;
    private static final int FIRST =
            15_000 + RANGE * Math.floorMod(Integer.getInteger(FORK_PROPERTY, 1) - 1, MOST_FORKS);
    private static final int LAST = FIRST + RANGE;
    private static final int ATTEMPTS = 1_000;
    private static final Set<Integer> TAKEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /** A port nobody listens on now, and that this method does not hand out again. */
    public static int free() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (TAKEN.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free loopback port between " + FIRST + " and " + LAST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (BindException expected) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot probe port " + port, e);
        }
    }
}
