package io.twinspan.link.protocol;

import io.twinspan.link.exchange.Append;
import io.twinspan.link.exchange.Appended;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Channel;
import io.twinspan.link.exchange.Exchange;
import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.FindOffsets;
import io.twinspan.link.exchange.FoundOffsets;
import io.twinspan.link.exchange.Reply;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.exchange.Topology;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;

/**
 * The exchange with real brokers. Confined to the link thread, but for {@link #wakeup}.
 *
 * <p>Each {@link Channel} is a connection of its own, and so is the asking who leads what, so that it never waits behind a fetch
 * that the broker holds. All of them, to both clusters, are waited for at once.
 */
public final class KafkaExchange implements Exchange {
    /** What an append may take longer than the broker may wait for its followers. */
    private static final long APPEND_MARGIN_MS = 10_000;

    /** As much as a link leases at most by default: what it gives back is then there when it wants it again. */
    private static final long IDLE_BUFFER_BYTES = 64L << 20;

    private final Time time;
    private final Cluster source;
    private final Cluster target;
    private final BufferPool pool;
    private final Sockets sockets;
    private final Connection sourceAsker;
    private final Connection targetAsker;
    private final Map<Channel, Connection> connections = new HashMap<>();
    private final Map<Channel, FetchSession> sessions = new HashMap<>();
    private volatile boolean woken;

    /**
     * Makes an exchange; it connects when it is first asked for something.
     *
     * @param sourceClient an ordinary Kafka client configuration for the source
     * @param targetClient and for the target
     * @param clientId what brokers know us by, where a configuration sets no {@code client.id}
     * @throws org.apache.kafka.common.config.ConfigException if a value is missing or wrong; names the key
     * @throws org.apache.kafka.common.KafkaException if certificates or login modules cannot be loaded
     */
    public KafkaExchange(Map<String, ?> sourceClient, Map<String, ?> targetClient, String clientId) {
        this(sourceClient, targetClient, clientId, IDLE_BUFFER_BYTES, Time.SYSTEM);
    }

    /**
     * The same for whoever leases less.
     *
     * @param idleBytes bound of the receive buffers that are kept for later, over those that are leased
     */
    public KafkaExchange(Map<String, ?> sourceClient, Map<String, ?> targetClient, String clientId, long idleBytes) {
        this(sourceClient, targetClient, clientId, Math.min(idleBytes, IDLE_BUFFER_BYTES), Time.SYSTEM);
    }

    KafkaExchange(Map<String, ?> sourceClient, Map<String, ?> targetClient, String clientId, Time time) {
        this(sourceClient, targetClient, clientId, IDLE_BUFFER_BYTES, time);
    }

    private KafkaExchange(
            Map<String, ?> sourceClient, Map<String, ?> targetClient, String clientId, long idleBytes, Time time) {
        LogContext log = new LogContext("[" + clientId + "] ");
        this.time = time;
        this.pool = new BufferPool(idleBytes);
        ClusterSettings ofSource = ClusterSettings.of(sourceClient, clientId, time, log);
        ClusterSettings ofTarget;
        try {
            ofTarget = ClusterSettings.of(targetClient, clientId, time, log);
        } catch (RuntimeException e) {
            Utils.closeQuietly(ofSource.channels(), "the source's channels");
            throw e;
        }
        this.source = new Cluster(Side.SOURCE, ofSource);
        this.target = new Cluster(Side.TARGET, ofTarget);
        this.sockets = new Sockets(
                new SideChannelBuilder(ofSource.channels(), ofTarget.channels()),
                Math.min(ofSource.maxIdleMs(), ofTarget.maxIdleMs()),
                pool,
                time,
                log);
        this.sourceAsker = new Connection("the source cluster", source, source.anyBroker(), sockets);
        this.targetAsker = new Connection("the target cluster", target, target.anyBroker(), sockets);
    }

    @Override
    public void describe(Side side, Collection<String> topics, Reply<Topology> reply) {
        new Describing(cluster(side), List.copyOf(topics), reply).ask();
    }

    /** A describe under way, which turns to the next broker when one does not answer. Confined to the link thread. */
    private final class Describing implements Reply<DescribeCall.Described> {
        private final Cluster cluster;
        private final List<String> topics;
        private final Reply<Topology> reply;
        private final long giveUpMs;
        private int left;

        Describing(Cluster cluster, List<String> topics, Reply<Topology> reply) {
            this.cluster = cluster;
            this.topics = topics;
            this.reply = reply;
            this.left = cluster.anyBroker().size();
            this.giveUpMs = sockets.nowMs() + cluster.settings().requestTimeoutMs();
        }

        void ask() {
            long now = sockets.nowMs();
            left--;
            Connection asker = cluster.side() == Side.SOURCE ? sourceAsker : targetAsker;
            asker.submit(new DescribeCall(topics, Math.max(1, giveUpMs - now), this), now);
        }

        @Override
        public void answered(DescribeCall.Described told) {
            if (told.bootstrapAgain()) {
                cluster.anyBroker().forget();
                failed(new Failure(
                        Failure.Kind.DISCONNECTED,
                        "the " + cluster.name() + " cluster asks its clients to bootstrap again"));
                return;
            }
            cluster.learned(told.brokers());
            reply.answered(told.topology());
        }

        @Override
        public void failed(Failure failure) {
            boolean again = failure.kind() == Failure.Kind.DISCONNECTED && left > 0 && sockets.nowMs() < giveUpMs;
            if (again) {
                ask();
            } else {
                reply.failed(failure);
            }
        }
    }

    @Override
    public void fetch(Channel channel, Fetch request, Reply<Fetched> reply) {
        long timeoutMs = request.maxWaitMs() + settings(channel).requestTimeoutMs();
        if (!request.session()) {
            submit(channel, new FetchCall(request, null, timeoutMs, reply));
            return;
        }
        FetchSession session = sessions.computeIfAbsent(channel, c -> new FetchSession(c.node()));
        session.begin();
        submit(channel, new FetchCall(request, session, timeoutMs, freeing(session, reply)));
    }

    /** Frees the session before the reply is called, so that the reply can fetch again. */
    private static Reply<Fetched> freeing(FetchSession session, Reply<Fetched> reply) {
        return new Reply<>() {
            @Override
            public void answered(Fetched answer) {
                session.end();
                reply.answered(answer);
            }

            @Override
            public void failed(Failure failure) {
                session.end();
                reply.failed(failure);
            }
        };
    }

    @Override
    public void append(Channel channel, Append request, Reply<Appended> reply) {
        submit(channel, AppendCall.of(request, request.timeoutMs() + APPEND_MARGIN_MS, reply));
    }

    /**
     * Asks whether appends would be taken: what is permitted is answered with {@link BrokerError#INVALID_RECORD}.
     *
     * @param request its batches are empty
     */
    public void appendNothing(Channel channel, Append request, Reply<Appended> reply) {
        submit(channel, AppendCall.ofNothing(request, request.timeoutMs() + APPEND_MARGIN_MS, reply));
    }

    @Override
    public void findOffsets(Channel channel, FindOffsets request, Reply<FoundOffsets> reply) {
        long timeoutMs = settings(channel).requestTimeoutMs();
        submit(
                channel,
                request.isForWritten()
                        ? new WrittenOffsetsCall(request, timeoutMs, reply)
                        : new FindOffsetsCall(request, timeoutMs, reply));
    }

    private void submit(Channel channel, Call<?> call) {
        connections.computeIfAbsent(channel, this::connection).submit(call, sockets.nowMs());
    }

    private Connection connection(Channel channel) {
        Cluster cluster = cluster(channel.side());
        return new Connection(channel.toString(), cluster, new BrokerRoute(cluster, channel.node()), sockets);
    }

    private ClusterSettings settings(Channel channel) {
        return cluster(channel.side()).settings();
    }

    private Cluster cluster(Side side) {
        return side == Side.SOURCE ? source : target;
    }

    @Override
    public void poll(long timeoutMs) {
        long until = sockets.nowMs() + timeoutMs;
        long wait = timeoutMs;
        // One round of the selector often brings a part of an answer only; whoever polls wants whole ones.
        boolean told = sockets.poll(wait);
        while (!told && !woken && wait > 0 && !Thread.currentThread().isInterrupted()) {
            wait = Math.max(0, until - sockets.nowMs());
            told = sockets.poll(wait);
        }
        woken = false;
    }

    @Override
    public void wakeup() {
        woken = true;
        sockets.wakeup();
    }

    @Override
    public long nowMs() {
        return time.milliseconds();
    }

    @Override
    public long leasedBytes() {
        return pool.leasedBytes();
    }

    /** What went over the wire so far. */
    public Traffic traffic(Side side) {
        return cluster(side).traffic();
    }

    /** How often the selector was asked; for tests that nothing spins. */
    long selectorPolls() {
        return sockets.polls();
    }

    @Override
    public void close() {
        sockets.close();
    }
}
