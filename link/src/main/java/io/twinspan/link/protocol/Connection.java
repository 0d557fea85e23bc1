package io.twinspan.link.protocol;

import io.twinspan.link.exchange.Failure;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.NodeApiVersions;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.network.ChannelState;
import org.apache.kafka.common.network.Send;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.SendBuilder;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.security.authenticator.SaslClientAuthenticator;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a broker, made when there is something to send and made again after it was lost. Confined to the link thread.
 *
 * <pre>
 *   CLOSED --(a call waits, back-off over)--> CONNECTING --(TCP)--> SECURING --(TLS, SASL)--> ASKING --(versions known)--> READY
 *     ^                                            |                    |                        |                         |
 *     +--------------------------------------------+--------------------+------------------------+-------------------------+
 *                              lost, refused, timed out: every unanswered call fails, in order
 * </pre>
 *
 * <p>Calls wait in one queue until sent and in another until answered. A broker answers a connection's requests in order, so an
 * answer belongs to the head of the second queue; one that does not match it closes the connection.
 */
final class Connection {

    /** The states of a connection; see the drawing above. */
    enum State {
        /** No socket. */
        CLOSED,
        /** Waits for TCP. */
        CONNECTING,
        /** Waits for TLS and SASL. */
        SECURING,
        /** Waits for the broker's versions. */
        ASKING,
        /** Takes requests. */
        READY
    }

    private final String label;
    private final Cluster cluster;
    private final Route route;
    private final Sockets sockets;
    private final ArrayDeque<Call<?>> waiting = new ArrayDeque<>();
    private final ArrayDeque<Call<?>> inFlight = new ArrayDeque<>();
    private State state = State.CLOSED;
    private String channelId = "";
    private @Nullable Address address;
    private List<InetAddress> untried = List.of();
    private @Nullable NodeApiVersions versions;
    private boolean sending;
    private int nextCorrelationId;
    private int failures;
    private long retryAtMs;
    private long setupDeadlineMs;
    private long throttledUntilMs;

    /** @param label the broker as messages name it, for instance {@code source broker 2/0} */
    Connection(String label, Cluster cluster, Route route, Sockets sockets) {
        this.label = label;
        this.cluster = cluster;
        this.route = route;
        this.sockets = sockets;
        this.retryAtMs = sockets.nowMs();
        this.throttledUntilMs = retryAtMs;
        sockets.add(this);
    }

    /** Takes a call; its outcome is told later, never from inside this method. */
    void submit(Call<?> call, long now) {
        // The time a throttling broker does not read counts for nobody.
        call.accepted(Math.max(now, throttledUntilMs));
        sockets.callAt(call.deadlineMs());
        waiting.add(call);
        if (state == State.CLOSED) {
            openWhenDue(now);
        } else {
            flush(now);
        }
    }

    private void openWhenDue(long now) {
        if (now < retryAtMs) {
            sockets.callAt(retryAtMs);
            return;
        }
        Address next = route.current();
        if (next == null) {
            failAll(new Failure(
                    Failure.Kind.DISCONNECTED,
                    "the address of " + label + " is not known; the " + cluster.name()
                            + " cluster has to be described again"));
            return;
        }
        address = next;
        try {
            untried = resolve(next.host());
        } catch (UnknownHostException e) {
            broken(
                    Failure.Kind.DISCONNECTED,
                    "the host name of " + where() + " cannot be resolved; check the name, and the DNS of this machine",
                    now);
            return;
        }
        connectNext(now);
    }

    private static List<InetAddress> resolve(String host) throws UnknownHostException {
        List<InetAddress> found = new ArrayList<>();
        InetAddress[] all = InetAddress.getAllByName(host);
        boolean v4 = all[0] instanceof Inet4Address;
        for (InetAddress one : all) {
            // One family only, that of the first, as Kafka's own clients do.
            if (one instanceof Inet4Address == v4) {
                found.add(one);
            }
        }
        return found;
    }

    private void connectNext(long now) {
        InetAddress ip = untried.get(0);
        untried = untried.subList(1, untried.size());
        ClusterSettings settings = cluster.settings();
        Address to = address == null ? new Address("", 0) : address;
        try {
            channelId = sockets.connect(this, cluster.side(), settings, new InetSocketAddress(ip, to.port()));
            state = State.CONNECTING;
            setupUntil(now + settings.setupTimeout().backoff(failures));
        } catch (IOException e) {
            setupFailed("no connection to " + where() + " could be made: " + e.getMessage(), now);
        }
    }

    private void setupUntil(long deadlineMs) {
        setupDeadlineMs = deadlineMs;
        sockets.callAt(deadlineMs);
    }

    /** TCP is there. */
    void connected(long now) {
        state = State.SECURING;
        setupUntil(now + cluster.settings().requestTimeoutMs());
    }

    /** Goes on when TLS and SASL are done. */
    void checkReady(long now) {
        if (state == State.SECURING && sockets.isReady(channelId)) {
            state = State.ASKING;
            sockets.settled(this);
            askVersions(ApiKeys.API_VERSIONS.latestVersion(), now);
        }
    }

    private void askVersions(short version, long now) {
        VersionsCall call = new VersionsCall(version, cluster.settings().requestTimeoutMs());
        call.accepted(now);
        send(call, version);
    }

    private void versionsTold(short asked, ApiVersionsResponse told, long now) {
        Errors error = Errors.forCode(told.data().errorCode());
        if (error == Errors.UNSUPPORTED_VERSION && asked > 0) {
            ApiVersion own = told.data().apiKeys().find(ApiKeys.API_VERSIONS.id);
            short newest = own == null ? 0 : (short) Math.min(own.maxVersion(), asked - 1);
            askVersions(newest, now);
        } else if (error != Errors.NONE) {
            drop(Failure.Kind.DISCONNECTED, where() + " does not tell its versions: " + error.message(), now);
        } else {
            versions = new NodeApiVersions(told.data().apiKeys(), told.data().supportedFeatures());
            state = State.READY;
            failures = 0;
            route.arrived();
            flush(now);
        }
    }

    /** A send went out completely. */
    void sent(long now) {
        sending = false;
        flush(now);
    }

    private void flush(long now) {
        while (state == State.READY && !sending && !waiting.isEmpty()) {
            if (now < throttledUntilMs) {
                sockets.callAt(throttledUntilMs);
                return;
            }
            Call<?> call = waiting.remove();
            try {
                send(call, negotiate(call));
            } catch (UnsupportedVersionException e) {
                fail(
                        call,
                        new Failure(Failure.Kind.UNSUPPORTED, where() + " is too old or too new: " + e.getMessage()));
            }
        }
    }

    private short negotiate(Call<?> call) {
        NodeApiVersions known = versions;
        if (known == null) {
            throw new IllegalStateException(where() + " is ready without versions");
        }
        return known.latestUsableVersion(call.api(), call.oldestVersion(), call.latestVersion());
    }

    private void send(Call<?> call, short version) {
        ApiMessage message = call.message(version);
        call.sending(version, nextId());
        RequestHeader header =
                new RequestHeader(call.api(), version, cluster.settings().clientId(), call.correlationId());
        Send send = SendBuilder.buildRequestSend(header, message);
        sending = true;
        inFlight.add(call);
        cluster.sent(send.size());
        sockets.send(channelId, send);
    }

    private int nextId() {
        // Kafka's SASL authenticator keeps the last ids to itself, to tell its answers apart when it authenticates
        // again.
        if (SaslClientAuthenticator.isReserved(nextCorrelationId)) {
            nextCorrelationId = 0;
        }
        return nextCorrelationId++;
    }

    /** An answer is there. */
    void received(ByteBuffer payload, long now) {
        cluster.received(payload.remaining());
        Call<?> call = inFlight.peek();
        if (call == null) {
            sockets.pool().release(payload);
            drop(Failure.Kind.DISCONNECTED, where() + " answers what was not asked", now);
            return;
        }
        Object answer;
        try {
            answer = call.receive(payload, sockets.pool());
        } catch (RuntimeException e) {
            drop(
                    Failure.Kind.DISCONNECTED,
                    "an answer of " + where() + " to a " + call.api() + " request cannot be read: " + e,
                    now);
            return;
        }
        inFlight.remove();
        throttle(call.throttleMs(), now);
        if (answer instanceof ApiVersionsResponse told) {
            versionsTold(call.version(), told, now);
        } else {
            sockets.finished(call);
        }
    }

    /** A broker that throttles does not read for a while (KIP-219); what waits for it must not time out meanwhile. */
    private void throttle(int forMs, long now) {
        if (forMs > 0) {
            throttledUntilMs = now + forMs;
            inFlight.forEach(call -> call.extend(forMs));
            waiting.forEach(call -> call.extend(forMs));
        }
    }

    /** The selector lost the channel. */
    void disconnected(ChannelState ended, long now) {
        AuthenticationException refused = ended.exception();
        if (refused != null) {
            broken(
                    Failure.Kind.AUTHENTICATION,
                    where() + " refused us (" + cluster.settings().protocol() + "): " + refused.getMessage()
                            + "; check the security settings of the " + cluster.name() + " cluster",
                    now);
        } else if (state == State.READY) {
            boolean idle = ended.state() == ChannelState.State.EXPIRED && inFlight.isEmpty() && waiting.isEmpty();
            if (idle) {
                closed();
            } else {
                broken(Failure.Kind.DISCONNECTED, "the connection to " + where() + " was lost", now);
            }
        } else if (state == State.CONNECTING) {
            setupFailed(
                    "no connection to " + where() + " could be made; is the broker running, and is the way to it open?",
                    now);
        } else {
            setupFailed(
                    where() + " closed the new connection; does its listener speak "
                            + cluster.settings().protocol() + " (security.protocol)?",
                    now);
        }
    }

    private void setupFailed(String why, long now) {
        if (untried.isEmpty()) {
            broken(Failure.Kind.DISCONNECTED, why, now);
        } else {
            closed();
            connectNext(now);
        }
    }

    /** Closes the channel from our side. */
    private void drop(Failure.Kind kind, String why, long now) {
        sockets.close(channelId, this);
        broken(kind, why, now);
    }

    private void broken(Failure.Kind kind, String why, long now) {
        boolean another = kind != Failure.Kind.AUTHENTICATION && route.advance();
        retryAtMs = another ? now : now + cluster.settings().reconnect().backoff(failures);
        if (!another) {
            failures++;
        }
        closed();
        untried = List.of();
        failAll(new Failure(kind, why));
    }

    private void closed() {
        state = State.CLOSED;
        versions = null;
        sending = false;
        inFlight.removeIf(VersionsCall.class::isInstance);
    }

    private void failAll(Failure why) {
        while (!inFlight.isEmpty()) {
            Call<?> call = inFlight.remove();
            call.lost();
            fail(call, why);
        }
        while (!waiting.isEmpty()) {
            fail(waiting.remove(), why);
        }
    }

    private void fail(Call<?> call, Failure why) {
        call.fail(why);
        sockets.finished(call);
    }

    /** Does what is due and says when to be called again. */
    void timer(long now) {
        boolean settingUp = state == State.CONNECTING || state == State.SECURING;
        if (settingUp && now >= setupDeadlineMs) {
            sockets.close(channelId, this);
            setupFailed(where() + " did not answer while the connection was set up", now);
        } else if (settingUp) {
            sockets.callAt(setupDeadlineMs);
        }
        expireInFlight(now);
        expireWaiting(now);
        if (state == State.CLOSED && !waiting.isEmpty()) {
            openWhenDue(now);
        } else {
            flush(now);
        }
    }

    private void expireInFlight(long now) {
        for (Call<?> call : inFlight) {
            if (now >= call.deadlineMs()) {
                inFlight.remove(call);
                call.lost();
                String why = where() + " did not answer a " + call.api() + " request in time";
                if (!(call instanceof VersionsCall)) {
                    fail(call, new Failure(Failure.Kind.TIMED_OUT, why));
                }
                drop(Failure.Kind.DISCONNECTED, why + ", so the connection was closed", now);
                return;
            }
            sockets.callAt(call.deadlineMs());
        }
    }

    private void expireWaiting(long now) {
        for (Iterator<Call<?>> i = waiting.iterator(); i.hasNext(); ) {
            Call<?> call = i.next();
            if (now >= call.deadlineMs()) {
                i.remove();
                fail(call, new Failure(Failure.Kind.TIMED_OUT, where() + " could not be asked in time"));
            } else {
                sockets.callAt(call.deadlineMs());
            }
        }
    }

    private String where() {
        Address at = address;
        return at == null ? label : label + " at " + at;
    }

    State state() {
        return state;
    }
}
