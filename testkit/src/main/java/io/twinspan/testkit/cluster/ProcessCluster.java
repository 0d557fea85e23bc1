package io.twinspan.testkit.cluster;
/** Stub. */
public abstract non-sealed class ProcessCluster extends KafkaCluster {
    ProcessCluster(ClusterLayout l) { super(l); }
    /** Stub. */
    public abstract static non-sealed class Builder extends ClusterBuilder<Builder> { Builder() { super(""); } }
}
