package io.twinspan.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {

    private ServerSocket target;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        proxy = FaultProxy.start("test", 0, target.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        target.close();
    }

    @Test
    void forwardsMegabytesUnalteredBothWays() throws Exception {
        byte[] payload = new byte[20 << 20];
        new Random(7).nextBytes(payload);
        try (Pair pair = new Pair()) {
            CompletableFuture<byte[]> received =
                    CompletableFuture.supplyAsync(() -> readFully(pair.atTarget, payload.length));
            pair.atClient.getOutputStream().write(payload);
            assertThat(received.get(20, TimeUnit.SECONDS)).isEqualTo(payload);

            CompletableFuture<byte[]> returned =
                    CompletableFuture.supplyAsync(() -> readFully(pair.atClient, payload.length));
            pair.atTarget.getOutputStream().write(payload);
            assertThat(returned.get(20, TimeUnit.SECONDS)).isEqualTo(payload);
        }
        FaultCounters counters = proxy.counters();
        assertThat(counters.bytesToBroker()).isEqualTo(payload.length);
        assertThat(counters.bytesToClient()).isEqualTo(payload.length);
        assertThat(counters.accepted()).isEqualTo(1);
    }

    @Test
    void handsAnOrderlyEndOnAndForgetsTheConnection() throws Exception {
        try (Pair pair = new Pair()) {
            pair.atClient.getOutputStream().write(1);
            pair.atClient.shutdownOutput();
            assertThat(pair.atTarget.getInputStream().read()).isEqualTo(1);
            assertThat(pair.atTarget.getInputStream().read()).isEqualTo(-1);
            pair.atTarget.getOutputStream().write(2);
            pair.atTarget.close();
            assertThat(pair.atClient.getInputStream().read()).isEqualTo(2);
            assertThat(pair.atClient.getInputStream().read()).isEqualTo(-1);
            assertThat(proxy.connections()).isZero();
        }
    }

    @Test
    void cutsConnectionsAndTakesNewOnes() throws Exception {
        try (Pair pair = new Pair()) {
            proxy.cut();
            assertReset(pair.atClient);
            assertReset(pair.atTarget);
        }
        try (Pair pair = new Pair()) {
            pair.atClient.getOutputStream().write(1);
            assertThat(pair.atTarget.getInputStream().read()).isEqualTo(1);
        }
        assertThat(proxy.counters().cut()).isEqualTo(1);
    }

    @Test
    void refusesUntilHealed() throws Exception {
        proxy.refuse();
        try (Socket refused = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            assertReset(refused);
        }
        assertThat(proxy.counters().refused()).isEqualTo(1);

        proxy.heal();
        try (Pair pair = new Pair()) {
            pair.atClient.getOutputStream().write(1);
            assertThat(pair.atTarget.getInputStream().read()).isEqualTo(1);
        }
    }

    @Test
    void holdsBytesWhileStalledAndLosesNone() throws Exception {
        try (Pair pair = new Pair()) {
            proxy.stall();
            pair.atClient.getOutputStream().write(new byte[1000]);
            pair.atTarget.setSoTimeout(200);
            assertThatThrownBy(() -> pair.atTarget.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            assertThat(proxy.counters().stalledBytes()).isEqualTo(1000);

            proxy.heal();
            pair.atTarget.setSoTimeout(5000);
            assertThat(readFully(pair.atTarget, 1000)).hasSize(1000);
        }
    }

    @Test
    void delaysEveryByteButKeepsTheThroughput() throws Exception {
        int size = 16 << 20;
        try (Pair pair = new Pair()) {
            proxy.delay(Duration.ofMillis(150));
            long begun = System.nanoTime();
            CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> readFully(pair.atTarget, size));
            pair.atClient.getOutputStream().write(new byte[size]);
            received.get(20, TimeUnit.SECONDS);
            Duration taken = Duration.ofNanos(System.nanoTime() - begun);
            // Were each read delayed in turn, 64 reads of 256 KB would take 9.6 s.
            assertThat(taken).isBetween(Duration.ofMillis(150), Duration.ofSeconds(5));
            assertThat(proxy.counters().delayedBytes()).isEqualTo(size);
        }
    }

    @Test
    void throttlesToTheRate() throws Exception {
        int size = 500_000;
        try (Pair pair = new Pair()) {
            proxy.throttle(1_000_000);
            long begun = System.nanoTime();
            CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> readFully(pair.atTarget, size));
            pair.atClient.getOutputStream().write(new byte[size]);
            received.get(20, TimeUnit.SECONDS);
            Duration taken = Duration.ofNanos(System.nanoTime() - begun);
            assertThat(taken).isBetween(Duration.ofMillis(440), Duration.ofSeconds(10));
            assertThat(proxy.counters().throttledBytes()).isPositive();
        }
    }

    @Test
    void closesOneWayAndKeepsTheOtherOpen() throws Exception {
        try (Pair pair = new Pair()) {
            proxy.halfClose();
            assertThat(pair.atClient.getInputStream().read()).isEqualTo(-1);
            pair.atClient.getOutputStream().write(5);
            assertThat(pair.atTarget.getInputStream().read()).isEqualTo(5);
            assertThat(proxy.counters().halfClosed()).isEqualTo(1);
        }
    }

    @Test
    void resetsClientsWhenTheTargetIsDown() throws Exception {
        target.close();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            assertReset(client);
        }
        assertThat(proxy.counters().unreachable()).isEqualTo(1);
    }

    private static void assertReset(Socket socket) throws SocketException {
        socket.setSoTimeout(5000);
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .isNotInstanceOf(SocketTimeoutException.class);
    }

    private static byte[] readFully(Socket socket, int count) {
        try {
            InputStream in = socket.getInputStream();
            return in.readNBytes(count);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection through the proxy, seen from both ends. */
    private final class Pair implements AutoCloseable {
        final Socket atClient = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        final Socket atTarget = target.accept();

        Pair() throws IOException {
            atClient.setSoTimeout(5000);
            atTarget.setSoTimeout(5000);
        }

        @Override
        public void close() throws IOException {
            atClient.close();
            atTarget.close();
        }
    }
}
