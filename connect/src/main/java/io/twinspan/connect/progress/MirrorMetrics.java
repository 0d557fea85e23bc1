package io.twinspan.connect.progress;

import io.twinspan.link.LaneStats;
import io.twinspan.link.LinkStats;
import io.twinspan.model.name.LinkName;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Avg;
import org.apache.kafka.common.metrics.stats.Max;
import org.apache.kafka.common.metrics.stats.Meter;
import org.apache.kafka.common.metrics.stats.Min;
import org.apache.kafka.common.metrics.stats.Value;

/**
 * MirrorMaker 2's metrics of a task's partitions, fed from the link's counters once a second. Confined to the task's thread.
 *
 * <p>No batch is opened for them: bytes are those of whole batches on the wire, where MirrorMaker 2 counts values; ages are those of
 * the newest record of a batch, one sample a second.
 */
public final class MirrorMetrics implements Follower {
    private static final long INTERVAL_MS = 1_000;

    private final LinkName link;
    private final List<MetricHome> homes;
    private final Map<TopicPartition, Gauges> gauges = new HashMap<>();
    private long dueMs;

    public MirrorMetrics(LinkName link, List<MetricHome> homes) {
        this.link = link;
        this.homes = List.copyOf(homes);
    }

    @Override
    public void tick(long nowMs, Supplier<LinkStats> stats) {
        if (nowMs < dueMs) {
            return;
        }
        dueMs = nowMs + INTERVAL_MS;
        for (LaneStats lane : stats.get().lanes()) {
            gauges.computeIfAbsent(new TopicPartition(lane.targetTopic(), lane.partition()), this::gauges)
                    .take(lane);
        }
    }

    private Gauges gauges(TopicPartition partition) {
        var tags = new LinkedHashMap<String, String>();
        tags.put("source", link.source().value());
        tags.put("target", link.target().value());
        tags.put("topic", partition.topic());
        tags.put("partition", Integer.toString(partition.partition()));
        return new Gauges(homes.stream()
                .map(home -> Sensors.in(home, partition.topic() + "-" + partition.partition() + "-", tags))
                .toList());
    }

    @Override
    public void close(Duration atMost) {
        homes.forEach(MetricHome::close);
    }

    /** One partition's sensors in one home. Immutable. */
    private record Sensors(Sensor records, Sensor bytes, Sensor age, Sensor latency) {

        static Sensors in(MetricHome home, String prefix, Map<String, String> tags) {
            var made = new Sensors(
                    home.sensor(prefix + "records-sent"),
                    home.sensor(prefix + "bytes-sent"),
                    home.sensor(prefix + "record-age"),
                    home.sensor(prefix + "replication-latency"));
            made.records.add(new Meter(
                    home.name("record-rate", "Records that the target acknowledged, a second.", tags),
                    home.name("record-count", "Records that the target acknowledged.", tags)));
            made.bytes.add(new Meter(
                    home.name("byte-rate", "Bytes of batches that the target acknowledged, a second.", tags),
                    home.name("byte-count", "Bytes of batches that the target acknowledged.", tags)));
            ages(home, made.age, "record-age-ms", "How old records were when they were read", tags);
            ages(home, made.latency, "replication-latency-ms", "How old records were when the target had them", tags);
            return made;
        }

        private static void ages(MetricHome home, Sensor to, String name, String text, Map<String, String> tags) {
            to.add(home.name(name, text + ".", tags), new Value());
            to.add(home.name(name + "-max", text + ", at most.", tags), new Max());
            to.add(home.name(name + "-min", text + ", at least.", tags), new Min());
            to.add(home.name(name + "-avg", text + ", on average.", tags), new Avg());
        }
    }

    /** One partition's metrics. Confined to the task's thread. */
    private static final class Gauges {
        private final List<Sensors> sensors;
        private long records;
        private long bytes;

        Gauges(List<Sensors> sensors) {
            this.sensors = sensors;
        }

        void take(LaneStats lane) {
            // A new link after a fence counts from 0.
            long moreRecords = lane.records() < records ? lane.records() : lane.records() - records;
            long moreBytes = lane.bytes() < bytes ? lane.bytes() : lane.bytes() - bytes;
            records = lane.records();
            bytes = lane.bytes();
            if (moreRecords == 0) {
                return;
            }
            for (Sensors each : sensors) {
                each.records.record((double) moreRecords);
                each.bytes.record((double) moreBytes);
                if (lane.ageMs() >= 0) {
                    each.age.record((double) lane.ageMs());
                }
                if (lane.latencyMs() >= 0) {
                    each.latency.record((double) lane.latencyMs());
                }
            }
        }
    }
}
