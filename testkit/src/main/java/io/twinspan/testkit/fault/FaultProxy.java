package io.twinspan.testkit.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * A TCP proxy in front of one broker that misbehaves on request.
 *
 * <p>Without a fault it forwards bytes as they come. Faults last until {@link #heal}, and may be combined; {@link #cut},
 * {@link #halfClose} and {@link #silence} are single events. A broker behind a proxy must advertise the proxy's port, which
 * {@code ClusterBuilder.proxied()} arranges.
 *
 * <p>Thread-safe: every verb is carried out by the proxy's own thread and has taken effect when it returns.
 */
public final class FaultProxy implements AutoCloseable {

    private final ProxyLoop loop;
    private final Thread thread;

    private FaultProxy(String name, int port, int targetPort) throws IOException {
        loop = new ProxyLoop(port, targetPort);
        thread = new Thread(loop, "twinspan-fault-proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts to forward connections to {@code port} to {@code targetPort}, both on 127.0.0.1. */
    public static FaultProxy start(String name, int port, int targetPort) {
        try {
            return new FaultProxy(name, port, targetPort);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "proxy " + name + " cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
    }

    /** The port on which clients find the proxy. */
    public int port() {
        return loop.port();
    }

    /** Resets every connection; new ones are welcome. */
    public void cut() {
        loop.perform(loop::cutAll);
    }

    /** Resets every connection, and every new one as soon as it is made. */
    public void refuse() {
        loop.perform(() -> {
            loop.faults().refusing = true;
            loop.cutAll();
        });
    }

    /** Forwards nothing any more, but keeps connections open and takes in a few megabytes. */
    public void stall() {
        loop.perform(() -> loop.faults().stalled = true);
    }

    /**
     * Loses whatever the connections that are open now still say, each way, without a word: neither side learns of it, as when a
     * firewall forgets them. New connections work.
     */
    public void silence() {
        loop.perform(loop::silenceAll);
    }

    /** Holds every byte for this long, each way, without limiting the throughput. */
    public void delay(Duration eachWay) {
        loop.perform(() -> loop.faults().delayNanos = eachWay.toNanos());
    }

    /** Forwards no more than this, each way, all connections together. */
    public void throttle(long bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("a rate of " + bytesPerSecond + " bytes/s; use stall() to stop");
        }
        loop.perform(() -> loop.faults().bytesPerSecond = bytesPerSecond);
    }

    /** Shuts the way to the client on every connection: it reads an end of stream, while what it writes still arrives. */
    public void halfClose() {
        loop.perform(loop::halfCloseAll);
    }

    /** Ends every lasting fault; held bytes flow. */
    public void heal() {
        loop.perform(() -> loop.faults().heal());
    }

    /** The connections open through the proxy now. */
    public int connections() {
        return loop.ask(loop::connections);
    }

    /** What happened so far. */
    public FaultCounters counters() {
        return loop.ask(() -> loop.tally().snapshot());
    }

    @Override
    public void close() {
        loop.stop();
        try {
            thread.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
