package io.twinspan.testkit.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a {@link FaultProxy}: accepts, reads, holds and writes, and carries out commands in between.
 *
 * <p>All state is confined to the proxy's thread, but for the queue of commands, which any thread may add to.
 */
final class ProxyLoop implements Runnable {

    private static final Logger LOGGER = LoggerFactory.getLogger(ProxyLoop.class);
    private static final int COMMAND_SECONDS = 30;
    private static final int READ_BYTES = 256 << 10;

    private final int port;
    private final int targetPort;
    private final Selector selector;
    private final ServerSocketChannel server;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Set<Connection> connections = new HashSet<>();
    private final Faults faults = new Faults();
    private final FaultCounters.Tally tally = new FaultCounters.Tally();
    private final Pace toBroker = new Pace(true);
    private final Pace toClient = new Pace(false);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    private volatile boolean stopped;

    ProxyLoop(int port, int targetPort) throws IOException {
        this.targetPort = targetPort;
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        this.port = server.socket().getLocalPort();
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    int port() {
        return port;
    }

    Faults faults() {
        return faults;
    }

    FaultCounters.Tally tally() {
        return tally;
    }

    int connections() {
        return connections.size();
    }

    /** Runs a command on the proxy's thread and waits until it is done. */
    void perform(Runnable command) {
        ask(() -> {
            command.run();
            return true;
        });
    }

    /** Asks a question on the proxy's thread; one that has stopped answers from its last state. */
    <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        commands.add(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        selector.wakeup();
        if (stopped) {
            runCommands();
        }
        return answer.orTimeout(COMMAND_SECONDS, TimeUnit.SECONDS).join();
    }

    void stop() {
        stopped = true;
        selector.wakeup();
    }

    @Override
    public void run() {
        try (selector;
                server) {
            while (!stopped) {
                turn();
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.error("the fault proxy on port {} broke", port, e);
        } finally {
            stopped = true;
            List.copyOf(connections).forEach(this::reset);
            runCommands();
        }
    }

    private void turn() throws IOException {
        runCommands();
        long now = System.nanoTime();
        long next = Long.MAX_VALUE;
        for (Connection connection : List.copyOf(connections)) {
            next = Math.min(next, pump(connection, now));
        }
        if (next == Long.MAX_VALUE) {
            selector.select();
        } else {
            long millis = TimeUnit.NANOSECONDS.toMillis(next - System.nanoTime() + 999_999);
            if (millis > 0) {
                selector.select(millis);
            } else {
                selector.selectNow();
            }
        }
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid() && key.isAcceptable()) {
                accept();
            } else if (key.isValid() && key.isReadable()) {
                read((Connection) key.attachment(), key);
            }
        }
        selector.selectedKeys().clear();
    }

    private synchronized void runCommands() {
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
        }
    }

    private void accept() throws IOException {
        SocketChannel client = server.accept();
        if (client == null) {
            return;
        }
        if (faults.refusing) {
            tally.refused++;
            resetChannel(client);
            return;
        }
        SocketChannel broker;
        try {
            broker = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort));
        } catch (IOException e) {
            LOGGER.debug("no broker on port {}: {}", targetPort, e.getMessage());
            tally.unreachable++;
            resetChannel(client);
            return;
        }
        tally.accepted++;
        connections.add(new Connection(client, broker));
    }

    private void read(Connection connection, SelectionKey key) {
        try {
            connection.flowFrom(key).read(buffer, System.nanoTime(), faults, tally);
        } catch (IOException e) {
            LOGGER.debug("connection through port {} ended: {}", port, e.getMessage());
            reset(connection);
        }
    }

    private long pump(Connection connection, long now) {
        try {
            long next = Math.min(connection.up.write(now, faults, tally), connection.down.write(now, faults, tally));
            if (connection.up.isDone() && connection.down.isDone()) {
                connections.remove(connection);
                connection.client.close();
                connection.broker.close();
            } else {
                connection.updateInterest();
            }
            return next;
        } catch (IOException e) {
            LOGGER.debug("connection through port {} ended: {}", port, e.getMessage());
            reset(connection);
            return Long.MAX_VALUE;
        }
    }

    void cutAll() {
        tally.cut += connections.size();
        List.copyOf(connections).forEach(this::reset);
    }

    void halfCloseAll() {
        for (Connection connection : List.copyOf(connections)) {
            try {
                connection.down.shut();
                tally.halfClosed++;
            } catch (IOException e) {
                reset(connection);
            }
        }
    }

    void silenceAll() {
        tally.silenced += connections.size();
        connections.forEach(connection -> {
            connection.up.silence();
            connection.down.silence();
        });
    }

    private void reset(Connection connection) {
        connections.remove(connection);
        resetChannel(connection.client);
        resetChannel(connection.broker);
    }

    /** Closes with a reset and not with an orderly end, as a cable that breaks does. */
    private void resetChannel(SocketChannel channel) {
        try (channel) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            LOGGER.debug("closing a connection through port {}: {}", port, e.getMessage());
        }
    }

    /** A client's connection and the one to the broker made for it. Confined to the proxy's thread. */
    private final class Connection {
        final SocketChannel client;
        final SocketChannel broker;
        final Flow up;
        final Flow down;
        private final SelectionKey clientKey;
        private final SelectionKey brokerKey;

        Connection(SocketChannel client, SocketChannel broker) throws IOException {
            this.client = client;
            this.broker = broker;
            up = new Flow(client, broker, toBroker);
            down = new Flow(broker, client, toClient);
            clientKey = register(client);
            brokerKey = register(broker);
        }

        private SelectionKey register(SocketChannel channel) throws IOException {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            return channel.register(selector, SelectionKey.OP_READ, this);
        }

        Flow flowFrom(SelectionKey key) {
            return key == clientKey ? up : down;
        }

        void updateInterest() {
            clientKey.interestOps(interest(up, down));
            brokerKey.interestOps(interest(down, up));
        }

        private static int interest(Flow outOfIt, Flow intoIt) {
            return (outOfIt.wantsRead() ? SelectionKey.OP_READ : 0) | (intoIt.wantsWrite() ? SelectionKey.OP_WRITE : 0);
        }
    }
}
