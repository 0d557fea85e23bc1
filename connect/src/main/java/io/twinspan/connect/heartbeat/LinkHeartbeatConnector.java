package io.twinspan.connect.heartbeat;

import io.twinspan.connect.source.Validation;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.ReplicationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Emits heartbeats to a link's target: the Connect plug-in that takes the place of {@code MirrorHeartbeatConnector}. Thread-safe:
 * keeps nothing but its configuration.
 *
 * <p>As there, {@code enabled} is not asked: a link that copies nothing has heartbeats all the same, which a link from its target
 * replicates.
 */
public final class LinkHeartbeatConnector extends SourceConnector {
    private static final Logger LOGGER = LoggerFactory.getLogger(LinkHeartbeatConnector.class);

    private volatile Map<String, String> properties = Map.of();
    private volatile boolean emits;

    @Override
    public String version() {
        String version = LinkHeartbeatConnector.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public ConfigDef config() {
        return HeartbeatSettings.DEFINITION;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return LinkHeartbeatTask.class;
    }

    @Override
    public Config validate(Map<String, String> given) {
        var values = new ArrayList<>(super.validate(given).configValues());
        Validation.requireByteArrays(given, values);
        if (values.stream().allMatch(value -> value.errorMessages().isEmpty())) {
            try {
                HeartbeatSettings settings = HeartbeatSettings.parse(given);
                settings.topic();
                settings.requireAdmin();
            } catch (Misconfigured e) {
                Validation.value(e.key(), values).addErrorMessage(e.getMessage());
            }
        }
        return new Config(values);
    }

    @Override
    public void start(Map<String, String> given) {
        try {
            HeartbeatSettings settings = HeartbeatSettings.parse(given);
            settings.topic();
            emits = settings.interval() != null;
            if (!emits) {
                LOGGER.info("Link {}: heartbeats are off.", settings.link());
            }
        } catch (ReplicationException e) {
            throw new ConnectException(e.getMessage(), e);
        }
        properties = Map.copyOf(given);
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return emits ? List.of(properties) : List.of();
    }

    @Override
    public void stop() {
        emits = false;
    }

    /** Heartbeats have no position that could be read twice; MirrorMaker 2 does not say, and so cannot be run with it. */
    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> given) {
        return ExactlyOnceSupport.SUPPORTED;
    }

    @Override
    public boolean alterOffsets(Map<String, String> given, Map<Map<String, ?>, @Nullable Map<String, ?>> offsets) {
        offsets.forEach(HeartbeatOffsets::validate);
        return true;
    }
}
