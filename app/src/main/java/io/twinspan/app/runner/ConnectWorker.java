package io.twinspan.app.runner;

import io.twinspan.app.runner.LinkHerder.Stores;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.connector.policy.AllConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.json.JsonConverterConfig;
import org.apache.kafka.connect.runtime.Worker;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.runtime.rest.ConnectRestServer;
import org.apache.kafka.connect.runtime.rest.RestClient;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.KafkaConfigBackingStore;
import org.apache.kafka.connect.storage.KafkaOffsetBackingStore;
import org.apache.kafka.connect.storage.KafkaStatusBackingStore;
import org.apache.kafka.connect.util.ConnectUtils;
import org.apache.kafka.connect.util.SharedTopicAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Connect worker: its herder, its stores on the target, and its REST endpoint, assembled as Connect's own
 * {@code ConnectDistributed} and MirrorMaker 2 (4.3.1) do.
 *
 * <p>Used by one thread at a time.
 */
final class ConnectWorker {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectWorker.class);

    private final ConnectRestServer rest;
    private final LinkHerder herder;
    private WorkerPlan plan;

    private ConnectWorker(WorkerPlan plan, ConnectRestServer rest, LinkHerder herder) {
        this.plan = plan;
        this.rest = rest;
        this.herder = herder;
    }

    /** Assembles a worker; nothing of it is left behind if that fails. */
    static ConnectWorker assemble(WorkerPlan plan) {
        Map<String, String> settings = plan.settings();
        var plugins = new Plugins(settings);
        plugins.compareAndSwapWithDelegatingLoader();
        // Only now, since the settings may name classes that are found on the plug-in path.
        var config = new DistributedConfig(settings);
        var restClient = new RestClient(config);
        var rest = new ConnectRestServer(config.rebalanceTimeout(), restClient, config.originals());
        try {
            rest.initializeServer();
            return new ConnectWorker(plan, rest, herder(plan, plugins, config, rest, restClient));
        } catch (RuntimeException e) {
            Utils.closeQuietly(rest::stop, "REST endpoint");
            throw e;
        }
    }

    private static LinkHerder herder(
            WorkerPlan plan, Plugins plugins, DistributedConfig config, ConnectRestServer rest, RestClient restClient) {
        String clientIds = ConnectUtils.clientIdBase(config);
        Map<String, Object> adminConfig = new HashMap<>(config.originals());
        ConnectUtils.addMetricsContextProperties(adminConfig, config, config.kafkaClusterId());
        adminConfig.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientIds + "shared-admin");
        var admin = new SharedTopicAdmin(adminConfig);

        var json = plugins.newInternalConverter(
                true, JsonConverter.class.getName(), Map.of(JsonConverterConfig.SCHEMAS_ENABLE_CONFIG, "false"));
        var offsets = new KafkaOffsetBackingStore(admin, () -> clientIds, json);
        offsets.configure(config);
        var overrides = new AllConnectorClientConfigOverridePolicy();
        overrides.configure(config.originals());
        URI url = rest.advertisedUrl();
        var worker = new Worker(url.getHost() + ":" + url.getPort(), Time.SYSTEM, plugins, config, offsets, overrides);

        Converter internal = worker.getInternalValueConverter();
        var status = new KafkaStatusBackingStore(Time.SYSTEM, internal, admin, clientIds);
        status.configure(config);
        var configs = new KafkaConfigBackingStore(internal, config, worker.configTransformer(), admin, clientIds);
        return new LinkHerder(
                config, worker, new Stores(status, configs, admin), url.toString(), restClient, overrides, plan);
    }

    /** Starts the herder's thread and serves REST; returns before the group has been joined. */
    void start() {
        herder.start();
        rest.initializeResources(herder);
        URI url = rest.advertisedUrl();
        LOGGER.info(
                "worker for target {} serves REST at {}{}",
                plan.target(),
                url,
                WorkerSettings.isLoopback(url)
                        ? "; processes on this machine share its work (for several machines set listeners and"
                                + " rest.advertised.host.name)"
                        : "");
    }

    WorkerPlan plan() {
        return plan;
    }

    /** Goes on with the connectors of this plan, whose settings are the worker's. */
    void configure(WorkerPlan next) {
        plan = next;
        herder.configure(next.connectors());
    }

    /** Stops connectors and tasks, leaves the group and closes everything. */
    void stop() {
        Utils.closeQuietly(rest::stop, "REST endpoint of " + plan.target());
        herder.stop();
    }

    @Override
    public String toString() {
        return plan.toString();
    }
}
