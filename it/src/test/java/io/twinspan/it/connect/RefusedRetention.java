package io.twinspan.it.connect;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.NewTopic;

/** An operator's admin client, before which {@code retention.ms} is a config that the broker refuses. Thread-safe. */
public final class RefusedRetention extends ForwardingAdmin {

    public RefusedRetention(Map<String, Object> config) {
        super(config);
    }

    @Override
    public CreateTopicsResult createTopics(Collection<NewTopic> topics, CreateTopicsOptions options) {
        return super.createTopics(topics.stream().map(RefusedRetention::spoiled).toList(), options);
    }

    private static NewTopic spoiled(NewTopic topic) {
        var configs = new HashMap<>(topic.configs() == null ? Map.of() : topic.configs());
        if (configs.remove("retention.ms") != null) {
            configs.put("no.such.config", "1");
        }
        return topic.configs(configs);
    }
}
