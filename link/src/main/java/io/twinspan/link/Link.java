package io.twinspan.link;

import io.twinspan.link.exchange.BrokerError.Cure;
import io.twinspan.link.exchange.Exchange;
import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.FindOffsets;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.exchange.Topology;
import io.twinspan.link.fetch.Budget;
import io.twinspan.link.fetch.Fetcher;
import io.twinspan.link.fetch.TailReader;
import io.twinspan.link.lane.Backoff;
import io.twinspan.link.lane.Lane;
import io.twinspan.link.lane.LaneCounters;
import io.twinspan.link.lane.LaneHost;
import io.twinspan.link.lane.Phase;
import io.twinspan.link.lane.Tail;
import io.twinspan.link.produce.Appender;
import io.twinspan.link.rewrite.Merger;
import io.twinspan.link.rewrite.Sieve;
import io.twinspan.link.route.Leaderless;
import io.twinspan.link.route.OffsetFinder;
import io.twinspan.link.route.Routes;
import io.twinspan.model.error.Fenced;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.ProducerIds;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies partitions from one cluster to another: drives its lanes over one {@link Exchange}. Confined to one thread, which calls
 * {@link #poll} again and again; nothing moves between calls.
 *
 * <p>The host stores the records that {@code poll} returns, in their order, in the positions topic, and tells of each when it is
 * durable. A lane that never ran appends nothing before its first record is.
 */
public final class Link implements AutoCloseable, LaneHost {
    private static final Logger LOGGER = LoggerFactory.getLogger(Link.class);

    private static final long FIND_PAUSE_MS = 100;
    private static final long FIND_MAX_PAUSE_MS = 5_000;
    private static final long LOCATE_PAUSE_MS = 1_000;

    private final LinkConfig config;
    private final Exchange exchange;
    private final Map<TopicPartition, Lane> lanes = new LinkedHashMap<>();
    private final Map<LaneId, Lane> byId = new HashMap<>();
    private final Routes sourceRoutes;
    private final Routes targetRoutes;
    private final OffsetFinder offsets;
    private final TailReader tails;
    private final Budget budget;
    private final Fetcher fetcher;
    private final Appender appender;
    private final Map<Lane, Topology.@Nullable Leader> targetLeaders = new HashMap<>();
    private final Leaderless leaderless;
    private final Alarms alarms = new Alarms();
    private final Map<Origins, Sieve> sieves = new EnumMap<>(Origins.class);
    private List<PositionRecord> outbox = new ArrayList<>();
    private long nextWakeupMs;
    private boolean draining;
    private boolean settling;
    private boolean willLookAgain;
    private final long owner;
    private @Nullable String fenced;

    /** The link owns the exchange, and closes it. */
    public Link(LinkConfig config, Exchange exchange, List<LaneSpec> specs) {
        this(config, exchange, specs, ThreadLocalRandom.current().nextLong());
    }

    /** @param owner a number that no other link has, past or present */
    public Link(LinkConfig config, Exchange exchange, List<LaneSpec> specs, long owner) {
        this.owner = owner;
        this.config = config;
        this.exchange = exchange;
        Set<String> sourceTopics = new TreeSet<>();
        Set<String> targetTopics = new TreeSet<>();
        Merger merger = new Merger();
        for (LaneSpec spec : specs) {
            sourceTopics.add(spec.topic());
            targetTopics.add(spec.targetTopic());
            lanes.put(new TopicPartition(spec.topic(), spec.partition()), new Lane(spec, config, this, merger));
        }
        sourceRoutes = new Routes(exchange, Side.SOURCE, sourceTopics, this::routesChanged);
        targetRoutes = new Routes(exchange, Side.TARGET, targetTopics, this::routesChanged);
        leaderless = new Leaderless(sourceRoutes, targetRoutes);
        offsets = new OffsetFinder(exchange);
        tails = new TailReader(exchange, config, targetRoutes, offsets);
        budget = new Budget(exchange, config.memoryBytes(), config.rateBytes());
        appender = new Appender(exchange, config, targetRoutes);
        fetcher = new Fetcher(exchange, config, sourceRoutes, budget, this::isHeldUp);
    }

    /**
     * Copies, until there are position records to store or the time is up.
     *
     * @return the records to store, in order; empty if there are none
     * @throws Fenced if another link runs the same lanes; close this one, read the positions again and make a new one
     */
    public List<PositionRecord> poll(long maxMs) {
        long deadline = exchange.nowMs() + maxMs;
        work();
        long now = exchange.nowMs();
        while (outbox.isEmpty() && fenced == null && now < deadline && !isSettled()) {
            exchange.poll(Math.max(0, Math.min(nextWakeupMs, deadline) - now));
            work();
            now = exchange.nowMs();
        }
        return takeOutbox();
    }

    /** Moves everything as far as it goes without waiting. */
    public List<PositionRecord> step() {
        exchange.poll(0);
        work();
        return takeOutbox();
    }

    /** When {@link #step} has something to do even if no answer comes, in milliseconds. */
    public long nextWakeupMs() {
        return nextWakeupMs;
    }

    private List<PositionRecord> takeOutbox() {
        if (fenced != null) {
            throw new Fenced(fenced);
        }
        if (outbox.isEmpty()) {
            return List.of();
        }
        List<PositionRecord> taken = outbox;
        outbox = new ArrayList<>();
        return taken;
    }

    private void work() {
        long now = exchange.nowMs();
        alarms.run(now);
        offsets.tick();
        tails.tick();
        long next = Math.min(sourceRoutes.tick(now), targetRoutes.tick(now));
        if (!settling) {
            appender.tick(now);
        }
        if (!draining) {
            next = Math.min(next, fetcher.tick(now));
        }
        nextWakeupMs = alarms.nextMs(next);
    }

    /** A record is durable. */
    public void recorded(PositionRecord record) {
        if (record instanceof PositionRecord.Start start) {
            Lane lane = byId.get(start.tip().lane());
            if (lane != null) {
                lane.recorded(record, exchange.nowMs());
            }
        }
    }

    /**
     * From now on nothing more is sent to the target. What is in flight is waited for, and a lane that does not know what of its source
     * the target holds already finds out, for which it reads the source.
     */
    public void settle() {
        if (!settling) {
            settling = true;
            long now = exchange.nowMs();
            lanes.values().forEach(lane -> lane.certainty().want(now));
        }
    }

    /** Whether anything that was sent is not answered yet. */
    public boolean isInFlight() {
        return lanes.values().stream().anyMatch(lane -> lane.inFlight() > 0);
    }

    /** Whether, after {@link #settle}, all positions are certain, and stay so as long as no other link runs the same lanes. */
    public boolean isSettled() {
        return settling
                && lanes.values().stream().allMatch(lane -> lane.certainty().isReached());
    }

    private boolean isHeldUp(Lane lane) {
        return settling ? lane.certainty().isAligned() : appender.isSilent(lane, exchange.nowMs());
    }

    /**
     * Stops reading, waits for the answers to what is in flight, and returns the final positions, to store before the link is
     * closed.
     */
    public List<PositionRecord> drain(long maxMs) {
        draining = true;
        long deadline = exchange.nowMs() + maxMs;
        List<PositionRecord> records = new ArrayList<>(step());
        while (isInFlight() && exchange.nowMs() < deadline) {
            exchange.poll(Math.min(50, Math.max(1, deadline - exchange.nowMs())));
            work();
        }
        records.addAll(positions());
        return records;
    }

    /** What is to be stored so that all positions are, as they are now. */
    public List<PositionRecord> positions() {
        long now = exchange.nowMs();
        lanes.values().forEach(lane -> lane.storeTip(now));
        return takeOutbox();
    }

    /** Closes the connections; what is in flight may or may not arrive. */
    @Override
    public void close() {
        lanes.values().forEach(Lane::close);
        exchange.close();
    }

    // ---- leaders

    private void routesChanged() {
        long now = exchange.nowMs();
        lanes.values().forEach(lane -> {
            routeChanged(lane, now);
            leaderless.look(lane, now);
        });
        fetcher.rerouted();
        appender.rerouted();
        if (!willLookAgain && isLocating()) {
            willLookAgain = true;
            alarms.at(now + LOCATE_PAUSE_MS, this::lookAgain);
        }
    }

    /** A topic may be there whole and yet lack a lane's partition: it is about to grow. */
    private void lookAgain() {
        willLookAgain = false;
        if (isLocating()) {
            sourceRoutes.doubt();
            targetRoutes.doubt();
        }
    }

    private boolean isLocating() {
        return lanes.values().stream().anyMatch(lane -> lane.phase() == Phase.LOCATING);
    }

    private void routeChanged(Lane lane, long nowMs) {
        LaneSpec spec = lane.spec();
        Topology.Leader target = targetRoutes.leader(spec.targetTopic(), spec.partition());
        Uuid topicId = sourceRoutes.topicId(spec.topic());
        if (lane.phase() == Phase.LOCATING) {
            locate(lane, topicId, target, nowMs);
        } else {
            if (topicId != null) {
                lane.sourceTopicIs(topicId, nowMs);
            }
            Topology.Leader before = targetLeaders.get(lane);
            if (!Objects.equals(target, before)) {
                targetLeaders.put(lane, target);
                // Also while there is none: what waits for it would keep memory from the other lanes.
                lane.targetLeaderMoved(nowMs);
            }
        }
    }

    private void locate(Lane lane, @Nullable Uuid topicId, Topology.@Nullable Leader target, long nowMs) {
        LaneSpec spec = lane.spec();
        String clusterId = sourceRoutes.clusterId();
        String targetClusterId = targetRoutes.clusterId();
        if (topicId == null
                || target == null
                || clusterId == null
                || targetClusterId == null
                || sourceRoutes.leader(spec.topic(), spec.partition()) == null) {
            return;
        }
        targetLeaders.put(lane, target);
        byId.put(new LaneId(topicId, spec.topic(), spec.partition(), spec.generation()), lane);
        lane.located(topicId, sieve(spec, clusterId, targetClusterId), nowMs);
    }

    private Sieve sieve(LaneSpec spec, String clusterId, String targetClusterId) {
        int source = ProducerIds.origin(clusterId);
        int target = ProducerIds.origin(targetClusterId);
        Origins rule = config.origins().forTopics(spec.topic(), spec.targetTopic());
        if (source == target && spec.topic().equals(spec.targetTopic())) {
            throw new Misconfigured(
                    "replication.policy.class",
                    "link " + config.name() + " would copy " + spec.topic() + " into itself: both ends are cluster "
                            + clusterId
                            + (clusterId.equals(targetClusterId) ? "" : " or one that cannot be told from it")
                            + "; choose a policy that gives copies another name");
        }
        return sieves.computeIfAbsent(
                rule,
                any -> new Sieve(source, rule.carried(source, target), config.readCommitted(), config.targetCodec()));
    }

    // ---- what lanes ask for

    @Override
    public void wantsFetch(Lane lane) {
        fetcher.offer(lane);
    }

    @Override
    public void wantsAppend(Lane lane) {
        if (!settling) {
            appender.offer(lane);
        }
    }

    @Override
    public void wantsScan(Lane lane, Tail tail) {
        tails.scan(lane, tail);
    }

    @Override
    public void wantsStart(Lane lane) {
        LaneSpec spec = lane.spec();
        switch (spec.start().kind()) {
            case OFFSET -> startAt(lane, spec.start().offset());
            case EARLIEST -> find(lane, Side.SOURCE, FindOffsets.Kind.FIRST, first -> startAt(lane, first));
            case LATEST -> find(lane, Side.SOURCE, FindOffsets.Kind.NEXT, next -> startAt(lane, next));
        }
    }

    private void startAt(Lane lane, long source) {
        find(lane, Side.TARGET, FindOffsets.Kind.NEXT, target -> lane.startsAt(source, target, exchange.nowMs()));
    }

    @Override
    public void wantsSourceBounds(Lane lane, int ticket) {
        find(
                lane,
                Side.SOURCE,
                FindOffsets.Kind.FIRST,
                first -> find(
                        lane,
                        Side.SOURCE,
                        FindOffsets.Kind.NEXT,
                        next -> lane.sourceBounds(ticket, first, next, exchange.nowMs())));
    }

    private interface Found {
        void offset(long offset);
    }

    /** Finds an offset, however long it takes: a lane without it cannot do anything else. */
    private void find(Lane lane, Side side, FindOffsets.Kind kind, Found found) {
        long seed = 31L * lane.spec().topic().hashCode() + lane.spec().partition();
        find(lane, side, kind, found, new Backoff(FIND_PAUSE_MS, FIND_MAX_PAUSE_MS, seed));
    }

    private void find(Lane lane, Side side, FindOffsets.Kind kind, Found found, Backoff backoff) {
        if (lane.phase() == Phase.FAILED) {
            return;
        }
        LaneSpec spec = lane.spec();
        boolean source = side == Side.SOURCE;
        Routes routes = source ? sourceRoutes : targetRoutes;
        String topic = source ? spec.topic() : spec.targetTopic();
        Topology.Leader leader = routes.leader(topic, spec.partition());
        if (leader == null) {
            routes.doubt();
            findLater(lane, side, kind, found, backoff);
            return;
        }
        boolean readCommitted = source && config.readCommitted();
        offsets.find(
                side,
                leader,
                new TopicPartition(topic, spec.partition()),
                kind,
                readCommitted,
                new OffsetFinder.Outcome() {
                    @Override
                    public void found(long offset) {
                        found.offset(offset);
                    }

                    @Override
                    public void failed(Cure cure, String message) {
                        routes.doubt();
                        if (cure.needsPerson()) {
                            lane.cannotStart(side, cure, message, exchange.nowMs());
                        }
                        findLater(lane, side, kind, found, backoff);
                    }
                });
    }

    private void findLater(Lane lane, Side side, FindOffsets.Kind kind, Found found, Backoff backoff) {
        alarms.at(exchange.nowMs() + FIND_PAUSE_MS + backoff.nextMs(), () -> find(lane, side, kind, found, backoff));
    }

    @Override
    public void wantsWrittenEnd(Lane lane, int ticket) {
        find(
                lane,
                Side.TARGET,
                FindOffsets.Kind.WRITTEN,
                end -> lane.certainty().endsAt(ticket, end, exchange.nowMs()));
    }

    @Override
    public void reroute(Lane lane, Side side) {
        (side == Side.SOURCE ? sourceRoutes : targetRoutes).doubt();
    }

    @Override
    public void wakeAt(Lane lane, long timeMs) {
        alarms.at(timeMs, () -> lane.tick(exchange.nowMs()));
    }

    @Override
    public void store(PositionRecord record) {
        outbox.add(record);
    }

    @Override
    public long owner() {
        return owner;
    }

    @Override
    public void fenced(Lane lane, String message) {
        fenced = message;
    }

    @Override
    public void warn(Lane lane, String message) {
        LOGGER.warn("{} {}: {}", config.name(), lane, message);
    }

    // ---- what others may see

    /** The link as it is now. */
    public LinkStats stats() {
        long now = exchange.nowMs();
        List<LaneStats> all = new ArrayList<>(lanes.size());
        for (Lane lane : lanes.values()) {
            all.add(stats(lane, now));
        }
        return new LinkStats(
                all, exchange.leasedBytes(), messageOf(sourceRoutes.failure()), messageOf(targetRoutes.failure()));
    }

    private static String messageOf(@Nullable Failure failure) {
        return failure == null ? "" : failure.message();
    }

    private static LaneStats stats(Lane lane, long nowMs) {
        Tip tip = lane.position(nowMs);
        LaneCounters counters = lane.counters();
        return new LaneStats(
                lane.spec().topic(),
                lane.spec().partition(),
                lane.spec().targetTopic(),
                lane.phase().name(),
                lane.trouble(),
                lane.cause(),
                tip == null ? -1 : tip.source(),
                tip == null ? -1 : tip.target(),
                counters.records(),
                counters.bytes(),
                counters.batches(),
                counters.wholeBatches(),
                counters.gapOffsets(),
                counters.foreignOffsets(),
                counters.targetLostOffsets(),
                counters.leftOutRecords(),
                counters.positionTimeMs(),
                counters.otherOriginRecords(),
                counters.ageMs(),
                counters.latencyMs(),
                lane.sight(),
                counters.resyncs());
    }
}
