package io.twinspan.connect.source;

import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.option.CommonOptions;
import io.twinspan.model.option.Option;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.utils.Utils;

/**
 * Makes objects of the classes that an operator names. Immutable.
 *
 * @param definition of the connector, which knows the options that name classes
 * @param originals the connector's configuration, with which the objects are configured
 */
public record PlugIns(ConfigDef definition, Map<String, String> originals) {

    /**
     * An object of the class that an option names.
     *
     * @param itsKeys the options that the usual plug-in reads, to be named if it cannot read them
     */
    public <T> T create(Option<String> option, Class<T> type, String itsKeys) {
        try {
            return loaded().getConfiguredInstance(option.name(), type);
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

    /** An admin client of the operator's class. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public ForwardingAdmin admin(Map<String, Object> client) {
        String key = CommonOptions.FORWARDING_ADMIN.name();
        String className = loaded().getClass(key).getName();
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

    private AbstractConfig loaded() {
        return new AbstractConfig(definition, originals, false);
    }
}
