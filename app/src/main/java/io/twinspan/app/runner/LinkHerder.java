package io.twinspan.app.runner;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.runtime.Worker;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.apache.kafka.connect.runtime.distributed.DistributedHerder;
import org.apache.kafka.connect.runtime.rest.RestClient;
import org.apache.kafka.connect.storage.ConfigBackingStore;
import org.apache.kafka.connect.storage.StatusBackingStore;

/**
 * Connect's distributed herder, which tells the keeper after every rebalance whether this process leads.
 *
 * <p>Thread-safe as its superclass is; the hook runs on the herder's thread.
 */
final class LinkHerder extends DistributedHerder {
    private final ConnectorKeeper keeper;

    /** The stores that a herder shares with its group. Immutable. */
    record Stores(StatusBackingStore status, ConfigBackingStore configs, AutoCloseable sharedAdmin) {}

    LinkHerder(
            DistributedConfig config,
            Worker worker,
            Stores stores,
            String restUrl,
            RestClient restClient,
            ConnectorClientConfigOverridePolicy overrides,
            WorkerPlan plan) {
        super(
                config,
                Time.SYSTEM,
                worker,
                config.kafkaClusterId(),
                stores.status(),
                stores.configs(),
                restUrl,
                restClient,
                overrides,
                List.of(),
                stores.sharedAdmin());
        this.keeper = new ConnectorKeeper(plan, this);
    }

    /** Wants these connectors from now on, by name. */
    void configure(Map<String, Map<String, String>> connectors) {
        keeper.want(connectors);
    }

    @Override
    public void start() {
        super.start();
        keeper.start();
    }

    @Override
    protected void rebalanceSuccess() {
        keeper.onRebalance(isLeader());
    }

    @Override
    public void stop() {
        keeper.close();
        super.stop();
    }
}
