package io.twinspan.control.orphan;

import io.twinspan.control.scene.Scene;
import io.twinspan.link.BatchScan;
import io.twinspan.link.Origins;
import io.twinspan.link.ScanConfig;
import io.twinspan.link.ScannedBatch;
import io.twinspan.link.ScannedLog;
import io.twinspan.link.protocol.KafkaExchange;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.position.ProducerIds;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads orphans: the records in some stretches that the link would carry, without those that a link in the other direction brought. Confined to
 * one thread; one stretch after the other, each in offset order, while the next ones are read ahead.
 */
public final class OrphanScan implements AutoCloseable {
    private static final String CLIENT_ID = "twinspan-orphans";
    private static final Duration READ_LIMIT = Duration.ofSeconds(30);
    private static final long PATIENCE_MS = 30_000;
    private static final int AHEAD = 32;
    private static final long MEMORY_BYTES = 64L << 20;
    private static final int ANSWER_BYTES = 8 << 20;
    private static final int PARTITION_BYTES = 1 << 20;

    private final Scene scene;
    private final BatchScan scan;
    private final Deque<OrphanRange> waiting;
    private final Deque<Open> open = new ArrayDeque<>();
    private final List<String> remarks = new ArrayList<>();
    private final int sourceOrigin;
    private final int targetOrigin;

    /** A stretch that is being read. Confined to the thread of the scan. */
    private record Open(OrphanRange range, ScannedLog log, LongPredicate carried) {}

    /** Takes orphans. */
    @FunctionalInterface
    public interface Sink {
        /** One orphan, as readers see it. */
        void orphan(OrphanRange range, ConsumerRecord<byte[], byte[]> orphan);
    }

    /**
     * Connects.
     *
     * @throws TransientFailure if a cluster does not answer
     */
    public OrphanScan(Scene scene, List<OrphanRange> ranges) {
        this.scene = scene;
        this.waiting = new ArrayDeque<>(ranges);
        this.sourceOrigin = ProducerIds.origin(scene.source().clusterId());
        this.targetOrigin = ProducerIds.origin(scene.target().clusterId());
        Set<String> topics =
                ranges.stream().map(range -> range.partition().topic()).collect(Collectors.toSet());
        var config = new ScanConfig(
                scene.link().copies().readCommitted(),
                MEMORY_BYTES,
                ANSWER_BYTES,
                PARTITION_BYTES,
                Long.MAX_VALUE,
                PATIENCE_MS);
        this.scan = new BatchScan(config, exchange(), topics, Set.of());
    }

    private KafkaExchange exchange() {
        try {
            return new KafkaExchange(
                    scene.link().source().client(CLIENT_ID, READ_LIMIT),
                    scene.link().target().client(CLIENT_ID, READ_LIMIT),
                    CLIENT_ID);
        } catch (KafkaException e) {
            throw new Misconfigured(
                    scene.link().source().alias() + ".*",
                    "link " + scene.link().name() + ": its connections cannot be prepared: " + e.getMessage(),
                    e);
        }
    }

    /** What could not be read, for people. */
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    /**
     * Reads for about so long; returns whether all is read.
     *
     * @throws TransientFailure if a partition cannot be read
     */
    public boolean step(long maxMs, Sink sink) {
        long until = scene.clock().millis() + maxMs;
        while (true) {
            while (!waiting.isEmpty() && open.size() < AHEAD) {
                open.add(open(waiting.remove()));
            }
            Open first = open.peek();
            if (first == null) {
                return true;
            }
            boolean isSome = take(first, sink);
            if (first.log().isAtEnd()) {
                end(open.remove());
            } else if (!isSome) {
                long leftMs = until - scene.clock().millis();
                if (leftMs <= 0) {
                    return false;
                }
                scan.poll(leftMs);
            }
        }
    }

    private Open open(OrphanRange range) {
        TopicPartition at = range.partition();
        Origins rule = scene.link()
                .copies()
                .origins()
                .forTopics(at.topic(), range.copy().topic());
        return new Open(
                range, scan.source(at, range.from(), range.to()), rule.carriedProducers(sourceOrigin, targetOrigin));
    }

    private boolean take(Open from, Sink sink) {
        boolean isSome = false;
        for (ScannedBatch batch = from.log().peek();
                batch != null;
                batch = from.log().peek()) {
            isSome = true;
            ScannedBatch taken = from.log().remove();
            try {
                show(from, taken, sink);
            } finally {
                taken.release();
            }
        }
        if (!from.log().failure().isEmpty()) {
            throw new TransientFailure("the orphans of " + from.range().partition() + " on "
                    + scene.link().source().alias() + " cannot be read: "
                    + from.log().failure());
        }
        return isSome;
    }

    private void show(Open from, ScannedBatch batch, Sink sink) {
        OrphanRange range = from.range();
        if (batch.kind() == ScannedBatch.Kind.DAMAGED) {
            remarks.add("offsets " + batch.baseOffset() + " to " + batch.lastOffset() + " of " + range.partition()
                    + " cannot be read: " + batch.damage());
        } else if (batch.kind() == ScannedBatch.Kind.DATA && from.carried().test(batch.producerId())) {
            batch.forEachWhole(record -> {
                if (record.offset() >= range.from() && record.offset() < range.to()) {
                    sink.orphan(range, record);
                }
            });
        }
    }

    private void end(Open done) {
        OrphanRange range = done.range();
        long gone = Math.min(range.to(), done.log().logStart()) - range.from();
        if (gone > 0) {
            remarks.add("of " + range.partition() + ", retention has deleted what was below offset "
                    + done.log().logStart() + ": up to " + gone + " orphans are gone");
        }
        done.log().close();
    }

    @Override
    public void close() {
        for (@Nullable Open one = open.poll(); one != null; one = open.poll()) {
            one.log().close();
        }
        scan.close();
    }
}
