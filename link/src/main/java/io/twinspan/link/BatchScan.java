package io.twinspan.link;

import io.twinspan.link.exchange.Exchange;
import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.fetch.Budget;
import io.twinspan.link.fetch.RangeReader;
import io.twinspan.link.rewrite.LogWalk;
import io.twinspan.link.rewrite.RecordWalk;
import io.twinspan.link.route.OffsetFinder;
import io.twinspan.link.route.Routes;
import java.util.Collection;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the batches of both clusters of a link as they are stored, and appends nothing: for whoever compares them. Confined to one
 * thread, which calls {@link #poll} again and again; nothing moves between calls.
 *
 * <p>Each {@link ScannedLog} is read a little ahead of what is taken of it, so that memory is bounded however many there are.
 */
public final class BatchScan implements AutoCloseable {
    private final ScanConfig config;
    private final Exchange exchange;
    private final OffsetFinder offsets;
    private final Budget budget;
    private final Cluster source;
    private final Cluster target;
    private final RecordWalk records = new RecordWalk();

    /** One cluster. Immutable. */
    private record Cluster(Routes routes, RangeReader reader, LogWalk walk) {}

    /**
     * The scan owns the exchange, and closes it.
     *
     * @param sourceTopics all topics of the source that will be read
     * @param targetTopics the same for the target
     */
    public BatchScan(
            ScanConfig config, Exchange exchange, Collection<String> sourceTopics, Collection<String> targetTopics) {
        this.config = config;
        this.exchange = exchange;
        this.offsets = new OffsetFinder(exchange);
        this.budget = new Budget(exchange, config.memoryBytes(), config.rateBytes());
        this.source = cluster(Side.SOURCE, sourceTopics, config.readCommitted());
        // What a link appends is committed with it; others' open transactions must not hide it.
        this.target = cluster(Side.TARGET, targetTopics, false);
    }

    private Cluster cluster(Side side, Collection<String> topics, boolean readCommitted) {
        var routes = new Routes(exchange, side, topics, () -> {});
        var limits = new RangeReader.Limits(
                readCommitted, config.answerBytes(), config.partitionBytes(), config.patienceMs());
        return new Cluster(
                routes, new RangeReader(exchange, side, routes, offsets, budget, limits), new LogWalk(readCommitted));
    }

    /** A partition of the source from one offset to before another. */
    public ScannedLog source(TopicPartition partition, long from, long end) {
        return read(source, partition, from, end);
    }

    /** The same of the target. */
    public ScannedLog target(TopicPartition partition, long from, long end) {
        return read(target, partition, from, end);
    }

    private ScannedLog read(Cluster cluster, TopicPartition partition, long from, long end) {
        var place = new LoggedBatch.Place(partition, records);
        var range = new ScanRange(place, cluster.walk(), Math.max(1, config.partitionBytes() / 2), from, end);
        cluster.reader().add(range);
        return range;
    }

    /** Sends what can go, and takes what comes; waits at most so long for anything to happen. */
    public void poll(long maxMs) {
        long now = exchange.nowMs();
        long next = work(now);
        exchange.poll(Math.max(0, Math.min(maxMs, next - now)));
    }

    private long work(long nowMs) {
        long next = Math.min(source.reader().tick(nowMs), target.reader().tick(nowMs));
        offsets.tick();
        return Math.min(
                next, Math.min(source.routes().tick(nowMs), target.routes().tick(nowMs)));
    }

    /** Why the source did not answer when it was last asked who leads what; empty if it did. */
    public String sourceFailure() {
        return messageOf(source.routes().failure());
    }

    /** The same of the target. */
    public String targetFailure() {
        return messageOf(target.routes().failure());
    }

    private static String messageOf(@Nullable Failure failure) {
        return failure == null ? "" : failure.message();
    }

    /** Bytes of receive buffers that are held. */
    public long heldBytes() {
        return exchange.leasedBytes();
    }

    /** Closes the connections. */
    @Override
    public void close() {
        exchange.close();
    }
}
