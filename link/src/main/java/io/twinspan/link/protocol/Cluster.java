package io.twinspan.link.protocol;

import io.twinspan.link.exchange.Side;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the two clusters: its settings, and what is known of its brokers. Confined to the link thread. */
final class Cluster {
    private final Side side;
    private final ClusterSettings settings;
    private final AnyBrokerRoute anyBroker;
    private Map<Integer, Address> brokers = Map.of();
    private long requests;
    private long bytesIn;
    private long bytesOut;

    Cluster(Side side, ClusterSettings settings) {
        this.side = side;
        this.settings = settings;
        this.anyBroker = new AnyBrokerRoute(settings.bootstrap());
    }

    Side side() {
        return side;
    }

    ClusterSettings settings() {
        return settings;
    }

    AnyBrokerRoute anyBroker() {
        return anyBroker;
    }

    @Nullable
    Address addressOf(int node) {
        return brokers.get(node);
    }

    void learned(Map<Integer, Address> told) {
        brokers = new HashMap<>(told);
        anyBroker.learned(told.values());
    }

    void sent(long bytes) {
        requests++;
        bytesOut += bytes;
    }

    void received(long bytes) {
        bytesIn += bytes;
    }

    Traffic traffic() {
        return new Traffic(requests, bytesIn, bytesOut);
    }

    /** The side's name in messages. */
    String name() {
        return side == Side.SOURCE ? "source" : "target";
    }
}
