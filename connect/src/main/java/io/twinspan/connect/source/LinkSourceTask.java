package io.twinspan.connect.source;

import io.twinspan.connect.progress.Follower;
import io.twinspan.link.LaneSpec;
import io.twinspan.model.error.Fenced;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.wire.ControlRecord.LaneOrder;
import io.twinspan.model.wire.ControlRecord.LinkHold;
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
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hosts the link of some partitions inside Connect's calls to {@link #poll}. Confined to the task's thread, but for
 * {@link #commitRecord}, which Connect calls on its producer's thread.
 *
 * <p>The first calls to {@code poll} read the positions topic; then the link runs. What the link wants stored goes out as records of
 * the positions topic, whose Connect offsets are MirrorMaker 2's. {@link #start} and {@link #stop} never wait for a cluster.
 *
 * <p>Connect stops a task only after {@code poll} has returned and takes no more records then. So the last positions of a clean stop
 * go out through a producer of the task's own, if everything before them is stored and it takes no longer than a second or two.
 * Connect's offsets are then at most one tip interval behind. If it does not work out, the next start finds the exact position from
 * the last stored one and from what the target holds, as after a crash.
 */
public final class LinkSourceTask extends SourceTask {
    private static final Logger LOGGER = LoggerFactory.getLogger(LinkSourceTask.class);
    private static final long POLL_MS = 500;
    private static final Duration READ_STEP = Duration.ofMillis(POLL_MS);
    private static final long RETRY_MS = 250;
    private static final Duration REST_STEP = Duration.ofMillis(RETRY_MS);

    /** With what the last positions and the followers may take, well below Connect's 5 s for a task to stop. */
    private static final long DRAIN_MS = 1_000;

    private static final Duration TRANSIT_WAIT = Duration.ofMillis(300);
    private static final Duration FOLLOWERS_WAIT = Duration.ofSeconds(1);

    private final TaskParts parts;

    private final Map<TopicPartition, LaneState> troubled = new HashMap<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private @Nullable SourceSettings settings;
    private List<TopicPartition> lanes = List.of();
    private String positionsTopic = "";
    private volatile @Nullable Outbox outbox;
    private Sights sights = new Sights(0, 0);
    private int positionsPartitions;
    private @Nullable Orders orders;
    private @Nullable LaneStarts starts;
    private @Nullable HostedLink link;
    private @Nullable Rest rest;
    private volatile @Nullable Follower follower;
    private final Complaint complaint = new Complaint(LOGGER);

    /** For Connect. */
    public LinkSourceTask() {
        this(TaskParts.real());
    }

    LinkSourceTask(TaskParts parts) {
        this.parts = parts;
    }

    @Override
    public String version() {
        return new LinkSourceConnector().version();
    }

    @Override
    public void start(Map<String, String> properties) {
        SourceSettings parsed = LinkSourceConnector.parse(properties);
        lanes = PartitionRanges.parse(properties.getOrDefault(ConnectorDefinition.TASK_LANES, ""));
        positionsTopic = new InternalTopics(parsed.link(), parsed.replicationPolicy()).positions();
        sights = new Sights(
                Integer.parseInt(properties.getOrDefault(ConnectorDefinition.TASK_INDEX, "0")),
                ThreadLocalRandom.current().nextLong());
        settings = parsed;
        outbox = new Outbox(parsed, positionsTopic, lanes, lane -> connectOffset(parsed, lane));
        LOGGER.info(
                "Link {}, task {}: starts with {} partitions: {}",
                parsed.link(),
                properties.get(ConnectorDefinition.TASK_INDEX),
                lanes.size(),
                properties.get(ConnectorDefinition.TASK_LANES));
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        SourceSettings running = requireStarted();
        ConnectException refused = outbox().failure();
        if (refused != null) {
            throw refused;
        }
        try {
            if (isHeld()) {
                return rest(running);
            }
            HostedLink hosted = link;
            if (hosted == null) {
                hosted = openWhenStartsAreKnown(running);
                if (hosted == null) {
                    return null;
                }
            }
            return isOrderedOtherwise(running) ? null : drive(running, hosted);
        } catch (Fenced e) {
            LOGGER.info("Link {}: {}", running.link(), e.getMessage());
            closeRest();
            closeLink();
            return null;
        } catch (TransientFailure e) {
            complaint.about(running.link(), e);
            never.await(RETRY_MS, TimeUnit.MILLISECONDS);
            return null;
        } catch (ReplicationException e) {
            throw new ConnectException(e.getMessage(), e);
        }
    }

    /** Whether an operator's order holds the link, as far as it is heard. */
    private boolean isHeld() {
        Orders heard = orders;
        return heard != null && heard.hold().level() == Level.HELD;
    }

    /** Makes sure of what is stored, and from when nothing is under way any more tells every second that it rests, until it is let go. */
    private @Nullable List<SourceRecord> rest(SourceSettings running) throws InterruptedException {
        Rest resting = rest;
        if (resting == null) {
            resting = beginRest(running);
        }
        LaneOrder order = requireOrders().next(System.currentTimeMillis());
        if (!isHeld() || order != null) {
            LOGGER.info(
                    "Link {}: {}",
                    running.link(),
                    isHeld()
                            ? "reads the positions anew"
                            : "let go by " + requireOrders().hold().operation());
            closeRest();
            return null;
        }
        outbox().takeDurable(record -> {
            resting(record);
            follower(running).durable(record);
        });
        boolean isDone = outbox().isDone();
        var positions = new ArrayList<>(resting.advance(REST_STEP));
        lanesSaid(running, positions);
        if (isDone && positions.isEmpty() && resting.isQuiet()) {
            positions.addAll(
                    sights.resting(requireOrders().hold().timeMs(), resting.isSettled(), System.currentTimeMillis()));
        }
        complaint.over();
        List<SourceRecord> records = outbox().send(positions, positionsPartitions());
        if (records == null) {
            never.await(RETRY_MS, TimeUnit.MILLISECONDS);
        }
        return records;
    }

    private Rest beginRest(SourceSettings running) {
        LinkHold hold = requireOrders().hold();
        LOGGER.info(
                "Link {}: held by {}: {}; copies nothing until it is let go.",
                running.link(),
                hold.operation(),
                hold.reason());
        closeStarts();
        var begun = new Rest(running, lanes, parts, link, positionsPartitions);
        link = null;
        rest = begun;
        return begun;
    }

    private void resting(PositionRecord record) {
        Rest resting = rest;
        if (resting != null) {
            resting.recorded(record);
        }
    }

    private int positionsPartitions() {
        Rest resting = rest;
        return resting == null || resting.partitions() == 0 ? positionsPartitions : resting.partitions();
    }

    private Orders requireOrders() {
        Orders heard = orders;
        if (heard == null) {
            throw new IllegalStateException("who has heard no order cannot be held");
        }
        return heard;
    }

    /** Whether an operator has changed what the positions topic says; then it is read anew. */
    private boolean isOrderedOtherwise(SourceSettings running) {
        Orders heard = orders;
        LaneOrder order = heard == null ? null : heard.next(System.currentTimeMillis());
        if (order != null) {
            LOGGER.info(
                    "Link {}: ordered for {}-{}: {}; reading the positions anew.",
                    running.link(),
                    order.topic(),
                    order.partition(),
                    order.what());
            closeLink();
        }
        return order != null;
    }

    private @Nullable List<SourceRecord> drive(SourceSettings running, HostedLink hosted) {
        Follower following = follower(running);
        tellDurable(hosted, following);
        var positions = new ArrayList<>(hosted.poll(outbox().hasMore() ? 0 : POLL_MS));
        List<LaneState> anew = lanesSaid(running, positions).stream()
                .filter(state -> Restarts.isWanted(running.config(), state))
                .toList();
        long now = System.currentTimeMillis();
        positions.addAll(sights.due(hosted::stats, now));
        startAnew(running, anew);
        following.tick(now, hosted::stats);
        complaint.over();
        return outbox().send(positions, positionsPartitions);
    }

    private List<LaneState> lanesSaid(SourceSettings running, List<PositionRecord> positions) {
        var states = new ArrayList<LaneState>();
        for (PositionRecord position : positions) {
            if (position instanceof LaneStateRecord state) {
                onLaneState(running, state.state());
                states.add(state.state());
            }
        }
        return states;
    }

    private void tellDurable(HostedLink hosted, Follower following) {
        outbox().takeDurable(record -> {
            hosted.recorded(record);
            following.durable(record);
        });
    }

    private Follower follower(SourceSettings running) {
        Follower known = follower;
        if (known == null) {
            known = parts.followers().open(running, context);
            follower = known;
        }
        return known;
    }

    /** A lane's failure is its own, and stored for all to see. The task lives on, to hear what the operator decides. */
    private void onLaneState(SourceSettings running, LaneState state) {
        var partition = new TopicPartition(state.lane().topic(), state.lane().partition());
        LaneState before =
                state.kind() == LaneState.Kind.COPYING ? troubled.remove(partition) : troubled.put(partition, state);
        if (state.kind() == LaneState.Kind.COPYING) {
            if (before != null) {
                LOGGER.info("Link {}: {} copies again.", running.link(), partition);
            }
        } else if (before == null || !before.reason().equals(state.reason())) {
            String what = state.kind() == LaneState.Kind.FAILED ? "failed and is not copied" : "is tried again";
            LOGGER.warn("Link {}: {} {}: {}", running.link(), partition, what, state.reason());
        }
    }

    /** Partitions that stopped, and start anew as the file says; stored first, as an operator's order is. */
    private void startAnew(SourceSettings running, List<LaneState> stopped) {
        if (stopped.isEmpty()) {
            return;
        }
        try {
            List<PositionRecord> generations = new ArrayList<>();
            stopped.forEach(state -> generations.add(Restarts.next(running, state)));
            parts.store().store(running, positionsTopic, positionsPartitions, generations);
            LOGGER.warn("Link {}: start anew, as the file says: {}", running.link(), generations);
        } catch (ReplicationException e) {
            LOGGER.warn(
                    "Link {}: {} stay stopped until the next start of the task: {}",
                    running.link(),
                    stopped.stream().map(LaneState::lane).toList(),
                    e.getMessage());
            return;
        }
        closeLink();
    }

    private @Nullable HostedLink openWhenStartsAreKnown(SourceSettings running) {
        Orders heard = orders;
        if (heard == null) {
            heard = new Orders(running, lanes, parts.orders());
            orders = heard;
        }
        LaneStarts finding = starts;
        if (finding == null) {
            // What is ordered from now on is news; what was ordered before is in the positions.
            if (!heard.isUpToDate(READ_STEP) || isHeld()) {
                return null;
            }
            finding = new LaneStarts(running, lanes, parts, lane -> connectOffset(running, lane));
            starts = finding;
        }
        if (!finding.advance(READ_STEP)) {
            return null;
        }
        positionsPartitions = finding.positionsPartitions();
        List<LaneSpec> specs = finding.specs();
        sights.earlier(finding.sights());
        refuse(running, finding.refused());
        closeStarts();
        specs.stream().map(LaneSpec::tip).filter(Objects::nonNull).forEach(outbox()::knows);
        HostedLink opened = parts.links().open(running, specs);
        link = opened;
        return opened;
    }

    /** Partitions whose positions cannot be trusted have failed before they began. */
    private void refuse(SourceSettings running, Collection<Refusal> refused) {
        for (Refusal refusal : refused) {
            LaneState state = refusal.state(System.currentTimeMillis());
            onLaneState(running, state);
            outbox().later(new LaneStateRecord(state), positionsPartitions);
        }
    }

    private OptionalLong connectOffset(SourceSettings running, TopicPartition partition) {
        Map<String, Object> key = SourceOffsets.partition(running.link().source(), partition);
        return SourceOffsets.next(context.offsetStorageReader().offset(key));
    }

    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        outbox().committed(record, metadata);
    }

    @Override
    public void commit() {
        Follower known = follower;
        if (known != null) {
            known.flushed();
        }
    }

    @Override
    public void stop() {
        Rest resting = rest;
        HostedLink hosted = resting == null ? link : resting.release();
        link = null;
        closeRest();
        closeStarts();
        closeOrders();
        if (hosted == null) {
            closeFollower();
            return;
        }
        try {
            storeLast(requireStarted(), hosted);
        } catch (ReplicationException e) {
            LOGGER.info("The last positions were not stored, the next start finds them itself. {}", e.getMessage());
        } finally {
            hosted.close();
            closeFollower();
        }
    }

    private void closeFollower() {
        Follower known = follower;
        follower = null;
        if (known != null) {
            known.close(FOLLOWERS_WAIT);
        }
    }

    /** The next poll reads the positions again, and opens a new link on them. */
    private void closeLink() {
        HostedLink hosted = link;
        link = null;
        if (hosted != null) {
            hosted.close();
        }
    }

    private void closeRest() {
        Rest resting = rest;
        rest = null;
        if (resting != null) {
            resting.close();
        }
    }

    private void storeLast(SourceSettings running, HostedLink hosted) {
        outbox().awaitTransit(TRANSIT_WAIT);
        tellDurable(hosted, follower(running));
        if (!outbox().isDone()) {
            // A record that is still under way could overtake a newer one under the same key.
            return;
        }
        List<PositionRecord> last = hosted.drain(DRAIN_MS);
        if (!last.isEmpty()) {
            parts.store().store(running, positionsTopic, positionsPartitions, last);
            last.forEach(follower(running)::durable);
        }
    }

    private void closeOrders() {
        Orders heard = orders;
        orders = null;
        if (heard != null) {
            heard.close();
        }
    }

    private void closeStarts() {
        LaneStarts finding = starts;
        starts = null;
        if (finding != null) {
            finding.close();
        }
    }

    private Outbox outbox() {
        Outbox known = outbox;
        if (known == null) {
            throw new Misconfigured(ConnectorDefinition.TASK_LANES, "The task was not started.");
        }
        return known;
    }

    private SourceSettings requireStarted() {
        SourceSettings running = settings;
        if (running == null) {
            throw new Misconfigured(ConnectorDefinition.TASK_LANES, "The task was not started.");
        }
        return running;
    }
}
