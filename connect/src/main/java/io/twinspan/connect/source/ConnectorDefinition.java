package io.twinspan.connect.source;

import io.twinspan.connect.plugin.LinkPlugins;
import io.twinspan.model.option.Catalogue;
import io.twinspan.model.option.Option;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.mirror.MirrorSourceConnector;

/**
 * The source connector's options as Connect wants them declared: MirrorMaker 2's, from its own definition, and ours, from the
 * catalogue. Thread-safe: constants.
 */
final class ConnectorDefinition {
    /** Set by the connector for its tasks: the partitions of a task, see {@link PartitionRanges}. */
    static final String TASK_LANES = "task.assigned.lanes";

    /** Set by the connector for its tasks: the number of the task, from 0. */
    static final String TASK_INDEX = "task.index";

    static final ConfigDef DEFINITION = define();

    private static final String OUR_CHAPTER = "Copying batches";

    private ConnectorDefinition() {}

    private static ConfigDef define() {
        var definition = LinkPlugins.byName(new MirrorSourceConnector().config());
        List<Option<?>> ours = Objects.requireNonNull(Catalogue.byChapter().get(OUR_CHAPTER), OUR_CHAPTER);
        for (Option<?> option : ours) {
            definition.define(
                    option.name(), option.type(), option.defaultValue(), inRange(option), Importance.LOW, option.doc());
        }
        return definition;
    }

    private static ConfigDef.Validator inRange(Option<?> option) {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    if (value != null && !option.range().accepts().test(value)) {
                        throw new ConfigException(
                                name, value, "must be " + option.range().text());
                    }
                },
                () -> option.range().text());
    }
}
