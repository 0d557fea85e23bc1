package io.twinspan.link.fetch;

import io.twinspan.link.LinkConfig;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.BrokerError.Cure;
import io.twinspan.link.exchange.Channel;
import io.twinspan.link.exchange.Exchange;
import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.FindOffsets;
import io.twinspan.link.exchange.Reply;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.exchange.Topology;
import io.twinspan.link.lane.Lane;
import io.twinspan.link.lane.Tail;
import io.twinspan.link.rewrite.DamagedBatch;
import io.twinspan.link.route.OffsetFinder;
import io.twinspan.link.route.Routes;
import io.twinspan.model.error.Inconsistent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Reads the target's tail for lanes that must find out what was appended: up to the high watermark, since what lies above it can
 * still vanish. Confined to the link thread.
 */
public final class TailReader {
    private static final int SLOT = 901;
    private static final int LANES_PER_FETCH = 32;

    private final Exchange exchange;
    private final LinkConfig config;
    private final Routes routes;
    private final OffsetFinder offsets;
    private final Map<Integer, ArrayDeque<Scan>> ready = new HashMap<>();
    private final Map<Integer, Boolean> busy = new HashMap<>();

    public TailReader(Exchange exchange, LinkConfig config, Routes routes, OffsetFinder offsets) {
        this.exchange = exchange;
        this.config = config;
        this.routes = routes;
        this.offsets = offsets;
    }

    /** One lane's scan. */
    private static final class Scan {
        private final Lane lane;
        private final Tail tail;
        private long end;

        Scan(Lane lane, Tail tail) {
            this.lane = lane;
            this.tail = tail;
        }

        TopicPartition partition() {
            return new TopicPartition(lane.spec().targetTopic(), lane.spec().partition());
        }
    }

    /** Begins a scan; the lane is told the outcome. */
    public void scan(Lane lane, Tail tail) {
        Scan scan = new Scan(lane, tail);
        Topology.Leader leader = leader(scan);
        if (leader == null) {
            lane.scanFailed(Cure.REROUTE, "the target partition has no leader", exchange.nowMs());
            return;
        }
        find(scan, leader, FindOffsets.Kind.FIRST, first -> {
            tail.logStartsAt(first);
            find(scan, leader, FindOffsets.Kind.NEXT, next -> {
                scan.end = next;
                goOn(scan);
            });
        });
    }

    private Topology.@Nullable Leader leader(Scan scan) {
        TopicPartition partition = scan.partition();
        return routes.leader(partition.topic(), partition.partition());
    }

    private interface Then {
        void found(long offset);
    }

    private void find(Scan scan, Topology.Leader leader, FindOffsets.Kind kind, Then then) {
        offsets.find(Side.TARGET, leader, scan.partition(), kind, false, new OffsetFinder.Outcome() {
            @Override
            public void found(long offset) {
                then.found(offset);
            }

            @Override
            public void failed(Cure cure, String message) {
                scan.lane.scanFailed(cure, message, exchange.nowMs());
            }
        });
    }

    private void goOn(Scan scan) {
        Topology.Leader leader = leader(scan);
        if (scan.tail.position() >= scan.end) {
            ended(scan);
        } else if (leader == null) {
            scan.lane.scanFailed(Cure.REROUTE, "the target partition has no leader", exchange.nowMs());
        } else {
            ready.computeIfAbsent(leader.node(), node -> new ArrayDeque<>()).add(scan);
        }
    }

    private void ended(Scan scan) {
        try {
            scan.tail.end();
        } catch (Inconsistent contradiction) {
            scan.lane.scanContradicts(contradiction, exchange.nowMs());
            return;
        }
        scan.lane.scanned(scan.tail, scan.end, exchange.nowMs());
    }

    /** Sends the reads that can go now. */
    public void tick() {
        for (Map.Entry<Integer, ArrayDeque<Scan>> entry : ready.entrySet()) {
            if (!entry.getValue().isEmpty() && !busy.getOrDefault(entry.getKey(), false)) {
                read(entry.getKey(), entry.getValue());
            }
        }
    }

    private void read(int node, ArrayDeque<Scan> waiting) {
        List<Fetch.Position> positions = new ArrayList<>();
        Map<TopicPartition, Scan> scans = new HashMap<>();
        while (!waiting.isEmpty() && scans.size() < LANES_PER_FETCH) {
            Scan scan = waiting.remove();
            TopicPartition partition = scan.partition();
            Topology.Leader leader = leader(scan);
            Uuid id = routes.topicId(partition.topic());
            if (leader == null || id == null) {
                scan.lane.scanFailed(Cure.REROUTE, "the target partition has no leader", exchange.nowMs());
                continue;
            }
            positions.add(new Fetch.Position(
                    partition.topic(),
                    id,
                    partition.partition(),
                    scan.tail.position(),
                    leader.epoch(),
                    -1,
                    config.laneFetchBytes()));
            scans.put(partition, scan);
        }
        if (scans.isEmpty()) {
            return;
        }
        busy.put(node, true);
        exchange.fetch(
                new Channel(Side.TARGET, node, SLOT),
                new Fetch(false, false, 0, 0, config.fetchBytes(), positions),
                new Landing(node, scans));
    }

    /** Takes one read's outcome. */
    private final class Landing implements Reply<Fetched> {
        private final int node;
        private final Map<TopicPartition, Scan> scans;

        Landing(int node, Map<TopicPartition, Scan> scans) {
            this.node = node;
            this.scans = scans;
        }

        @Override
        public void answered(Fetched answer) {
            busy.put(node, false);
            boolean brought = false;
            Map<Scan, Fetched.Partition> without = new LinkedHashMap<>();
            for (Fetched.Partition partition : answer.partitions()) {
                Scan scan = scans.remove(new TopicPartition(partition.topic(), partition.partition()));
                if (scan != null && take(scan, partition)) {
                    brought = true;
                } else if (scan != null && partition.error() == BrokerError.NONE) {
                    without.put(scan, partition);
                }
            }
            answer.lease().release();
            boolean isFull = brought;
            without.forEach((scan, partition) -> nothing(scan, partition, isFull));
            for (Scan scan : scans.values()) {
                if (answer.error() == BrokerError.NONE) {
                    goOn(scan);
                } else {
                    scan.lane.scanFailed(
                            answer.error().cure(), "the target broker answered " + answer.error(), exchange.nowMs());
                }
            }
        }

        /** Reads what came; false if that was nothing, and the scan is to go on. */
        private boolean take(Scan scan, Fetched.Partition partition) {
            if (partition.error() != BrokerError.NONE) {
                Cure cure = partition.error().cure();
                scan.lane.scanFailed(
                        cure == Cure.POSITION ? Cure.RETRY : cure,
                        "reading " + partition.topic() + "-" + partition.partition()
                                + " on the target, the broker answered " + partition.error()
                                + (cure == Cure.GRANT
                                        ? "; the link's principal needs READ and DESCRIBE on the topic"
                                        : ""),
                        exchange.nowMs());
                return false;
            }
            long before = scan.tail.position();
            try {
                scan.tail.read(partition.records());
            } catch (Inconsistent contradiction) {
                scan.lane.scanContradicts(contradiction, exchange.nowMs());
                return true;
            } catch (DamagedBatch damaged) {
                scan.lane.scanFailed(
                        Cure.OPERATOR,
                        "reading " + partition.topic() + "-" + partition.partition() + " on the target: "
                                + damaged.getMessage(),
                        exchange.nowMs());
                return true;
            }
            if (scan.tail.position() == before) {
                return false;
            }
            scan.end = Math.max(scan.end, partition.highWatermark());
            goOn(scan);
            return true;
        }

        /**
         * No whole batch came although the end is not reached: the answer was full, or the log got shorter, or the cleaner left
         * nothing there. Asking again at once would spin.
         */
        private void nothing(Scan scan, Fetched.Partition partition, boolean isFull) {
            if (partition.highWatermark() < scan.end
                    || (!isFull && partition.records().hasRemaining())) {
                scan.lane.scanFailed(Cure.RETRY, "the target's log does not reach its own end", exchange.nowMs());
                return;
            }
            if (!isFull) {
                scan.tail.skipTo(scan.end);
            }
            goOn(scan);
        }

        @Override
        public void failed(Failure failure) {
            busy.put(node, false);
            for (Scan scan : scans.values()) {
                scan.lane.scanFailed(OffsetFinder.cureOf(failure), failure.message(), exchange.nowMs());
            }
        }
    }
}
