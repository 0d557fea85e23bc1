package io.twinspan.connect.source;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.connect.source.LinkMonitor.State;
import io.twinspan.connect.sync.SmallTopic;
import io.twinspan.connect.sync.TargetTopics;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.option.LinkConfiguration;
import io.twinspan.model.option.LinkOptions;
import io.twinspan.model.option.RemovedName;
import io.twinspan.model.option.SourceOptions;
import io.twinspan.model.wire.InternalTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.mirror.ConfigPropertyFilter;
import org.apache.kafka.connect.mirror.TopicFilter;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies topics of one cluster to another, in whole batches: the Connect plug-in that takes the place of
 * {@code MirrorSourceConnector}. Thread-safe: Connect calls it on several threads, and its {@link LinkMonitor} has another.
 *
 * <p>The assignment of partitions to tasks lives in this object. When the connector moves to another worker, it is made anew from
 * the partitions alone, and tasks whose partitions then differ are restarted, which costs them a recovery and no record.
 */
public final class LinkSourceConnector extends SourceConnector {
    private static final Logger LOGGER = LoggerFactory.getLogger(LinkSourceConnector.class);
    private static final Duration FIRST_LOOK_WAIT = Duration.ofSeconds(30);
    /** As many as MirrorMaker 2 creates. */
    private static final int MIRROR_OFFSETS_PARTITIONS = 25;

    private static final Duration ADMIN_CLOSE_WAIT = Duration.ofSeconds(1);

    private final Object lock = new Object();
    private final List<AutoCloseable> resources = new CopyOnWriteArrayList<>();
    private volatile Map<String, String> properties = Map.of();
    private volatile @Nullable LinkMonitor monitor;

    // Guarded by lock: Connect's threads ask for task configs, the monitor thread asks whether they would differ.
    private LaneAssignment assignment = LaneAssignment.NONE;
    private int maxTasks = -1;

    @Override
    public String version() {
        String version = LinkSourceConnector.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public ConfigDef config() {
        return ConnectorDefinition.DEFINITION;
    }

    @Override
    public Class<? extends Task> taskClass() {
        Map<String, String> started = properties;
        return !started.isEmpty() && SourceSettings.recordMode(LinkConfiguration.of(started))
                ? RecordSourceTask.class
                : LinkSourceTask.class;
    }

    @Override
    public Config validate(Map<String, String> given) {
        return Validation.validate(super.validate(given), given);
    }

    @Override
    public void start(Map<String, String> given) {
        properties = Map.copyOf(given);
        var parsed = parse(given);
        if (!parsed.enabled()) {
            LOGGER.info("Link {} is disabled ('enabled = false'): nothing is copied.", parsed.link());
            return;
        }
        warnOfWorker(parsed);
        for (RemovedName removed : RemovedName.in(given.keySet())) {
            LOGGER.warn("Link {}: '{}' was removed in Kafka 4; {}.", parsed.link(), removed.name(), removed.advice());
        }
        try {
            LinkMonitor started = monitor(parsed);
            monitor = started;
            started.start();
            RuntimeException failure = started.awaitFirstLook(FIRST_LOOK_WAIT);
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

    private static void warnOfWorker(SourceSettings parsed) {
        if (!parsed.recordMode() && !WorkerSupport.isTested()) {
            LOGGER.warn(
                    "Link {}: this worker is of Kafka {}; copying batches was tested with 4.3. If it fails, set"
                            + " 'link.mode = record'.",
                    parsed.link(),
                    WorkerSupport.version());
        }
        if (parsed.recordMode() && !parsed.config().isRecordMode()) {
            LOGGER.warn(
                    "Link {}: this worker cannot copy whole batches: {}. Records go through Connect one by one: slower, and exactly"
                            + " once only with 'exactly.once.source.support = enabled' of the worker. Set 'link.mode = record' if"
                            + " that is what you want.",
                    parsed.link(),
                    WorkerSupport.whyNoBatches());
        }
    }

    private LinkMonitor monitor(SourceSettings parsed) {
        var policy = parsed.replicationPolicy();
        TopicFilter topics = closing(parsed.topicFilter());
        ConfigPropertyFilter configs = closing(parsed.configFilter());
        Admin sourceAdmin = admin(parsed, parsed.clients().sourceAdmin(), "source");
        Admin targetAdmin = admin(parsed, parsed.clients().targetAdmin(), "target");
        var source = new SourceTopics(
                sourceAdmin,
                new ClusterErrors("source.cluster.", parsed.link().source().value()),
                parsed.adminTimeout());
        var target = new TargetTopics(
                targetAdmin,
                new ClusterErrors("target.cluster.", parsed.link().target().value()),
                parsed.adminTimeout(),
                SourceOptions.REPLICATION_FACTOR.name());
        var selection = new TopicSelection(parsed.link(), policy, topics, parsed.heartbeats());
        String positions = new InternalTopics(parsed.link(), policy).positions();
        var refresh = new Refresh(
                parsed, selection, configs, source, target, positions, beside(parsed, sourceAdmin, targetAdmin));
        return new LinkMonitor(parsed, refresh, source, new News());
    }

    /** The topics that make the way from and to MirrorMaker 2. */
    private static List<SmallTopic> beside(SourceSettings parsed, Admin sourceAdmin, Admin targetAdmin) {
        var source = new ClusterErrors("source.cluster.", parsed.link().source().value());
        var target = new ClusterErrors("target.cluster.", parsed.link().target().value());
        var topics = new ArrayList<SmallTopic>();
        if (parsed.emitsOffsetSyncs()) {
            boolean onSource = parsed.offsetSyncsOnSource();
            topics.add(new SmallTopic(
                    onSource ? sourceAdmin : targetAdmin,
                    onSource ? source : target,
                    parsed.adminTimeout(),
                    parsed.offsetSyncsTopic(),
                    1,
                    parsed.config().get(SourceOptions.OFFSET_SYNCS_REPLICATION),
                    "MirrorMaker 2's offset syncs are not written",
                    SourceOptions.OFFSET_SYNCS_REPLICATION.name()));
        }
        if (!parsed.mirrorOffsetsTopic().isEmpty()) {
            topics.add(new SmallTopic(
                    targetAdmin,
                    target,
                    parsed.adminTimeout(),
                    parsed.mirrorOffsetsTopic(),
                    MIRROR_OFFSETS_PARTITIONS,
                    parsed.positionsReplication(),
                    "MirrorMaker 2 cannot go on where the link stops",
                    LinkOptions.POSITIONS_REPLICATION.name()));
        }
        return topics;
    }

    private Admin admin(SourceSettings parsed, Map<String, Object> client, String side) {
        try {
            Admin admin = parsed.admin(client);
            resources.add(() -> admin.close(ADMIN_CLOSE_WAIT));
            return admin;
        } catch (KafkaException e) {
            var alias = side.equals("source")
                    ? parsed.link().source()
                    : parsed.link().target();
            throw new ClusterErrors(side + ".cluster.", alias.value()).explain("creating an admin client", e);
        }
    }

    private <T extends AutoCloseable> T closing(T resource) {
        resources.add(resource);
        return resource;
    }

    static SourceSettings parse(Map<String, String> properties) {
        try {
            return SourceSettings.parse(properties);
        } catch (Misconfigured e) {
            throw new ConnectException(e.getMessage(), e);
        }
    }

    /** Listens to the monitor, on its thread. */
    private final class News implements LinkMonitor.Listener {
        @Override
        public void onLook(State state) {
            synchronized (lock) {
                if (maxTasks < 0
                        || LaneAssignment.assign(state.lanes(), maxTasks, assignment)
                                .equals(assignment)) {
                    return;
                }
            }
            context().requestTaskReconfiguration();
        }

        @Override
        public void onMisconfigured(Misconfigured error) {
            context().raiseError(new ConnectException(error.getMessage(), error));
            stop();
        }
    }

    @Override
    public List<Map<String, String>> taskConfigs(int tasks) {
        LinkMonitor running = monitor;
        if (running == null) {
            return List.of();
        }
        State state = running.state();
        synchronized (lock) {
            maxTasks = tasks;
            if (state == null) {
                // No answer is not "nothing": Connect keeps the tasks that run, and asks again.
                RuntimeException why = running.failure();
                throw new RetriableException(
                        why == null
                                ? "The first look at the clusters is not over yet."
                                : "The clusters could not be looked at yet: " + why.getMessage(),
                        why);
            }
            LaneAssignment next = LaneAssignment.assign(state.lanes(), tasks, assignment);
            if (!next.equals(assignment)) {
                LOGGER.info(
                        "Link {}: {} partitions of {} topics on {} tasks; {} partitions moved.",
                        running.link(),
                        state.lanes().size(),
                        state.outcome().partitions().size(),
                        next.tasks().size(),
                        assignment.movedTo(next));
            }
            assignment = next;
            return taskConfigs(next);
        }
    }

    private List<Map<String, String>> taskConfigs(LaneAssignment wanted) {
        var configs = new ArrayList<Map<String, String>>();
        for (int task = 0; task < wanted.tasks().size(); task++) {
            var config = new HashMap<>(properties);
            config.put(ConnectorDefinition.TASK_INDEX, Integer.toString(task));
            config.put(
                    ConnectorDefinition.TASK_LANES,
                    PartitionRanges.format(wanted.tasks().get(task)));
            configs.add(config);
        }
        return configs;
    }

    @Override
    public void stop() {
        LinkMonitor running = monitor;
        monitor = null;
        if (running != null) {
            running.close();
        }
        resources.forEach(resource -> Utils.closeQuietly(resource, "a part of the link"));
        resources.clear();
    }

    /**
     * Exactly once, whatever the worker does, where batches are copied: the link appends by comparing, and Connect's transactions
     * only add the stored positions. In record mode it is the worker's transactions that make it so. With {@code read_uncommitted},
     * though, it copies what was aborted, and does not promise it, as MirrorMaker 2.
     */
    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> given) {
        return SourceSettings.readCommitted(LinkConfiguration.of(given))
                ? ExactlyOnceSupport.SUPPORTED
                : ExactlyOnceSupport.UNSUPPORTED;
    }

    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> given) {
        return ConnectorTransactionBoundaries.UNSUPPORTED;
    }

    /**
     * Makes every partition whose offset is altered start a new generation at the record after that offset; where the offset is
     * deleted, at the configured start. The change is stored before Connect is told that it may store its own.
     */
    @Override
    public boolean alterOffsets(Map<String, String> given, Map<Map<String, ?>, @Nullable Map<String, ?>> offsets) {
        SourceSettings parsed = parse(given);
        var changes = SourceOffsets.changes(parsed.link().source(), offsets);
        try {
            OffsetChange.store(parsed, changes);
        } catch (ReplicationException e) {
            throw new ConnectException(e.getMessage(), e);
        }
        return true;
    }
}
