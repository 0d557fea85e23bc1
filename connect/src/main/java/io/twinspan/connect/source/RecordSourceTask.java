package io.twinspan.connect.source;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.connect.progress.CopyMetrics;
import io.twinspan.connect.progress.Follower;
import io.twinspan.link.LaneSpec;
import io.twinspan.link.LinkStats;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.option.CommonOptions;
import io.twinspan.model.option.ConnectOptions;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.wire.ControlRecord.LinkHold.Level;
import io.twinspan.model.wire.InternalTopics;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.LaneStateRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.mirror.ReplicationPolicy;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies some partitions record by record through Connect, as MirrorMaker 2 does: for transformations, and for workers that cannot
 * copy batches. Confined to the task's thread, but for {@link #commitRecord}, which Connect calls on its producer's thread, too.
 *
 * <p>Exactly once is Connect's here ({@code exactly.once.source.support} of the worker). Positions are stored beside Connect, since its
 * transformations would change them; {@link RecordStart} says what follows from that.
 */
public final class RecordSourceTask extends SourceTask {
    private static final Logger LOGGER = LoggerFactory.getLogger(RecordSourceTask.class);
    private static final Duration READ_STEP = Duration.ofMillis(500);
    private static final Duration STOP_WAIT = Duration.ofMillis(1_500);
    private static final long RETRY_MS = 250;

    private static final Duration FOLLOWERS_WAIT = Duration.ofSeconds(1);
    private static final LinkStats NO_LANES = new LinkStats(List.of(), 0, "", "");

    private final TaskParts parts = TaskParts.real();
    private final CountDownLatch never = new CountDownLatch(1);
    private final Map<TopicPartition, Way> lanes = new HashMap<>();
    private @Nullable SourceSettings settings;
    private @Nullable ReplicationPolicy policy;
    private Sights sights = new Sights(0, 0);
    private @Nullable Orders orders;
    private @Nullable LaneStarts finding;
    private @Nullable SourceReader source;
    private @Nullable PositionsStream positions;
    private volatile @Nullable Follower follower;
    private volatile @Nullable CopyMetrics metrics;
    private volatile @Nullable ConnectException changed;

    // Filled on a producer's thread, emptied on the task's.
    private final Queue<PositionRecord> durable = new ConcurrentLinkedQueue<>();
    private List<TopicPartition> wanted = List.of();
    private boolean unchanged;
    private long storedMs;
    private final Complaint complaint = new Complaint(LOGGER);

    /** What all records of a partition share on their way. Immutable, but for the lane. */
    private record Way(RecordLane lane, String target, Map<String, Object> offsetKey) {}

    @Override
    public String version() {
        return new LinkSourceConnector().version();
    }

    @Override
    public void start(Map<String, String> properties) {
        SourceSettings parsed = LinkSourceConnector.parse(properties);
        wanted = PartitionRanges.parse(properties.getOrDefault(ConnectorDefinition.TASK_LANES, ""));
        unchanged = parsed.config().get(ConnectOptions.TRANSFORMS).isEmpty();
        policy = parsed.replicationPolicy();
        sights = new Sights(
                Integer.parseInt(properties.getOrDefault(ConnectorDefinition.TASK_INDEX, "0")),
                ThreadLocalRandom.current().nextLong());
        settings = parsed;
        LOGGER.info(
                "Link {}, task {}: copies {} partitions record by record: {}",
                parsed.link(),
                properties.get(ConnectorDefinition.TASK_INDEX),
                wanted.size(),
                properties.get(ConnectorDefinition.TASK_LANES));
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        SourceSettings running = settings;
        ReplicationPolicy naming = policy;
        ConnectException refused = changed;
        if (running == null || naming == null) {
            throw new ConnectException("The task was not started.");
        }
        if (refused != null) {
            throw refused;
        }
        try {
            if (isHeld(running)) {
                rest(running, naming);
                return null;
            }
            SourceReader reading = source;
            if (reading == null) {
                openWhenStartsAreKnown(running, naming);
                return null;
            }
            storeNowAndThen(running, sights.due(() -> NO_LANES, System.currentTimeMillis()));
            tellFollower();
            List<SourceRecord> records = records(running, reading);
            complaint.over();
            return records.isEmpty() ? null : records;
        } catch (TransientFailure e) {
            complaint.about(running.link(), e);
            never.await(RETRY_MS, TimeUnit.MILLISECONDS);
            return null;
        } catch (ReplicationException e) {
            throw new ConnectException(e.getMessage(), e);
        }
    }

    /**
     * Whether an operator's order holds the link, or that is not known yet. Orders for single partitions are in the positions topic, and
     * count from the next start: where Connect stands by then is not known before.
     */
    private boolean isHeld(SourceSettings running) {
        Orders heard = orders;
        if (heard == null) {
            heard = new Orders(running, wanted, parts.orders());
            orders = heard;
        }
        if (!heard.isUpToDate(READ_STEP)) {
            return true;
        }
        heard.next(System.currentTimeMillis());
        return heard.hold().level() == Level.HELD;
    }

    /** Reads nothing; tells every second that it rests, as soon as Connect is done with all records. */
    private void rest(SourceSettings running, ReplicationPolicy naming) throws InterruptedException {
        Orders heard = orders;
        boolean isDone = lanes.values().stream().allMatch(way -> way.lane().isDone());
        if (heard != null && heard.hold().level() == Level.HELD && positions == null) {
            openWhenStartsAreKnown(running, naming);
        }
        storeNowAndThen(
                running,
                heard != null && isDone && heard.hold().level() == Level.HELD
                        ? sights.resting(heard.hold().timeMs(), false, System.currentTimeMillis())
                        : List.of());
        tellFollower();
        complaint.over();
        never.await(RETRY_MS, TimeUnit.MILLISECONDS);
    }

    private List<SourceRecord> records(SourceSettings running, SourceReader reading) {
        var records = new ArrayList<SourceRecord>();
        long pollMs = running.config().get(CommonOptions.CONSUMER_POLL_TIMEOUT);
        for (ConsumerRecord<byte[], byte[]> record : reading.poll(Duration.ofMillis(Math.min(pollMs, 1_000)))) {
            var partition = new TopicPartition(record.topic(), record.partition());
            Way way = lanes.get(partition);
            if (way != null) {
                way.lane().sent(record.offset(), record.leaderEpoch().orElse(-1));
                records.add(CopiedRecord.of(record, way.lane(), way.target(), way.offsetKey()));
            }
        }
        return records;
    }

    private void openWhenStartsAreKnown(SourceSettings running, ReplicationPolicy naming) {
        LaneStarts opening = finding;
        if (opening == null) {
            opening = new LaneStarts(running, wanted, parts, lane -> connectOffset(running, lane));
            finding = opening;
        }
        if (!opening.advance(READ_STEP)) {
            return;
        }
        String topic = new InternalTopics(running.link(), naming).positions();
        var starts = starts(running, opening.specs(), TopicIds.of(running, wanted));
        var stream = new PositionsStream(
                topic,
                opening.positionsPartitions(),
                running.clients().positionsProducer(),
                new ClusterErrors("target.cluster.", running.link().target().value()),
                durable::add);
        refuse(running, opening.refused(), stream);
        closeStarts();
        positions = stream;
        follower = parts.followers().open(running, context);
        metrics = FollowerFactory.metrics(running, context);
        open(running, naming, starts, stream);
    }

    /** Partitions whose positions cannot be trusted are not copied. */
    private static void refuse(SourceSettings running, Collection<Refusal> refused, PositionsStream stream) {
        for (Refusal refusal : refused) {
            LOGGER.warn("Link {}: {} is not copied: {}", running.link(), refusal.lane(), refusal.reason());
            stream.store(List.of(new LaneStateRecord(refusal.state(System.currentTimeMillis()))));
        }
    }

    private Map<LaneId, RecordStart> starts(SourceSettings running, List<LaneSpec> specs, Map<String, Uuid> ids) {
        var starts = new HashMap<LaneId, RecordStart>();
        for (LaneSpec spec : specs) {
            Uuid id = ids.get(spec.topic());
            if (id != null) {
                var partition = new TopicPartition(spec.topic(), spec.partition());
                var start = RecordStart.of(spec, id, running.start(), connectOffset(running, partition));
                starts.put(new LaneId(id, spec.topic(), spec.partition(), start.generation()), start);
            }
        }
        return starts;
    }

    private void open(
            SourceSettings running, ReplicationPolicy naming, Map<LaneId, RecordStart> starts, PositionsStream stream) {
        ClusterAlias from = running.link().source();
        var begins = new HashMap<TopicPartition, LaneSpec.StartAt>();
        var gaps = new ArrayList<PositionRecord>();
        starts.forEach((id, start) -> {
            var partition = new TopicPartition(id.topic(), id.partition());
            lanes.put(
                    partition,
                    new Way(
                            new RecordLane(id, ThreadLocalRandom.current().nextLong(), start.known()),
                            naming.formatRemoteTopic(from.value(), id.topic()),
                            SourceOffsets.partition(from, partition)));
            begins.put(partition, start.start());
            if (start.gap() != null) {
                gaps.add(start.gap());
                LOGGER.info(
                        "Link {}: of what {} copied last before a crash, the target offsets are not known; its map"
                                + " begins anew at source offset {}.",
                        running.link(),
                        partition,
                        start.start().offset());
            }
        });
        stream.store(gaps);
        source = new SourceReader(running, begins);
    }

    private OptionalLong connectOffset(SourceSettings running, TopicPartition partition) {
        Map<String, Object> key = SourceOffsets.partition(running.link().source(), partition);
        return SourceOffsets.next(context.offsetStorageReader().offset(key));
    }

    private void storeNowAndThen(SourceSettings running, List<PositionRecord> first) {
        long now = System.currentTimeMillis();
        PositionsStream stream = positions;
        if (stream != null) {
            stream.store(first);
        }
        if (stream != null && now - storedMs >= running.linkConfig().tipIntervalMs()) {
            storedMs = now;
            lanes.values().forEach(way -> stream.store(way.lane().takeUnstored(now)));
        }
    }

    private void tellFollower() {
        Follower told = follower;
        if (told != null) {
            for (PositionRecord record = durable.poll(); record != null; record = durable.poll()) {
                told.durable(record);
            }
            told.tick(System.currentTimeMillis(), () -> NO_LANES);
        }
    }

    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        if (!(record instanceof CopiedRecord copied)) {
            return;
        }
        if (unchanged && metadata != null && !copied.keptItsBytes(metadata)) {
            changed = new ConnectException("Records were changed on their way to " + metadata.topic()
                    + ". Set 'key.converter' and 'value.converter' of the connector to"
                    + " org.apache.kafka.connect.converters.ByteArrayConverter.");
        }
        CopyMetrics counting = metrics;
        if (copied.acknowledged(metadata) && counting != null && metadata != null) {
            counting.copied(
                    new TopicPartition(metadata.topic(), metadata.partition()),
                    1,
                    Math.max(0, metadata.serializedValueSize()),
                    copied.ageMs(),
                    copied.ageMs(System.currentTimeMillis()));
        }
    }

    @Override
    public void commit() {
        Follower told = follower;
        if (told != null) {
            told.flushed();
        }
    }

    @Override
    public void stop() {
        closeStarts();
        Orders heard = orders;
        orders = null;
        if (heard != null) {
            heard.close();
        }
        SourceReader reading = source;
        source = null;
        if (reading != null) {
            reading.close();
        }
        PositionsStream stream = positions;
        positions = null;
        if (stream != null) {
            storeLast(stream);
        }
        lanes.clear();
        closeFollowers();
    }

    private void closeFollowers() {
        tellFollower();
        Follower told = follower;
        follower = null;
        if (told != null) {
            told.close(FOLLOWERS_WAIT);
        }
        CopyMetrics counting = metrics;
        metrics = null;
        if (counting != null) {
            counting.close();
        }
    }

    /** Connect stops a task when it is done with its records; if this does not work out, the next start finds a gap. */
    private void storeLast(PositionsStream stream) {
        try {
            long now = System.currentTimeMillis();
            lanes.values().forEach(way -> stream.store(way.lane().takeUnstored(now)));
        } catch (ReplicationException | KafkaException e) {
            LOGGER.info("The last positions were not stored. {}", e.getMessage());
        } finally {
            stream.close(STOP_WAIT);
        }
    }

    private void closeStarts() {
        LaneStarts opening = finding;
        finding = null;
        if (opening != null) {
            opening.close();
        }
    }
}
