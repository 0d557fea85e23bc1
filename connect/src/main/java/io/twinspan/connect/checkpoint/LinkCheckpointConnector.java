package io.twinspan.connect.checkpoint;

import io.twinspan.client.cluster.ClusterGroups;
import io.twinspan.connect.source.Resources;
import io.twinspan.connect.source.Validation;
import io.twinspan.connect.sync.TargetTopics;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.option.GroupOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Translates the positions of consumer groups: the Connect plug-in that takes the place of {@code MirrorCheckpointConnector}.
 * Thread-safe: Connect calls it on several threads, and its {@link GroupsMonitor} has another.
 */
public final class LinkCheckpointConnector extends SourceConnector {
    private static final Logger LOGGER = LoggerFactory.getLogger(LinkCheckpointConnector.class);
    private static final Duration FIRST_LOOK_WAIT = Duration.ofSeconds(30);

    private final Object lock = new Object();
    private final Resources opened = new Resources("the checkpoint connector");
    private volatile Map<String, String> properties = Map.of();
    private volatile @Nullable GroupsMonitor monitor;
    private volatile @Nullable Rounds rounds;

    // Guarded by lock: Connect's threads ask for task configs, the monitor's asks whether they would differ.
    private GroupAssignment assignment = GroupAssignment.NONE;
    private int maxTasks = -1;

    @Override
    public String version() {
        String version = LinkCheckpointConnector.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public ConfigDef config() {
        return CheckpointSettings.DEFINITION;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return LinkCheckpointTask.class;
    }

    @Override
    public Config validate(Map<String, String> given) {
        var values = new ArrayList<>(super.validate(given).configValues());
        Validation.requireByteArrays(given, values);
        if (values.stream().allMatch(value -> value.errorMessages().isEmpty())) {
            validateWhole(given, values);
        }
        return new Config(values);
    }

    private static void validateWhole(Map<String, String> given, List<ConfigValue> values) {
        try {
            CheckpointSettings settings = CheckpointSettings.parse(given);
            settings.groupFilter().close();
            settings.selection().filter().close();
            if (settings.config().isEnabled() && !settings.config().get(GroupOptions.EMIT_CHECKPOINTS)) {
                String key = GroupOptions.EMIT_CHECKPOINTS.name();
                Validation.value(key, values)
                        .addErrorMessage(
                                "'" + key + " = false' leaves this connector nothing to do, as in MirrorMaker 2;"
                                        + " delete the connector, or set 'enabled = false'.");
            }
        } catch (Misconfigured e) {
            Validation.value(e.key(), values).addErrorMessage(e.getMessage());
        } catch (ConfigException | PatternSyntaxException e) {
            // Plug-ins parse their own options; only their message names the key.
            Validation.value(GroupOptions.GROUPS.name(), values).addErrorMessage(e.getMessage());
        }
    }

    @Override
    public void start(Map<String, String> given) {
        properties = Map.copyOf(given);
        var parsed = parse(given);
        if (!parsed.enabled()) {
            LOGGER.info(
                    "Link {}: no group is translated ('enabled', 'emit.checkpoints.enabled' or its interval says so).",
                    parsed.link());
            return;
        }
        try {
            Rounds started = rounds(parsed);
            rounds = started;
            started.start();
            RuntimeException failure = started.awaitFirst(FIRST_LOOK_WAIT);
            if (failure instanceof Misconfigured) {
                throw new ConnectException(failure.getMessage(), failure);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
            throw new ConnectException("Link " + parsed.link() + ": the start was interrupted.", e);
        } catch (ReplicationException | ConnectException e) {
            stop();
            throw e instanceof ConnectException known ? known : new ConnectException(e.getMessage(), e);
        }
    }

    private Rounds rounds(CheckpointSettings parsed) {
        var filter = opened.closing(parsed.groupFilter());
        var selection = parsed.selection();
        opened.closing(selection.filter());
        var source =
                new ClusterGroups(parsed.sourceAdmin(opened), parsed.sourceErrors(), parsed.adminTimeout(), List.of());
        var target = new TargetTopics(
                parsed.targetAdmin(opened),
                parsed.targetErrors(),
                parsed.adminTimeout(),
                GroupOptions.CHECKPOINTS_REPLICATION.name());
        var looks = new GroupsMonitor(parsed, filter, selection, source, target, this::onNews);
        monitor = looks;
        return new Rounds("twinspan-groups-" + parsed.link(), "Link " + parsed.link() + ": looking for groups", looks);
    }

    static CheckpointSettings parse(Map<String, String> properties) {
        try {
            return CheckpointSettings.parse(properties);
        } catch (Misconfigured e) {
            throw new ConnectException(e.getMessage(), e);
        }
    }

    /** On the monitor's thread. */
    private void onNews() {
        GroupsMonitor running = monitor;
        List<String> groups = running == null ? null : running.groups();
        synchronized (lock) {
            if (groups == null
                    || maxTasks < 0
                    || GroupAssignment.assign(groups, maxTasks, assignment).equals(assignment)) {
                return;
            }
        }
        context().requestTaskReconfiguration();
    }

    @Override
    public List<Map<String, String>> taskConfigs(int tasks) {
        GroupsMonitor running = monitor;
        Rounds looks = rounds;
        if (running == null || looks == null) {
            return List.of();
        }
        List<String> groups = running.groups();
        synchronized (lock) {
            maxTasks = tasks;
            if (groups == null) {
                // No answer is not "nothing": Connect keeps the tasks that run, and asks again.
                RuntimeException why = looks.failure();
                throw new RetriableException(
                        why == null
                                ? "The first look at the groups is not over yet."
                                : "The groups could not be looked at yet: " + why.getMessage(),
                        why);
            }
            assignment = GroupAssignment.assign(groups, tasks, assignment);
            var configs = new ArrayList<Map<String, String>>();
            for (List<String> task : assignment.tasks()) {
                var config = new HashMap<>(properties);
                config.put("task.index", Integer.toString(configs.size()));
                config.put(CheckpointSettings.TASK_GROUPS, GroupNames.format(task));
                config.put(
                        CheckpointSettings.TASK_SHARE_GROUPS,
                        GroupNames.format(task.stream().filter(running::isShare).toList()));
                configs.add(config);
            }
            return configs;
        }
    }

    @Override
    public void stop() {
        Rounds running = rounds;
        rounds = null;
        monitor = null;
        if (running != null) {
            running.close();
        }
        opened.close();
    }

    /** A checkpoint that is written twice says the same; so this connector stands in no link's way to exactly-once workers. */
    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> given) {
        return ExactlyOnceSupport.SUPPORTED;
    }

    /** Connect's offsets of checkpoints mean nothing, so they may be altered as MirrorMaker 2 allows it: to 0, or deleted. */
    @Override
    public boolean alterOffsets(Map<String, String> given, Map<Map<String, ?>, @Nullable Map<String, ?>> offsets) {
        CheckpointOffsets.requireHarmless(offsets);
        return true;
    }
}
