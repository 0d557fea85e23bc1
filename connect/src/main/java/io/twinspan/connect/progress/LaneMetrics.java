package io.twinspan.connect.progress;

import io.twinspan.link.LaneStats;
import io.twinspan.link.LinkStats;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.position.LaneState;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.utils.Time;

/**
 * What MirrorMaker 2 has no metrics for: whether each partition gets on and why not, its lag, what was lost or left out, and how long
 * until the source's retention takes what is not copied. Confined to the task's thread, but for the gauges, which reporters read.
 *
 * <p>Counts go on over a link that was opened anew in the same task.
 */
public final class LaneMetrics implements Follower {
    private static final long INTERVAL_MS = 1_000;

    private final LinkName link;
    private final Metrics metrics;
    private final RetentionWatch retention;
    private final Map<TopicPartition, Seen> seen = new HashMap<>();
    private long dueMs;

    public LaneMetrics(LinkName link, List<MetricsReporter> reporters, RetentionWatch retention) {
        this.link = link;
        this.retention = retention;
        this.metrics = new Metrics(new MetricConfig(), reporters, Time.SYSTEM, new KafkaMetricsContext("twinspan"));
    }

    @Override
    public void tick(long nowMs, Supplier<LinkStats> stats) {
        if (nowMs < dueMs) {
            return;
        }
        dueMs = nowMs + INTERVAL_MS;
        List<LaneStats> lanes = stats.get().lanes();
        retention.look(lanes, nowMs);
        for (LaneStats lane : lanes) {
            var partition = new TopicPartition(lane.topic(), lane.partition());
            seen.computeIfAbsent(partition, this::register).take(lane, retention.timeToLossMs(partition));
        }
    }

    private Seen register(TopicPartition partition) {
        var made = new Seen();
        gauge(partition, made, "state", "0 copies, 1 is tried again, 2 has stopped and needs a person.", Seen::state);
        gauge(partition, made, "cause", "Why it does not get on, in one word; 'none' if it does.", Seen::cause);
        gauge(partition, made, "lag", "Source offsets that are not replicated yet.", Seen::lag);
        gauge(
                partition,
                made,
                "time-to-loss-ms",
                "How long until the source's retention reaches what is not copied yet; -1 if never, or unknown.",
                Seen::timeToLossMs);
        gauge(
                partition,
                made,
                "gap-offsets-total",
                "Source offsets that retention took before they were copied.",
                s -> s.gaps.total);
        gauge(
                partition,
                made,
                "left-out-records-total",
                "Source records left out because an operator accepted it.",
                s -> s.leftOut.total);
        gauge(
                partition,
                made,
                "foreign-offsets-total",
                "Target offsets that somebody else wrote between the link's.",
                s -> s.foreign.total);
        gauge(
                partition,
                made,
                "target-lost-offsets-total",
                "Target offsets that were acknowledged, lost and copied again.",
                s -> s.targetLost.total);
        gauge(
                partition,
                made,
                "resyncs-total",
                "Times that the target's tail was read because an append did not fit.",
                s -> s.resyncs.total);
        return made;
    }

    private void gauge(TopicPartition partition, Seen of, String name, String text, Function<Seen, Object> value) {
        var tags = new LinkedHashMap<String, String>();
        tags.put("source", link.source().value());
        tags.put("target", link.target().value());
        tags.put("topic", partition.topic());
        tags.put("partition", Integer.toString(partition.partition()));
        Gauge<Object> gauge = (config, now) -> value.apply(of);
        metrics.addMetric(metrics.metricName(name, "lane", text, tags), gauge);
    }

    @Override
    public void close(Duration atMost) {
        metrics.close();
        retention.close();
    }

    /** A counter of the link, which begins at 0 when the link is opened anew. Written by the task's thread, read by reporters. */
    private static final class Count {
        private volatile long total;
        private long sum;
        private long last;

        void take(long now) {
            sum += now < last ? now : now - last;
            last = now;
            total = sum;
        }
    }

    /** One partition as it was last. Written by the task's thread, read by reporters. */
    private static final class Seen {
        private final Count gaps = new Count();
        private final Count leftOut = new Count();
        private final Count foreign = new Count();
        private final Count targetLost = new Count();
        private final Count resyncs = new Count();
        private volatile LaneState.Kind state = LaneState.Kind.COPYING;
        private volatile String cause = "none";
        private volatile long lag;
        private volatile long timeToLossMs = -1;

        void take(LaneStats lane, long timeToLoss) {
            gaps.take(lane.gapOffsets());
            leftOut.take(lane.leftOutRecords());
            foreign.take(lane.foreignOffsets());
            targetLost.take(lane.targetLostOffsets());
            resyncs.take(lane.resyncs());
            state = lane.state();
            cause = lane.cause().text();
            lag = lane.lag();
            timeToLossMs = timeToLoss;
        }

        private Object state() {
            return switch (state) {
                case COPYING -> 0;
                case RETRYING -> 1;
                case FAILED -> 2;
            };
        }

        private Object cause() {
            return cause;
        }

        private Object lag() {
            return lag;
        }

        private Object timeToLossMs() {
            return timeToLossMs;
        }
    }
}
