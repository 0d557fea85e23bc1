package io.twinspan.link.fetch;

import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.BrokerError.Cure;
import io.twinspan.link.exchange.Channel;
import io.twinspan.link.exchange.Exchange;
import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.FindOffsets;
import io.twinspan.link.exchange.Lease;
import io.twinspan.link.exchange.Reply;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.exchange.Topology;
import io.twinspan.link.lane.Backoff;
import io.twinspan.link.route.OffsetFinder;
import io.twinspan.link.route.Routes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Reads ranges of one cluster's partitions, many in each request, for as long as each of them wants more. Confined to the link thread.
 *
 * <p>Implementation note. Each broker has a few connections with one request under way on each. A range that got something queues
 * behind those that did not, since a broker fills its answer from the first partition on. Memory: where the budget is used up, only
 * a range of which nothing waits to be used is read, alone; so one of two logs that are compared cannot keep the other from coming.
 */
public final class RangeReader {
    private static final int FIRST_SLOT = 910;
    private static final int CONNECTIONS = 2;
    private static final int MOST_RANGES = 64;
    private static final long PAUSE_MS = 50;
    private static final long MAX_PAUSE_MS = 1_000;

    /** A leader that has just been elected may know a lower end for a moment. */
    private static final long END_PATIENCE_MS = 3_000;

    private final Exchange exchange;
    private final Side side;
    private final Routes routes;
    private final OffsetFinder offsets;
    private final Budget budget;
    private final Limits limits;
    private final Set<Reading> readings = new LinkedHashSet<>();
    private final Map<Integer, boolean[]> busy = new HashMap<>();

    /**
     * What is read at a time. Immutable.
     *
     * @param readCommitted reads up to the last stable offset, and is told which transactions were aborted
     * @param answerBytes bound of one answer
     * @param partitionBytes bound of one partition's part of it
     * @param patienceMs how long a range may fail before that is told
     */
    public record Limits(boolean readCommitted, int answerBytes, int partitionBytes, long patienceMs) {}

    /** A range that is read. Its position rises with what it is given. */
    public interface Range {
        TopicPartition partition();

        /** The offset to read next. */
        long nextOffset();

        /** Whether there is nothing to read any more, or nobody who wants it. */
        boolean isDone();

        /** Whether more can be taken. */
        boolean isHungry();

        /** Whether nothing of it waits to be used. */
        boolean isStarving();

        /**
         * Takes what a broker has told.
         *
         * @param readable the offset up to which the log can be read now
         * @param isWhole whether all is there that the broker had at the position, so that no batch means a hole
         * @return whether that brought it on
         */
        boolean fetched(Fetched.Partition answer, Lease lease, long readable, boolean isWhole);

        /** The log begins behind the position. */
        void logStartsAt(long first);

        /** The log ends before the range does, and has for a while. */
        void logEndsAt(long next);

        /** It cannot be read, and will not be. */
        void failed(Cure cure, String message);
    }

    /** A range with what is under way for it. Confined to the link thread. */
    private static final class Reading {
        private final Range range;
        private final Backoff backoff;
        private boolean underWay;
        private long notBeforeMs;
        private long troubledSinceMs = -1;

        Reading(Range range) {
            this.range = range;
            this.backoff = new Backoff(PAUSE_MS, MAX_PAUSE_MS, range.partition().hashCode());
        }

        boolean isReady(long nowMs) {
            return !underWay && nowMs >= notBeforeMs && range.isHungry();
        }

        void succeeded() {
            troubledSinceMs = -1;
            backoff.succeeded();
        }

        /** Pauses; returns for how long it has failed. */
        long troubled(long nowMs) {
            troubledSinceMs = troubledSinceMs < 0 ? nowMs : troubledSinceMs;
            notBeforeMs = nowMs + PAUSE_MS + backoff.nextMs();
            return nowMs - troubledSinceMs;
        }
    }

    public RangeReader(
            Exchange exchange, Side side, Routes routes, OffsetFinder offsets, Budget budget, Limits limits) {
        this.exchange = exchange;
        this.side = side;
        this.routes = routes;
        this.offsets = offsets;
        this.budget = budget;
        this.limits = limits;
    }

    /** Reads a range from now on, until it is done. */
    public void add(Range range) {
        readings.add(new Reading(range));
    }

    /** Sends the reads that can go now; returns when to call again at the latest, in milliseconds. */
    public long tick(long nowMs) {
        readings.removeIf(reading -> !reading.underWay && reading.range.isDone());
        Map<Integer, List<Reading>> ready = new LinkedHashMap<>();
        long next = Long.MAX_VALUE;
        for (Reading reading : List.copyOf(readings)) {
            if (reading.isReady(nowMs)) {
                Topology.Leader leader = leader(reading);
                if (leader == null && routes.clusterId() == null && routes.failure() == null) {
                    // The cluster is being asked for the first time.
                    continue;
                }
                if (leader == null) {
                    fail(reading, Cure.REROUTE, "it has no leader", nowMs);
                } else {
                    ready.computeIfAbsent(leader.node(), node -> new ArrayList<>())
                            .add(reading);
                }
            }
            if (!reading.underWay && reading.notBeforeMs > nowMs) {
                next = Math.min(next, reading.notBeforeMs);
            }
        }
        ready.forEach((node, waiting) -> read(node, waiting, nowMs));
        long wait = budget.waitMs(nowMs);
        return wait == 0 ? next : Math.min(next, nowMs + wait);
    }

    private Topology.@Nullable Leader leader(Reading reading) {
        TopicPartition partition = reading.range.partition();
        return routes.leader(partition.topic(), partition.partition());
    }

    private void read(int node, List<Reading> waiting, long nowMs) {
        boolean[] connections = busy.computeIfAbsent(node, any -> new boolean[CONNECTIONS]);
        int from = 0;
        for (int i = 0; i < CONNECTIONS && from < waiting.size(); i++) {
            if (!connections[i]) {
                // Those that are ready share the connections that are free.
                int share = (waiting.size() - from + CONNECTIONS - 1 - i) / (CONNECTIONS - i);
                int end = Math.min(waiting.size(), from + Math.min(MOST_RANGES, share));
                send(node, i, waiting.subList(from, end), nowMs);
                from = end;
            }
        }
    }

    private void send(int node, int connection, List<Reading> waiting, long nowMs) {
        List<Reading> chosen = waiting;
        if (!budget.allows(limits.answerBytes(), nowMs)) {
            chosen = budget.waitMs(nowMs) > 0
                    ? List.of()
                    : waiting.stream()
                            .filter(reading -> reading.range.isStarving())
                            .limit(1)
                            .toList();
        }
        List<Fetch.Position> positions = new ArrayList<>();
        Map<TopicPartition, Reading> sent = new LinkedHashMap<>();
        for (Reading reading : chosen) {
            Range range = reading.range;
            TopicPartition partition = range.partition();
            Topology.Leader leader = leader(reading);
            Uuid id = routes.topicId(partition.topic());
            if (leader == null || id == null || sent.putIfAbsent(partition, reading) != null) {
                continue;
            }
            reading.underWay = true;
            positions.add(new Fetch.Position(
                    partition.topic(),
                    id,
                    partition.partition(),
                    range.nextOffset(),
                    leader.epoch(),
                    -1,
                    limits.partitionBytes()));
        }
        if (!positions.isEmpty()) {
            busy.computeIfAbsent(node, any -> new boolean[CONNECTIONS])[connection] = true;
            budget.expect(limits.answerBytes());
            exchange.fetch(
                    new Channel(side, node, FIRST_SLOT + connection),
                    new Fetch(false, limits.readCommitted(), 0, 0, limits.answerBytes(), positions),
                    new Landing(node, connection, sent));
        }
    }

    private void fail(Reading reading, Cure cure, String message, long nowMs) {
        if (cure == Cure.REROUTE || cure == Cure.RETRY) {
            routes.doubt();
        }
        long troubledMs = reading.troubled(nowMs);
        if (cure.needsPerson() || troubledMs >= limits.patienceMs()) {
            readings.remove(reading);
            reading.range.failed(cure, message);
        }
    }

    /** Where the log begins and ends, after a position outside it. */
    private void findBounds(Reading reading) {
        reading.underWay = true;
        find(reading, FindOffsets.Kind.FIRST, first -> {
            if (first > reading.range.nextOffset()) {
                reading.range.logStartsAt(first);
                return;
            }
            reading.underWay = true;
            find(reading, FindOffsets.Kind.NEXT, next -> {
                long troubledMs = reading.troubled(exchange.nowMs());
                if (next < reading.range.nextOffset() && troubledMs >= END_PATIENCE_MS) {
                    reading.range.logEndsAt(next);
                }
            });
        });
    }

    private interface Found {
        void offset(long offset);
    }

    private void find(Reading reading, FindOffsets.Kind kind, Found found) {
        Topology.Leader leader = leader(reading);
        if (leader == null) {
            reading.underWay = false;
            fail(reading, Cure.REROUTE, "it has no leader", exchange.nowMs());
            return;
        }
        offsets.find(side, leader, reading.range.partition(), kind, limits.readCommitted(), new OffsetFinder.Outcome() {
            @Override
            public void found(long offset) {
                reading.underWay = false;
                found.offset(offset);
            }

            @Override
            public void failed(Cure cure, String message) {
                reading.underWay = false;
                fail(reading, cure, message, exchange.nowMs());
            }
        });
    }

    /** Takes one read's outcome. */
    private final class Landing implements Reply<Fetched> {
        private final int node;
        private final int connection;
        private final Map<TopicPartition, Reading> sent;

        Landing(int node, int connection, Map<TopicPartition, Reading> sent) {
            this.node = node;
            this.connection = connection;
            this.sent = sent;
        }

        @Override
        public void answered(Fetched answer) {
            long now = exchange.nowMs();
            free();
            budget.received(limits.answerBytes(), answer.lease().sizeBytes(), now);
            try {
                List<Fetched.Partition> without = new ArrayList<>();
                boolean isFull = false;
                for (Fetched.Partition partition : answer.partitions()) {
                    if (partition.records().hasRemaining()) {
                        isFull |= take(partition, answer.lease(), false, now);
                    } else {
                        without.add(partition);
                    }
                }
                for (Fetched.Partition partition : without) {
                    take(partition, answer.lease(), !isFull, now);
                }
                for (Reading left : List.copyOf(sent.values())) {
                    if (answer.error() == BrokerError.NONE) {
                        left.underWay = false;
                    } else {
                        failed(left, answer.error().cure(), "the broker answered " + answer.error(), now);
                    }
                }
            } finally {
                answer.lease().release();
            }
        }

        /** Whether that brought the range on. */
        private boolean take(Fetched.Partition partition, Lease lease, boolean isWhole, long nowMs) {
            Reading reading = sent.remove(new TopicPartition(partition.topic(), partition.partition()));
            if (reading == null) {
                return false;
            }
            if (partition.error() != BrokerError.NONE) {
                failed(
                        reading,
                        partition.error().cure(),
                        "the broker answered " + partition.error() + " to a read of " + partition.topic() + "-"
                                + partition.partition()
                                + (partition.error().cure() == Cure.GRANT
                                        ? "; the principal of the file needs READ and DESCRIBE on the topic"
                                        : ""),
                        nowMs);
                return false;
            }
            reading.underWay = false;
            long readable = limits.readCommitted() ? partition.lastStableOffset() : partition.highWatermark();
            if (reading.range.fetched(partition, lease, readable, isWhole)) {
                reading.succeeded();
                // A broker fills its answer from the first partition on: those that got something queue behind the
                // others.
                readings.remove(reading);
                readings.add(reading);
                return true;
            }
            if (readable <= reading.range.nextOffset()
                    && !reading.range.isDone()
                    && reading.troubled(nowMs) >= END_PATIENCE_MS) {
                reading.range.logEndsAt(readable);
            }
            return false;
        }

        private void failed(Reading reading, Cure cure, String message, long nowMs) {
            reading.underWay = false;
            if (cure == Cure.POSITION) {
                findBounds(reading);
            } else {
                fail(reading, cure, message, nowMs);
            }
        }

        private void free() {
            boolean[] connections = busy.get(node);
            if (connections != null) {
                connections[connection] = false;
            }
        }

        @Override
        public void failed(Failure failure) {
            long now = exchange.nowMs();
            free();
            budget.received(limits.answerBytes(), 0, now);
            sent.values().forEach(reading -> failed(reading, OffsetFinder.cureOf(failure), failure.message(), now));
        }
    }
}
