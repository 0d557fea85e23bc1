package io.twinspan.it.connect;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.AlterConfigsResult;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;

/** An operator's admin client, before which {@code retention.ms} is a config that the broker refuses. Thread-safe. */
public final class RefusedRetention extends ForwardingAdmin {

    public RefusedRetention(Map<String, Object> config) {
        super(config);
    }

    @Override
    public CreateTopicsResult createTopics(Collection<NewTopic> topics, CreateTopicsOptions options) {
        return super.createTopics(topics.stream().map(RefusedRetention::spoiled).toList(), options);
    }

    @Override
    public AlterConfigsResult incrementalAlterConfigs(
            Map<ConfigResource, Collection<AlterConfigOp>> configs, AlterConfigsOptions options) {
        var spoiled = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
        configs.forEach((resource, operations) -> spoiled.put(
                resource, operations.stream().map(RefusedRetention::spoiled).toList()));
        return super.incrementalAlterConfigs(spoiled, options);
    }

    private static AlterConfigOp spoiled(AlterConfigOp operation) {
        return operation.configEntry().name().equals("retention.ms")
                ? new AlterConfigOp(new ConfigEntry("no.such.config", "1"), operation.opType())
                : operation;
    }

    private static NewTopic spoiled(NewTopic topic) {
        var configs = new HashMap<>(topic.configs() == null ? Map.of() : topic.configs());
        if (configs.remove("retention.ms") != null) {
            configs.put("no.such.config", "1");
        }
        return topic.configs(configs);
    }
}
