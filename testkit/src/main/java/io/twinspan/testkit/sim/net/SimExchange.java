package io.twinspan.testkit.sim.net;

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
import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.broker.FetchedPart;
import io.twinspan.testkit.sim.broker.SimCluster;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The link's exchange over simulated brokers. Confined to the world's thread.
 *
 * <p>{@link #poll} never waits: it runs the replies that have arrived, and the world calls the owner again when more have. What
 * the link must not do (touch a batch before its answer, release a lease twice, use one session twice at once) fails at once.
 */
public final class SimExchange implements Exchange {
    private final SimWorld world;
    private final String owner;
    private final SimCluster source;
    private final SimCluster target;
    private final SimNetwork network;
    private final Map<Channel, Wire> wires = new LinkedHashMap<>();
    private final Deque<Runnable> arrived = new ArrayDeque<>();
    private final Set<SimLease> leases = new LinkedHashSet<>();
    private final Set<Side> described = EnumSet.noneOf(Side.class);
    private boolean over;

    public SimExchange(SimWorld world, String owner, SimCluster source, SimCluster target, SimNetwork network) {
        this.world = world;
        this.owner = owner;
        this.source = source;
        this.target = target;
        this.network = network;
        network.add(this);
        source.onCrash(node -> cutAll(Side.SOURCE, node));
        target.onCrash(node -> cutAll(Side.TARGET, node));
    }

    @Override
    public void describe(Side side, Collection<String> topics, Reply<Topology> reply) {
        List<String> asked = List.copyOf(topics);
        SimCluster cluster = cluster(side);
        world.after(network.latencyMs() + network.latencyMs(), () -> {
            if (cluster.aliveBrokers().isEmpty() || network.dropsNow()) {
                var failure = new Failure(
                        Failure.Kind.DISCONNECTED, "no broker of " + cluster.name() + " answered a metadata request");
                world.after(network.requestTimeoutMs() / 4, () -> toClient(() -> reply.failed(failure)));
                return;
            }
            Topology topology = cluster.describe(asked);
            world.after(
                    network.latencyMs(),
                    () -> toClient(() -> {
                        described.add(side);
                        reply.answered(topology);
                    }));
        });
    }

    @Override
    public void fetch(Channel channel, Fetch request, Reply<Fetched> reply) {
        send(
                channel,
                new Request(
                        "fetch",
                        false,
                        request.session(),
                        request.maxWaitMs(),
                        (session, answer) -> cluster(channel.side())
                                .fetch(
                                        channel.node(),
                                        request,
                                        session,
                                        parts -> answer.accept(() -> reply.answered(received(parts)))),
                        reply::failed));
    }

    @Override
    public void append(Channel channel, Append request, Reply<Appended> reply) {
        List<SentBatch> sent = request.entries().stream().map(SentBatch::of).toList();
        var arriving = new Append(
                request.timeoutMs(),
                sent.stream()
                        .map(batch -> batch.arriving(network.corruptsNow()))
                        .toList());
        send(
                channel,
                new Request(
                        "append of " + request.entries().size(),
                        true,
                        false,
                        request.timeoutMs(),
                        (session, answer) -> cluster(channel.side())
                                .append(
                                        channel.node(),
                                        arriving,
                                        appended -> answer.accept(() -> {
                                            sent.forEach(SentBatch::requireUntouched);
                                            reply.answered(appended);
                                        })),
                        failure -> {
                            sent.forEach(SentBatch::requireUntouched);
                            reply.failed(failure);
                        }));
    }

    @Override
    public void findOffsets(Channel channel, FindOffsets request, Reply<FoundOffsets> reply) {
        send(
                channel,
                new Request(
                        "offsets",
                        false,
                        false,
                        0,
                        (session, answer) -> {
                            FoundOffsets found = cluster(channel.side()).findOffsets(channel.node(), request);
                            answer.accept(() -> reply.answered(found));
                        },
                        reply::failed));
    }

    @Override
    public void poll(long timeoutMs) {
        if (over) {
            throw new IllegalStateException("the exchange of " + owner + " is closed");
        }
        while (!arrived.isEmpty()) {
            arrived.removeFirst().run();
        }
    }

    @Override
    public void wakeup() {
        world.wake(owner);
    }

    @Override
    public long nowMs() {
        return world.nowMs();
    }

    @Override
    public long leasedBytes() {
        return leases.stream().mapToLong(SimLease::sizeBytes).sum();
    }

    /** How many leases were given out and not released. */
    public int leakedLeases() {
        return leases.size();
    }

    /** Closes it, as a clean stop does. */
    @Override
    public void close() {
        abandon();
    }

    /** Ends it as the end of its process would: no more replies, and what is under way may still reach the brokers. */
    public void abandon() {
        if (!over) {
            over = true;
            network.remove(this);
            wires.values().forEach(Wire::abandon);
            arrived.clear();
        }
    }

    List<Wire> wires() {
        return wires.values().stream().filter(wire -> !wire.isClosed()).toList();
    }

    private void cutAll(Side side, int node) {
        for (Wire wire : List.copyOf(wires.values())) {
            if (wire.channel().side() == side && wire.channel().node() == node) {
                wire.cut("broker " + node + " is gone");
            }
        }
    }

    private SimCluster cluster(Side side) {
        return side == Side.SOURCE ? source : target;
    }

    private void send(Channel channel, Request request) {
        if (over) {
            throw new IllegalStateException("the exchange of " + owner + " is closed");
        }
        if (!described.contains(channel.side())) {
            throw new IllegalStateException("a request to the " + channel.side()
                    + " before any describe was answered: the address is not known");
        }
        if (channel.node() < 0 || channel.node() >= cluster(channel.side()).brokers()) {
            throw new IllegalArgumentException("there is no " + channel);
        }
        Wire wire = wires.get(channel);
        if (wire == null || wire.isClosed()) {
            wire = new Wire(world, network, cluster(channel.side()), owner, channel, this::toClient);
            wires.put(channel, wire);
        }
        wire.send(request);
    }

    private void toClient(Runnable reply) {
        if (!over) {
            arrived.addLast(reply);
            world.wake(owner);
        }
    }

    private Fetched received(List<FetchedPart> parts) {
        ByteBuffer buffer = ByteBuffer.allocate(
                parts.stream().mapToInt(part -> part.records().remaining()).sum());
        var lease = new SimLease(buffer, leases::remove);
        leases.add(lease);
        var partitions = new ArrayList<Fetched.Partition>();
        for (FetchedPart part : parts) {
            int at = buffer.position();
            buffer.put(part.records().duplicate());
            partitions.add(new Fetched.Partition(
                    part.topic(),
                    part.partition(),
                    part.error(),
                    part.highWatermark(),
                    part.lastStableOffset(),
                    part.logStartOffset(),
                    part.aborted(),
                    buffer.slice(at, part.records().remaining()),
                    part.divergence()));
        }
        return new Fetched(BrokerError.NONE, List.copyOf(partitions), lease);
    }
}
