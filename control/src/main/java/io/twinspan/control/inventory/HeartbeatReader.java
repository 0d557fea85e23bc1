package io.twinspan.control.inventory;

import io.twinspan.control.cluster.TopicsReader;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.wire.Heartbeats;
import io.twinspan.model.wire.Heartbeats.Heartbeat;
import io.twinspan.model.wire.LeftOut;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.mirror.ReplicationPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the last heartbeat of every link from the heartbeats topics of clusters.
 *
 * <p>Confined to the calling thread; every step is bounded in time.
 */
public final class HeartbeatReader {
    private static final Logger LOGGER = LoggerFactory.getLogger(HeartbeatReader.class);

    /** How far a clock may be ahead. */
    private static final Duration FASTEST_CLOCK = Duration.ofDays(1);

    private final Clock clock;
    private final Duration limit;

    /** A reader that waits at most so long for each answer. */
    public HeartbeatReader(Clock clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
    }

    /**
     * The heartbeats, cluster by cluster; in each, those that took the shortest path first.
     *
     * @throws TransientFailure if a cluster does not answer
     */
    public List<HeartbeatStatus> read(List<HeartbeatPlace> places) {
        var found = new ArrayList<HeartbeatStatus>();
        for (HeartbeatPlace place : places) {
            found.addAll(read(place));
        }
        return found;
    }

    private List<HeartbeatStatus> read(HeartbeatPlace place) {
        var last = new LinkedHashMap<String, Map<Beat, Heartbeat>>();
        var leftOut = new LeftOut();
        new TopicsReader(place.cluster(), "twinspan-heartbeats", clock, limit)
                .readAll(place.policy()::isHeartbeatsTopic, record -> keep(record, last, leftOut, clock.millis()));
        if (leftOut.count() > 0) {
            LOGGER.warn(
                    "What is no heartbeat in the heartbeats topics of {} is left out: {}.",
                    place.cluster().alias(),
                    leftOut);
        }
        return statuses(place, last);
    }

    /** The link that emitted a heartbeat. */
    record Beat(String source, String target) {}

    /** Keeps the newest heartbeat of each link in each topic; notes what is none, or comes from a clock that nobody has. */
    static void keep(
            ConsumerRecord<byte[], byte[]> record,
            Map<String, Map<Beat, Heartbeat>> last,
            LeftOut leftOut,
            long nowMs) {
        Heartbeat beat = Heartbeats.decode(record.key(), record.value()).orElse(null);
        if (beat == null) {
            if (record.value() != null) {
                leftOut.add(record.partition(), record.offset(), "a record of " + record.topic() + " is no heartbeat");
            }
        } else if (beat.timestampMs() > nowMs + FASTEST_CLOCK.toMillis()) {
            // It would hide every other one for as long.
            leftOut.add(
                    record.partition(), record.offset(), "a heartbeat of " + record.topic() + " comes from the future");
        } else {
            last.computeIfAbsent(record.topic(), topic -> new LinkedHashMap<>())
                    .merge(
                            new Beat(beat.source(), beat.target()),
                            beat,
                            (before, now) -> now.timestampMs() >= before.timestampMs() ? now : before);
        }
    }

    private List<HeartbeatStatus> statuses(HeartbeatPlace place, Map<String, Map<Beat, Heartbeat>> last) {
        long now = clock.millis();
        String cluster = place.cluster().alias().value();
        var statuses = new ArrayList<HeartbeatStatus>();
        last.forEach((topic, ofTopic) -> ofTopic.values()
                .forEach(heartbeat -> statuses.add(new HeartbeatStatus(
                        cluster,
                        topic,
                        heartbeat.source(),
                        heartbeat.target(),
                        path(heartbeat, topic, cluster, place.policy()),
                        heartbeat.timestampMs(),
                        now - heartbeat.timestampMs()))));
        statuses.sort(Comparator.comparing(HeartbeatStatus::hops)
                .thenComparing(HeartbeatStatus::topic)
                .thenComparing(HeartbeatStatus::source)
                .thenComparing(HeartbeatStatus::target));
        return statuses;
    }

    /** The emitting link, and then every link that replicated the topic, which its name tells from the last to the first. */
    static List<String> path(Heartbeat heartbeat, String topic, String cluster, ReplicationPolicy policy) {
        var path = new ArrayList<String>(List.of(cluster));
        @Nullable String at = topic;
        // A policy that strips nothing must not keep us here.
        for (int hops = 0; at != null && hops < topic.length(); hops++) {
            @Nullable String source = policy.topicSource(at);
            @Nullable String upstream = policy.upstreamTopic(at);
            if (source == null || at.equals(upstream)) {
                break;
            }
            path.add(0, source);
            at = upstream;
        }
        if (!path.get(0).equals(heartbeat.target())) {
            // A topic that was renamed on its way; what the heartbeat says itself is right.
            path.add(0, heartbeat.target());
        }
        path.add(0, heartbeat.source());
        return path;
    }
}
