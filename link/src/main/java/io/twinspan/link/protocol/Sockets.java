package io.twinspan.link.protocol;

import io.twinspan.link.exchange.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ChannelState;
import org.apache.kafka.common.network.NetworkReceive;
import org.apache.kafka.common.network.NetworkSend;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.network.Send;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/**
 * All sockets of both clusters behind one selector: passes what happens on each to its {@link Connection}, keeps the timers, and
 * tells outcomes to those who asked. Confined to the link thread, but for {@link #wakeup}.
 *
 * <p>Outcomes are told after everything that a poll brought is sorted, so that a reply may send requests, and a request that fails
 * at once is told at the next poll, not inside its own sending.
 */
final class Sockets implements AutoCloseable {
    private static final long NEVER = Long.MAX_VALUE;

    private final Time time;
    private final Metrics metrics;
    private final Selector selector;
    private final BufferPool pool;
    private final List<Connection> connections = new ArrayList<>();
    private final List<Connection> settingUp = new ArrayList<>();
    private final Map<String, Connection> open = new HashMap<>();
    private final ArrayDeque<Call<?>> outcomes = new ArrayDeque<>();
    private long channelNumber;
    private long nextTimerMs = NEVER;
    private boolean closingSeen;
    private long polls;

    Sockets(SideChannelBuilder channels, long maxIdleMs, BufferPool pool, Time time, LogContext log) {
        this.time = time;
        this.pool = pool;
        this.metrics = new Metrics(time);
        this.selector = new Selector(
                BufferPool.MAX_BYTES,
                maxIdleMs,
                metrics,
                time,
                "twinspan",
                Map.of(),
                false,
                false,
                channels,
                pool,
                log);
    }

    /** A clock that only goes forward; for timers. */
    long nowMs() {
        return time.hiResClockMs();
    }

    BufferPool pool() {
        return pool;
    }

    void add(Connection connection) {
        connections.add(connection);
    }

    /** Opens a channel to an address; what happens to it is told to the connection. Returns the channel's id. */
    String connect(Connection connection, Side side, ClusterSettings settings, InetSocketAddress address)
            throws IOException {
        // A new id for each attempt: what is still told of an earlier channel then never reaches a later one.
        String id = SideChannelBuilder.channelId(side, channelNumber++);
        selector.connect(id, address, settings.sendBufferBytes(), settings.receiveBufferBytes());
        open.put(id, connection);
        settingUp.add(connection);
        return id;
    }

    boolean isReady(String id) {
        return selector.isChannelReady(id);
    }

    void send(String id, Send send) {
        if (selector.channel(id) == null) {
            // The broker closed it, and its last answers are being read; its end is told by the next poll.
            closingSeen = true;
            return;
        }
        selector.send(new NetworkSend(id, send));
        closingSeen |= selector.channel(id) == null;
    }

    /** Closes a channel; nothing more is told of it. */
    void close(String id, Connection connection) {
        forget(id, connection);
        selector.close(id);
    }

    private void forget(String id, Connection connection) {
        open.remove(id);
        settingUp.remove(connection);
    }

    void settled(Connection connection) {
        settingUp.remove(connection);
    }

    /** Has the connection's timer called at a time, or earlier. */
    void callAt(long atMs) {
        nextTimerMs = Math.min(nextTimerMs, atMs);
    }

    /** Takes a call that has its outcome. */
    void finished(Call<?> call) {
        outcomes.add(call);
    }

    /**
     * Waits for something to happen, sorts it, and tells outcomes.
     *
     * @return whether any outcome was told
     */
    boolean poll(long maxWaitMs) {
        long now = nowMs();
        runTimers(now);
        boolean atOnce = !outcomes.isEmpty() || closingSeen;
        long wait = atOnce ? 0 : Math.max(0, Math.min(maxWaitMs, nextTimerMs - now));
        closingSeen = false;
        polls++;
        try {
            selector.poll(wait);
        } catch (IOException e) {
            throw new UncheckedIOException("the selector failed", e);
        }
        now = nowMs();
        sortEvents(now);
        return tellOutcomes();
    }

    private void sortEvents(long now) {
        for (NetworkSend send : selector.completedSends()) {
            Connection connection = open.get(send.destinationId());
            if (connection != null) {
                connection.sent(now);
            }
        }
        for (String id : selector.connected()) {
            Connection connection = open.get(id);
            if (connection != null) {
                connection.connected(now);
            }
        }
        if (!settingUp.isEmpty()) {
            List.copyOf(settingUp).forEach(connection -> connection.checkReady(now));
        }
        for (NetworkReceive receive : selector.completedReceives()) {
            received(receive, now);
        }
        for (Map.Entry<String, ChannelState> ended : selector.disconnected().entrySet()) {
            Connection connection = open.get(ended.getKey());
            if (connection != null) {
                forget(ended.getKey(), connection);
                connection.disconnected(ended.getValue(), now);
            }
        }
    }

    private void received(NetworkReceive receive, long now) {
        Connection connection = open.get(receive.source());
        if (connection == null) {
            pool.release(receive.payload());
            return;
        }
        connection.received(receive.payload(), now);
        closingSeen |= selector.closingChannel(receive.source()) != null;
    }

    private void runTimers(long now) {
        if (now < nextTimerMs) {
            return;
        }
        nextTimerMs = NEVER;
        for (Connection connection : connections) {
            connection.timer(now);
        }
    }

    private boolean tellOutcomes() {
        int count = outcomes.size();
        for (int i = 0; i < count; i++) {
            outcomes.remove().deliver();
        }
        return count > 0;
    }

    void wakeup() {
        selector.wakeup();
    }

    /** How often the selector was asked; for tests that nothing spins. */
    long polls() {
        return polls;
    }

    @Override
    public void close() {
        open.clear();
        settingUp.clear();
        outcomes.clear();
        try {
            selector.close();
        } finally {
            metrics.close();
        }
    }
}
