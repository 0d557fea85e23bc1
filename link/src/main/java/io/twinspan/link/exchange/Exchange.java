package io.twinspan.link.exchange;

import java.util.Collection;

/**
 * The brokers of both clusters, as the link's thread sees them: requests go out without waiting, and each is answered exactly
 * once, from inside {@link #poll}. Confined to the link thread, but for {@link #wakeup}.
 *
 * <p>A request may be sent while its channel is not connected yet: it waits for the connection. A request that is not answered
 * within the request timeout of its kind fails, and takes its channel's connection down with it, since answers come in order.
 */
public interface Exchange extends AutoCloseable {

    /**
     * Asks any reachable broker of a cluster for leaders and topic ids. An answer also teaches the exchange the brokers' addresses,
     * so the first request to a cluster must be this one.
     *
     * @param topics the topics to describe; empty asks for the brokers and the cluster id only
     */
    void describe(Side side, Collection<String> topics, Reply<Topology> reply);

    /** Fetches record batches. The receiver of the answer owns one count of its {@link Fetched#lease lease}. */
    void fetch(Channel channel, Fetch request, Reply<Fetched> reply);

    /** Appends one batch to each of several partitions. The batches must stay untouched until the answer. */
    void append(Channel channel, Append request, Reply<Appended> reply);

    /** Finds the first or next offsets of partitions. */
    void findOffsets(Channel channel, FindOffsets request, Reply<FoundOffsets> reply);

    /**
     * Sends what waits, receives what is there, and runs the replies of what is complete.
     *
     * @param timeoutMs how long to wait for anything to happen, 0 or more; returns early when a request completes or after {@link #wakeup}
     */
    void poll(long timeoutMs);

    /** Makes a waiting {@link #poll} return at once. May be called from any thread. */
    void wakeup();

    /** The exchange's clock in milliseconds since the epoch; the link takes all its time from here. */
    long nowMs();

    /** Bytes of receive buffers that are leased out: received, or being received, and not yet released. */
    long leasedBytes();

    /** Closes all connections; unanswered requests get no reply. */
    @Override
    void close();
}
