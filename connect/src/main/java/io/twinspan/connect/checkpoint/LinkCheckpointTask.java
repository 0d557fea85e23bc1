package io.twinspan.connect.checkpoint;

import io.twinspan.client.cluster.ClusterGroups;
import io.twinspan.client.cluster.OtherLinks.Side;
import io.twinspan.connect.checkpoint.GroupSync.Outcome;
import io.twinspan.connect.checkpoint.GroupTranslator.Places;
import io.twinspan.connect.progress.MetricHome;
import io.twinspan.connect.source.Complaint;
import io.twinspan.connect.source.PositionsReader;
import io.twinspan.connect.source.Resources;
import io.twinspan.connect.source.TopicSelection;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.translation.GroupPosition;
import io.twinspan.model.translation.GroupStatus;
import io.twinspan.model.translation.GroupStatus.Sync;
import io.twinspan.model.translation.LogEnds;
import io.twinspan.model.translation.Translation;
import io.twinspan.model.wire.Checkpoints.Checkpoint;
import io.twinspan.model.wire.InternalTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Translates the positions of some groups and hands out their checkpoints. Confined to the task's thread, but for
 * {@link #commitRecord} and {@link #status}; the talk with the clusters about groups has a thread of its own ({@link Rounds}).
 */
public final class LinkCheckpointTask extends SourceTask {
    private static final Logger LOGGER = LoggerFactory.getLogger(LinkCheckpointTask.class);
    private static final Duration STEP = Duration.ofMillis(500);
    private static final long RETRY_MS = 250;

    private final CountDownLatch never = new CountDownLatch(1);
    private final Resources opened = new Resources("the checkpoint task");

    // Filled on Connect's producer thread, emptied on the task's.
    private final Queue<Checkpoint> lost = new ConcurrentLinkedQueue<>();
    private volatile @Nullable ConnectException storeFailure;
    private volatile List<GroupStatus> status = List.of();

    private volatile @Nullable Work work;
    private long translatedReading;
    private Map<String, Outcome> shown = Map.of();
    private Set<String> reported = Set.of();
    private final Complaint complaint = new Complaint(LOGGER);

    /** The parts of a task that was started. Immutable; its parts are not. */
    private record Work(
            CheckpointSettings settings,
            InternalTopics topics,
            GroupRounds rounds,
            PositionsTail tail,
            SharedTails shared,
            GroupTranslator translator,
            CheckpointMetrics metrics) {}

    @Override
    public String version() {
        return new LinkCheckpointConnector().version();
    }

    @Override
    public void start(Map<String, String> properties) {
        CheckpointSettings settings = LinkCheckpointConnector.parse(properties);
        List<String> groups = groups(properties, CheckpointSettings.TASK_GROUPS);
        try {
            open(settings, groups, groups(properties, CheckpointSettings.TASK_SHARE_GROUPS));
        } catch (ReplicationException e) {
            stop();
            throw new ConnectException(e.getMessage(), e);
        }
        LOGGER.info("Link {}, checkpoint task: starts with {} groups.", settings.link(), groups.size());
    }

    private static List<String> groups(Map<String, String> properties, String key) {
        return GroupNames.parse(properties.getOrDefault(key, ""));
    }

    private void open(CheckpointSettings settings, List<String> groups, List<String> shares) {
        TopicSelection selection = settings.selection();
        opened.closing(selection.filter());
        var sourceSide = new Side(settings.sourceAdmin(opened), settings.sourceErrors(), settings.adminTimeout());
        var targetSide = new Side(settings.targetAdmin(opened), settings.targetErrors(), settings.adminTimeout());
        var source = new ClusterGroups(sourceSide.admin(), sourceSide.errors(), settings.adminTimeout(), shares);
        var target = new ClusterGroups(targetSide.admin(), targetSide.errors(), settings.adminTimeout(), shares);
        var translator = new GroupTranslator(selection);
        var talk = new GroupRounds(
                settings,
                groups,
                source,
                target,
                new SharedLook(settings.link(), translator::isShared, sourceSide, targetSide),
                own -> OwnCheckpoints.read(settings, own),
                settings.holds()::mayChange,
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        InternalTopics topics = settings.topics();
        var tail = new PositionsTail(sink -> new PositionsReader(
                topics.positions(), settings.clients().positionsConsumer(), settings.targetErrors(), sink));
        var rounds = new Rounds(
                "twinspan-offsets-" + settings.link(), "Link " + settings.link() + ": reading group offsets", talk);
        var metrics = new CheckpointMetrics(
                settings.link(),
                MetricHome.of(
                        settings.config(),
                        CheckpointMetrics.TYPE,
                        true,
                        settings.clients().label(),
                        context));
        var shared = new SharedTails(
                settings.link(),
                (stored, sink) -> stored.onSource()
                        ? new PositionsReader(
                                stored.topic(),
                                settings.clients().sourcePositionsConsumer(),
                                settings.sourceErrors(),
                                sink)
                        : new PositionsReader(
                                stored.topic(), settings.clients().positionsConsumer(), settings.targetErrors(), sink));
        opened.closing(tail);
        opened.closing(shared);
        opened.closing(metrics);
        // The last, so closed first: without its admin clients a request in progress would fail, and be reported.
        opened.closing(rounds);
        work = new Work(settings, topics, talk, tail, shared, translator, metrics);
        rounds.start();
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        Work running = requireStarted();
        ConnectException refused = storeFailure;
        if (refused != null) {
            throw refused;
        }
        GroupOffsets offsets = running.rounds().offsets();
        Set<String> topics = offsets == null
                ? Set.of()
                : offsets.topics().stream()
                        .filter(running.translator()::selects)
                        .collect(Collectors.toSet());
        if (offsets == null || topics.isEmpty()) {
            never.await(RETRY_MS, TimeUnit.MILLISECONDS);
            return null;
        }
        try {
            running.shared().follow(offsets.others(), offsets.reading());
            Set<String> sameName =
                    topics.stream().filter(running.translator()::isShared).collect(Collectors.toSet());
            boolean ownRead = running.tail().advance(topics, STEP);
            if (!running.shared().advance(sameName, STEP) || !ownRead) {
                return null;
            }
            complaint.over();
            return toRecords(running, translate(running, offsets));
        } catch (TransientFailure e) {
            complaint.about(running.settings().link(), e);
            never.await(RETRY_MS, TimeUnit.MILLISECONDS);
            return null;
        } catch (ReplicationException e) {
            throw new ConnectException(e.getMessage(), e);
        }
    }

    private List<Checkpoint> translate(Work running, GroupOffsets offsets) {
        for (Checkpoint checkpoint = lost.poll(); checkpoint != null; checkpoint = lost.poll()) {
            running.translator().lost(checkpoint);
        }
        boolean othersMoved = running.shared().takeChanged();
        boolean moved = running.tail().takeChanged() || othersMoved;
        Places places = (partition, offset) -> place(running, offsets, partition, offset);
        List<Checkpoint> due = List.of();
        if (offsets.reading() != translatedReading) {
            due = running.translator().translate(offsets, places);
            translatedReading = offsets.reading();
            moved = true;
        } else if (moved) {
            due = running.translator().translatePending(places);
        }
        if (moved) {
            running.rounds().translated(running.translator().translated());
        }
        Map<String, Outcome> outcomes = running.rounds().outcomes();
        if (moved || !outcomes.equals(shown)) {
            shown = outcomes;
            status = status(running.translator(), outcomes);
            report(running);
        }
        return due;
    }

    private static Translation place(Work running, GroupOffsets offsets, TopicPartition partition, long offset) {
        return running.translator().isShared(partition.topic())
                ? running.shared()
                        .translate(
                                running.tail().book(),
                                partition,
                                offset,
                                offsets.ends().getOrDefault(partition, LogEnds.UNKNOWN))
                : running.tail().book().translate(partition, offset);
    }

    private static List<GroupStatus> status(GroupTranslator translator, Map<String, Outcome> outcomes) {
        var all = new ArrayList<GroupStatus>();
        translator.positions().forEach((group, positions) -> {
            Outcome outcome = outcomes.getOrDefault(group, new Outcome(Sync.NONE, ""));
            all.add(new GroupStatus(group, positions, outcome.sync(), outcome.detail()));
        });
        return List.copyOf(all);
    }

    /** Says what is not translated, once for each reason: a partition without a position is every group's. */
    private void report(Work running) {
        var reasons = new TreeMap<String, List<String>>();
        for (GroupStatus group : status) {
            for (GroupPosition position : group.untranslated()) {
                reasons.computeIfAbsent(position.translation().reason(), unused -> new ArrayList<>())
                        .add(group.group() + " at " + position.sourceOffset() + " of " + position.source());
            }
        }
        reasons.forEach((reason, positions) -> {
            if (!reported.contains(reason)) {
                LOGGER.warn(
                        "Link {}: {} group positions are not translated, among them {}: {}.",
                        running.settings().link(),
                        positions.size(),
                        positions.get(0),
                        reason);
            }
        });
        reported = Set.copyOf(reasons.keySet());
    }

    private static @Nullable List<SourceRecord> toRecords(Work running, List<Checkpoint> due) {
        if (due.isEmpty()) {
            return null;
        }
        String topic = running.topics().checkpoints();
        long now = System.currentTimeMillis();
        return due.stream()
                .<SourceRecord>map(checkpoint -> new CheckpointRecord(checkpoint, topic, now))
                .toList();
    }

    /** The task's groups, as of the last translation. May be called on any thread. */
    public List<GroupStatus> status() {
        return status;
    }

    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        if (!(record instanceof CheckpointRecord stored)) {
            return;
        }
        if (metadata == null) {
            // Connect gave the record up ('errors.tolerance = all'): it goes out again with the next reading.
            lost.add(stored.checkpoint());
        } else if (metadata.serializedKeySize() != stored.keySize()) {
            storeFailure = new ConnectException("The checkpoints were changed on their way to " + metadata.topic()
                    + ". Set 'key.converter' and 'value.converter' of the connector to"
                    + " org.apache.kafka.connect.converters.ByteArrayConverter.");
        } else {
            Work running = work;
            if (running != null) {
                running.metrics().stored(stored.checkpoint(), System.currentTimeMillis() - stored.timestamp());
            }
        }
    }

    @Override
    public void stop() {
        work = null;
        opened.close();
    }

    private Work requireStarted() {
        Work running = work;
        if (running == null) {
            throw new Misconfigured(CheckpointSettings.TASK_GROUPS, "The task was not started.");
        }
        return running;
    }
}
