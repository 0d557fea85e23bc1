package io.twinspan.link.protocol;

import org.jspecify.annotations.Nullable;

/** The way to one broker: the address that its cluster last told. Confined to the link thread. */
final class BrokerRoute implements Route {
    private final Cluster cluster;
    private final int node;

    BrokerRoute(Cluster cluster, int node) {
        this.cluster = cluster;
        this.node = node;
    }

    @Override
    public @Nullable Address current() {
        return cluster.addressOf(node);
    }

    @Override
    public boolean advance() {
        return false;
    }

    @Override
    public void arrived() {
        // a broker has one address only
    }
}
