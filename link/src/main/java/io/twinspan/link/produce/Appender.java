package io.twinspan.link.produce;

import io.twinspan.link.LinkConfig;
import io.twinspan.link.exchange.Append;
import io.twinspan.link.exchange.Appended;
import io.twinspan.link.exchange.BrokerError.Cure;
import io.twinspan.link.exchange.Channel;
import io.twinspan.link.exchange.Exchange;
import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.Reply;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.exchange.Topology;
import io.twinspan.link.lane.Lane;
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

/**
 * Appends at the target's leaders for all lanes: each request takes one batch from every lane of its connection that has one,
 * which is the largest single saving measured, on both sides. Confined to the link thread.
 *
 * <p>A lane always uses the same connection to its leader, so its batches arrive in order.
 */
public final class Appender {
    private static final int REQUESTS_IN_FLIGHT = 5;
    private static final int REQUEST_BYTES = 4 << 20;
    private static final int TIMEOUT_MS = 30_000;
    private static final int FIRST_SLOT = 0;

    /** Longer than a round trip to anywhere, and than followers need. */
    private static final long SILENT_MS = 1_000;

    private final Exchange exchange;
    private final LinkConfig config;
    private final Routes routes;
    private final Map<Channel, Outlet> outlets = new LinkedHashMap<>();
    private final Set<Lane> homeless = new LinkedHashSet<>();

    public Appender(Exchange exchange, LinkConfig config, Routes routes) {
        this.exchange = exchange;
        this.config = config;
        this.routes = routes;
    }

    /** One connection to a target broker. */
    private static final class Outlet {
        private final Channel channel;
        private final Set<Lane> ready = new LinkedHashSet<>();
        private int inFlight;
        private long heardMs;

        Outlet(Channel channel) {
            this.channel = channel;
        }
    }

    /** Notes that a lane has a batch; it goes out with the next {@link #tick}. */
    public void offer(Lane lane) {
        Topology.Leader leader =
                routes.leader(lane.spec().targetTopic(), lane.spec().partition());
        if (leader == null) {
            homeless.add(lane);
            routes.doubt();
        } else {
            outlets.computeIfAbsent(channel(lane, leader), Outlet::new).ready.add(lane);
        }
    }

    private Channel channel(Lane lane, Topology.Leader leader) {
        int hash = lane.spec().targetTopic().hashCode() * 31 + lane.spec().partition();
        return new Channel(Side.TARGET, leader.node(), FIRST_SLOT + Math.floorMod(hash, config.produceConnections()));
    }

    /** Leaders may have changed: looks again for all that wait. */
    public void rerouted() {
        List<Lane> again = new ArrayList<>(homeless);
        homeless.clear();
        for (Outlet outlet : outlets.values()) {
            again.addAll(outlet.ready);
            outlet.ready.clear();
        }
        again.forEach(this::offer);
    }

    /**
     * Whether the connection that a lane appends over has not answered anything for a while: more data for it would only wait, and
     * keep memory from the lanes that get on.
     */
    public boolean isSilent(Lane lane, long nowMs) {
        for (Outlet outlet : outlets.values()) {
            if (outlet.inFlight > 0 && nowMs - outlet.heardMs >= SILENT_MS) {
                Topology.Leader leader =
                        routes.leader(lane.spec().targetTopic(), lane.spec().partition());
                if (leader != null && outlet.channel.equals(channel(lane, leader))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Sends the appends that can go now. */
    public void tick(long nowMs) {
        for (Outlet outlet : outlets.values()) {
            while (outlet.inFlight < REQUESTS_IN_FLIGHT && !outlet.ready.isEmpty()) {
                send(outlet, nowMs);
            }
        }
    }

    private void send(Outlet outlet, long nowMs) {
        List<Append.Entry> entries = new ArrayList<>();
        Map<TopicPartition, Lane> lanes = new LinkedHashMap<>();
        int bytes = 0;
        for (Lane lane : new ArrayList<>(outlet.ready)) {
            if (bytes >= REQUEST_BYTES) {
                break;
            }
            outlet.ready.remove(lane);
            Uuid id = routes.topicId(lane.spec().targetTopic());
            Append.Entry entry = id == null || !lane.hasAppend() ? null : lane.nextAppend(id, nowMs);
            if (entry == null) {
                continue;
            }
            entries.add(entry);
            bytes += entry.batch().remaining();
            lanes.put(new TopicPartition(entry.topic(), entry.partition()), lane);
            if (lane.hasAppend()) {
                outlet.ready.add(lane);
            }
        }
        if (!entries.isEmpty()) {
            outlet.heardMs = outlet.inFlight == 0 ? nowMs : outlet.heardMs;
            outlet.inFlight++;
            exchange.append(outlet.channel, new Append(TIMEOUT_MS, entries), new Landing(outlet, lanes));
        }
    }

    /** Takes one append's outcome. */
    private final class Landing implements Reply<Appended> {
        private final Outlet outlet;
        private final Map<TopicPartition, Lane> lanes;

        Landing(Outlet outlet, Map<TopicPartition, Lane> lanes) {
            this.outlet = outlet;
            this.lanes = lanes;
        }

        @Override
        public void answered(Appended answer) {
            outlet.inFlight--;
            long now = exchange.nowMs();
            outlet.heardMs = now;
            Map<TopicPartition, Lane> open = new HashMap<>(lanes);
            for (Appended.Partition partition : answer.partitions()) {
                Lane lane = open.remove(new TopicPartition(partition.topic(), partition.partition()));
                if (lane != null) {
                    lane.appended(partition, now);
                }
            }
            for (Lane lane : open.values()) {
                lane.appendFailed(Cure.RETRY, "the target broker left the partition out of its answer", now);
            }
        }

        @Override
        public void failed(Failure failure) {
            outlet.inFlight--;
            long now = exchange.nowMs();
            outlet.heardMs = now;
            for (Lane lane : lanes.values()) {
                lane.appendFailed(OffsetFinder.cureOf(failure), failure.message(), now);
            }
        }
    }
}
