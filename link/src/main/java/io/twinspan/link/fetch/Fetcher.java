package io.twinspan.link.fetch;

import io.twinspan.link.LinkConfig;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.BrokerError.Cure;
import io.twinspan.link.exchange.Channel;
import io.twinspan.link.exchange.Exchange;
import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.Reply;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.exchange.Topology;
import io.twinspan.link.lane.Lane;
import io.twinspan.link.route.OffsetFinder;
import io.twinspan.link.route.Routes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the source for all lanes. Confined to the link thread.
 *
 * <p>Implementation note. Each source broker has one <em>live</em> connection, whose fetch session holds the lanes that have read
 * everything: its request waits at the broker until something new arrives, so latency is the network's. Lanes that lag, and lanes
 * that became ready while the live request is out, share a few <em>backlog</em> connections, whose requests hardly wait; as many
 * requests are under way as there are connections, and the lanes divide among them in the order in which they became ready. A
 * broker fills its answer from the first partition on, so lanes that got something queue behind those that did not, and brokers
 * take turns in using the memory that is left: none starves. Fresh data thereby goes before history. A lane that has read
 * everything while the live request is out strays on a backlog connection; from time to time the live request waits for the
 * strays, so that all end up in it, and an idle link asks each broker twice a second.
 */
public final class Fetcher {
    private static final int LIVE_SLOT = 0;
    private static final int LIVE_WAIT_MS = 500;
    private static final int BACKLOG_WAIT_MS = 20;

    private final Exchange exchange;
    private final LinkConfig config;
    private final Routes routes;
    private final Budget budget;
    private final Predicate<Lane> heldUp;
    private final Map<Integer, Broker> brokers = new LinkedHashMap<>();
    private final Set<Lane> homeless = new LinkedHashSet<>();

    /** @param heldUp lanes for which nothing is to be fetched now, since what they have does not go out */
    public Fetcher(Exchange exchange, LinkConfig config, Routes routes, Budget budget, Predicate<Lane> heldUp) {
        this.exchange = exchange;
        this.config = config;
        this.routes = routes;
        this.budget = budget;
        this.heldUp = heldUp;
    }

    /** One source broker's lanes that want a fetch, and its free connections. */
    private static final class Broker {
        private final int node;
        private final Set<Lane> waiting = new LinkedHashSet<>();
        private boolean liveBusy;
        private boolean liveWasLast;
        private boolean gathering;
        private long gatheredMs;
        private int strayRequests;
        private final boolean[] backlogBusy;
        private int backlogFree;

        Broker(int node, int connections) {
            this.node = node;
            backlogBusy = new boolean[connections];
            backlogFree = connections;
        }

        int takeSlot() {
            for (int i = 0; i < backlogBusy.length; i++) {
                if (!backlogBusy[i]) {
                    backlogBusy[i] = true;
                    backlogFree--;
                    return i + 1;
                }
            }
            throw new IllegalStateException("no free connection to source broker " + node);
        }

        void free(int slot) {
            if (slot == LIVE_SLOT) {
                liveBusy = false;
            } else {
                backlogBusy[slot - 1] = false;
                backlogFree++;
            }
        }
    }

    /** Notes that a lane wants a fetch; it goes out with the next {@link #tick}. */
    public void offer(Lane lane) {
        Topology.Leader leader = leader(lane);
        if (leader == null) {
            homeless.add(lane);
            routes.doubt();
        } else {
            brokers.computeIfAbsent(leader.node(), node -> new Broker(node, config.fetchConnections()))
                    .waiting
                    .add(lane);
        }
    }

    private Topology.@Nullable Leader leader(Lane lane) {
        return routes.leader(lane.spec().topic(), lane.spec().partition());
    }

    /** Sends the fetches that can go now; returns when to call again at the latest, in milliseconds. */
    public long tick(long nowMs) {
        for (Broker broker : new ArrayList<>(brokers.values())) {
            if (tick(broker, nowMs)) {
                brokers.remove(broker.node);
                brokers.put(broker.node, broker);
            }
        }
        long wait = budget.waitMs(nowMs);
        return wait == 0 ? Long.MAX_VALUE : nowMs + wait;
    }

    /** Leaders may have changed: looks again for those that had none. */
    public void rerouted() {
        List<Lane> again = new ArrayList<>(homeless);
        homeless.clear();
        for (Broker broker : brokers.values()) {
            again.addAll(broker.waiting);
            broker.waiting.clear();
        }
        again.forEach(this::offer);
    }

    /** Whether it sent anything. */
    private boolean tick(Broker broker, long nowMs) {
        if (broker.waiting.isEmpty() || (broker.liveBusy && broker.backlogFree == 0)) {
            return false;
        }
        List<Lane> live = new ArrayList<>();
        List<Lane> backlog = new ArrayList<>();
        sortOut(broker, live, backlog);
        // Where memory is so short that only one of the two goes, they alternate.
        boolean sent = broker.liveWasLast && shareOut(broker, backlog, nowMs);
        if (!live.isEmpty() && budget.allows(config.fetchBytes(), nowMs)) {
            broker.liveBusy = true;
            broker.liveWasLast = true;
            send(broker, LIVE_SLOT, live);
            sent = true;
        }
        return shareOut(broker, backlog, nowMs) || sent;
    }

    private void sortOut(Broker broker, List<Lane> live, List<Lane> backlog) {
        broker.waiting.removeIf(lane -> !lane.wantsFetch());
        broker.gathering &= broker.strayRequests > 0;
        for (Lane lane : broker.waiting) {
            if (heldUp.test(lane)) {
                continue;
            }
            if (!lane.isCaughtUp()) {
                backlog.add(lane);
            } else if (!broker.gathering) {
                (broker.liveBusy ? backlog : live).add(lane);
            }
        }
    }

    /** Whether it sent anything. */
    private boolean shareOut(Broker broker, List<Lane> backlog, long nowMs) {
        backlog.removeIf(lane -> !broker.waiting.contains(lane));
        int from = 0;
        while (from < backlog.size() && broker.backlogFree > 0 && budget.allows(config.fetchBytes(), nowMs)) {
            int share = (backlog.size() - from + broker.backlogFree - 1) / broker.backlogFree;
            send(broker, broker.takeSlot(), backlog.subList(from, from + share));
            from += share;
            broker.liveWasLast = false;
        }
        return from > 0;
    }

    private void send(Broker broker, int slot, List<Lane> lanes) {
        List<Fetch.Position> positions = new ArrayList<>(lanes.size());
        Map<TopicPartition, Sent> sent = new LinkedHashMap<>(lanes.size() * 2);
        boolean strays = false;
        for (Lane lane : lanes) {
            strays |= lane.isCaughtUp();
            broker.waiting.remove(lane);
            Topology.Leader leader = leader(lane);
            int epoch = leader == null ? -1 : leader.epoch();
            positions.add(lane.fetchPosition(epoch, config.laneFetchBytes()));
            sent.put(
                    new TopicPartition(lane.spec().topic(), lane.spec().partition()),
                    new Sent(lane, lane.fetching(), lane.readOffset()));
        }
        boolean live = slot == LIVE_SLOT;
        boolean strayRequest = strays && !live;
        broker.strayRequests += strayRequest ? 1 : 0;
        budget.expect(config.fetchBytes());
        exchange.fetch(
                new Channel(Side.SOURCE, broker.node, slot),
                new Fetch(
                        live,
                        config.readCommitted(),
                        live ? LIVE_WAIT_MS : BACKLOG_WAIT_MS,
                        1,
                        config.fetchBytes(),
                        positions),
                new Landing(broker, slot, strayRequest, sent));
    }

    private record Sent(Lane lane, int ticket, long offset) {}

    /** Takes one fetch's outcome. */
    private final class Landing implements Reply<Fetched> {
        private final Broker broker;
        private final int slot;
        private final boolean strayRequest;
        private final Map<TopicPartition, Sent> sent;

        Landing(Broker broker, int slot, boolean strayRequest, Map<TopicPartition, Sent> sent) {
            this.broker = broker;
            this.slot = slot;
            this.strayRequest = strayRequest;
            this.sent = sent;
        }

        @Override
        public void answered(Fetched answer) {
            long now = exchange.nowMs();
            free(now);
            budget.received(config.fetchBytes(), answer.lease().sizeBytes(), now);
            try {
                if (answer.error() != BrokerError.NONE) {
                    failAll(answer.error().cure(), "the source broker answered " + answer.error() + " to a read");
                    return;
                }
                for (Fetched.Partition partition : answer.partitions()) {
                    Sent to = sent.get(new TopicPartition(partition.topic(), partition.partition()));
                    if (to != null) {
                        to.lane().fetched(to.ticket(), partition, answer.lease(), now);
                    }
                }
                for (Sent to : sent.values()) {
                    to.lane().fetchedNothing(to.ticket(), now);
                }
                queueBehindOthers();
            } finally {
                answer.lease().release();
            }
        }

        private void free(long nowMs) {
            broker.free(slot);
            broker.strayRequests -= strayRequest ? 1 : 0;
            if (slot == LIVE_SLOT && broker.strayRequests > 0 && nowMs - broker.gatheredMs >= LIVE_WAIT_MS) {
                broker.gathering = true;
                broker.gatheredMs = nowMs;
            }
        }

        private void queueBehindOthers() {
            for (Sent to : sent.values()) {
                if (to.lane().readOffset() > to.offset() && broker.waiting.remove(to.lane())) {
                    broker.waiting.add(to.lane());
                }
            }
        }

        @Override
        public void failed(Failure failure) {
            free(exchange.nowMs());
            budget.received(config.fetchBytes(), 0, exchange.nowMs());
            failAll(OffsetFinder.cureOf(failure), failure.message());
        }

        private void failAll(Cure cure, String message) {
            long now = exchange.nowMs();
            for (Sent to : sent.values()) {
                to.lane().fetchFailed(to.ticket(), cure, message, now);
            }
        }
    }
}
