package io.twinspan.testkit.sim.net;

import io.twinspan.link.exchange.Channel;
import io.twinspan.link.exchange.Failure;
import io.twinspan.testkit.sim.SimWorld;
import io.twinspan.testkit.sim.broker.FetchSession;
import io.twinspan.testkit.sim.broker.SimCluster;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * One connection from its opening to its end. Confined to the world's thread.
 *
 * <pre>
 *   client ──send──► under way ──► waiting at the broker ──► executed, one at a time ──► answer ──► client
 *                        │                 │
 *                       cut: some of them, the first ones, are executed all the same, late and without an answer
 * </pre>
 *
 * <p>A stock broker reads the next request of a connection only when the one before is answered, so a produce request that waits
 * for its followers holds up what comes behind it. A lost answer stalls the connection, since answers come in order; the client
 * then gives up and breaks it.
 */
final class Wire {
    private final SimWorld world;
    private final SimNetwork network;
    private final SimCluster cluster;
    private final String owner;
    private final Channel channel;
    private final Consumer<Runnable> toClient;
    private final FetchSession session = new FetchSession();
    private final Deque<Request> unanswered = new ArrayDeque<>();
    private final Deque<Request> atBroker = new ArrayDeque<>();
    private final Deque<Request> travelling = new ArrayDeque<>();
    private boolean executing;
    private boolean stalled;
    private boolean cut;
    private boolean closed;
    private long lastArrivalMs;
    private long lastAnswerMs;

    Wire(
            SimWorld world,
            SimNetwork network,
            SimCluster cluster,
            String owner,
            Channel channel,
            Consumer<Runnable> toClient) {
        this.world = world;
        this.network = network;
        this.cluster = cluster;
        this.owner = owner;
        this.channel = channel;
        this.toClient = toClient;
        // A connection takes a round trip to open.
        this.lastArrivalMs = world.nowMs() + network.latencyMs() + network.latencyMs();
    }

    /** Whether the client knows that it is over. */
    boolean isClosed() {
        return closed;
    }

    boolean isBusy() {
        return !unanswered.isEmpty() && !cut;
    }

    Channel channel() {
        return channel;
    }

    void send(Request request) {
        if (request.usesSession() && unanswered.stream().anyMatch(Request::usesSession)) {
            throw new IllegalStateException("two fetches of one session at once on " + channel);
        }
        unanswered.addLast(request);
        world.after(request.waitMs() + network.requestTimeoutMs(), () -> giveUp(request));
        if (cut) {
            return;
        }
        travelling.addLast(request);
        lastArrivalMs = Math.max(lastArrivalMs, world.nowMs() + network.latencyMs());
        world.after(lastArrivalMs - world.nowMs(), this::arrive);
    }

    private void log(String what) {
        world.log(owner + " " + channel + " " + what);
    }

    private void arrive() {
        if (cut) {
            return;
        }
        if (!cluster.isAlive(channel.node())) {
            cut("broker " + channel.node() + " of " + cluster.name() + " does not answer");
            return;
        }
        if (network.swallows(cluster, channel.node())) {
            travelling.removeFirst();
            return;
        }
        atBroker.addLast(travelling.removeFirst());
        executeNext();
    }

    private void executeNext() {
        if (executing || cut || atBroker.isEmpty()) {
            return;
        }
        Request next = atBroker.removeFirst();
        executing = true;
        next.execution().run(session, answer -> {
            executing = false;
            answer(next, answer);
            executeNext();
        });
    }

    private void answer(Request request, Runnable answer) {
        if (cut || stalled) {
            return;
        }
        if (network.dropsNow()) {
            log("DROPPED the answer to " + request.what());
            stalled = true;
            return;
        }
        log("answers " + request.what());
        lastAnswerMs = Math.max(lastAnswerMs, world.nowMs() + network.latencyMs());
        world.after(lastAnswerMs - world.nowMs(), () -> {
            if (!closed && unanswered.remove(request)) {
                toClient.accept(answer);
            }
        });
    }

    private void giveUp(Request request) {
        if (closed || !unanswered.contains(request)) {
            return;
        }
        log("gave up on " + request.what());
        breakUp();
        unanswered.remove(request);
        var timedOut = new Failure(Failure.Kind.TIMED_OUT, channel + " did not answer " + request.what() + " in time");
        toClient.accept(() -> request.failed().accept(timedOut));
        close("the connection was closed since a request timed out");
    }

    /** Breaks the connection; the client notices after a while. */
    void cut(String why) {
        if (cut) {
            return;
        }
        log("CUT with " + unanswered.size() + " unanswered: " + why);
        breakUp();
        world.after(network.latencyMs(), () -> close(why));
    }

    /** Ends the connection without telling anybody, as when the client's process ends. */
    void abandon() {
        if (!cut) {
            breakUp();
        }
        closed = true;
        unanswered.clear();
    }

    private void breakUp() {
        if (cut) {
            return;
        }
        cut = true;
        List<Request> pending = new ArrayList<>(atBroker);
        pending.addAll(travelling);
        long survivors = world.between(0, pending.size());
        long delayMs = 0;
        int start = cluster.starts(channel.node());
        for (int i = 0; i < survivors; i++) {
            Request request = pending.get(i);
            delayMs += network.lateMs();
            if (request.changesLog()) {
                world.after(delayMs, () -> executeLate(request, start));
            }
        }
        atBroker.clear();
        travelling.clear();
    }

    /** What a broker has received and not executed ends with its process. */
    private void executeLate(Request request, int start) {
        if (cluster.isAlive(channel.node()) && cluster.starts(channel.node()) == start) {
            log("executes LATE " + request.what());
            network.executedLate();
            request.execution().run(session, answer -> {});
        }
    }

    private void close(String why) {
        if (closed) {
            return;
        }
        closed = true;
        var lost = new Failure(Failure.Kind.DISCONNECTED, channel + ": " + why);
        while (!unanswered.isEmpty()) {
            Request request = unanswered.removeFirst();
            toClient.accept(() -> request.failed().accept(lost));
        }
    }
}
