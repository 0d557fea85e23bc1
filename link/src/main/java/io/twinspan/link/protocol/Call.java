package io.twinspan.link.protocol;

import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.Lease;
import io.twinspan.link.exchange.Reply;
import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.ResponseHeader;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way: waits for its connection, then for its answer, then for its reply to be called; each step once. One subclass
 * per API translates. Confined to the link thread.
 *
 * @param <A> the answer
 */
abstract class Call<A> {
    private final ApiKeys api;
    private final long timeoutMs;
    private final Reply<A> reply;
    private long deadlineMs;
    private short version;
    private int correlationId;
    private int throttleMs;
    private @Nullable A answer;
    private @Nullable Failure failure;

    Call(ApiKeys api, long timeoutMs, Reply<A> reply) {
        this.api = api;
        this.timeoutMs = timeoutMs;
        this.reply = reply;
    }

    /** The oldest version of the request that can say what has to be said. */
    short oldestVersion() {
        return api.oldestVersion();
    }

    /** The newest version that may be used for it. */
    short latestVersion() {
        return api.latestVersion();
    }

    /** The request in a version, built just before it is sent. */
    abstract ApiMessage message(short version);

    /**
     * Reads the answer.
     *
     * @param lease the hold on the bytes; a call that {@link #keepsBuffer keeps} them passes it on with its answer
     */
    abstract A read(ByteBufferAccessor body, short version, Lease lease);

    /** Whether the answer refers to the bytes it was read from. */
    boolean keepsBuffer() {
        return false;
    }

    /** Called when a request that was sent fails. */
    void lost() {
        // most requests leave nothing behind
    }

    final ApiKeys api() {
        return api;
    }

    final short version() {
        return version;
    }

    final int correlationId() {
        return correlationId;
    }

    final long deadlineMs() {
        return deadlineMs;
    }

    final int throttleMs() {
        return throttleMs;
    }

    final void throttled(int forMs) {
        throttleMs = forMs;
    }

    final void accepted(long nowMs) {
        deadlineMs = nowMs + timeoutMs;
    }

    /** Gives more time, because the broker said that it answers later. */
    final void extend(long ms) {
        deadlineMs += ms;
    }

    final void sending(short inVersion, int withId) {
        version = inVersion;
        correlationId = withId;
    }

    /**
     * Takes the answer's bytes.
     *
     * @throws RuntimeException if they are not an answer to this request
     */
    final A receive(ByteBuffer payload, BufferPool pool) {
        PooledLease lease = pool.lease(payload);
        boolean kept = false;
        try {
            ResponseHeader header = ResponseHeader.parse(payload, api.responseHeaderVersion(version));
            if (header.correlationId() != correlationId) {
                throw new IllegalStateException(
                        "it answers request " + header.correlationId() + " instead of " + correlationId);
            }
            A read = read(new ByteBufferAccessor(payload), version, lease);
            answer = read;
            kept = keepsBuffer();
            return read;
        } finally {
            if (!kept) {
                lease.release();
            }
        }
    }

    final void fail(Failure why) {
        failure = why;
    }

    /** Tells the outcome to whoever asked. */
    final void deliver() {
        A got = answer;
        Failure why = failure;
        if (why != null) {
            reply.failed(why);
        } else if (got != null) {
            reply.answered(got);
        } else {
            throw new IllegalStateException(api + " has no outcome yet");
        }
    }
}
