package io.twinspan.connect.source;

import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.option.CommonOptions;
import io.twinspan.model.option.LinkConfiguration;
import io.twinspan.model.option.Option;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.utils.Utils;

/**
 * Makes the plug-ins that a connector's configuration names, each configured with all of it. Immutable.
 *
 * @param definition the connector's options, with the defaults of those that are not given
 */
public record PlugIns(LinkConfiguration config, ConfigDef definition) {

    /**
     * A plug-in.
     *
     * @param itsKeys the options that the usual plug-in reads, to be named if it cannot read them
     * @throws Misconfigured naming the option if its class cannot be used
     */
    public <T> T load(Option<String> option, Class<T> type, String itsKeys) {
        try {
            return parsed().getConfiguredInstance(option.name(), type);
        } catch (PatternSyntaxException e) {
            throw new Misconfigured(
                    option.name(), itsKeys + ": a regular expression cannot be read: " + e.getMessage(), e);
        } catch (KafkaException e) {
            throw new Misconfigured(
                    option.name(),
                    "The class that '" + option.name() + "' names cannot be used as " + type.getName() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** The operator's reporters of a connector's own metrics. */
    public List<MetricsReporter> metricReporters() {
        return parsed().getConfiguredInstances(CommonOptions.METRIC_REPORTERS.name(), MetricsReporter.class);
    }

    /** An admin client of the operator's class, for one of {@link ClientSettings}' configurations. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public ForwardingAdmin admin(Map<String, Object> client) {
        String key = CommonOptions.FORWARDING_ADMIN.name();
        String className = parsed().getClass(key).getName();
        try {
            return (ForwardingAdmin)
                    Utils.newParameterizedInstance(className, (Class<Map<String, Object>>) (Class) Map.class, client);
        } catch (ClassNotFoundException | ClassCastException e) {
            throw new Misconfigured(
                    key,
                    "'" + key + "' names " + className + ", which is not an " + ForwardingAdmin.class.getName()
                            + " with a constructor from a Map.",
                    e);
        }
    }

    private AbstractConfig parsed() {
        return new AbstractConfig(definition, config.originals(), false);
    }
}
