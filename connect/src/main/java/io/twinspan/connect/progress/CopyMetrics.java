package io.twinspan.connect.progress;

import io.twinspan.model.name.LinkName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Meter;

/** MirrorMaker 2's metrics of copied partitions. Thread-safe: sensors are, and are made once. */
public final class CopyMetrics implements AutoCloseable {
    /** The type in the legacy names. */
    public static final String TYPE = "MirrorSourceConnector";

    private final LinkName link;
    private final List<MetricHome> homes;
    private final Map<TopicPartition, List<Sensors>> sensors = new ConcurrentHashMap<>();

    public CopyMetrics(LinkName link, List<MetricHome> homes) {
        this.link = link;
        this.homes = List.copyOf(homes);
    }

    /**
     * Records were copied.
     *
     * @param target the partition on the target
     * @param ageMs how old a record was when it was read, or -1 if that is not known
     * @param latencyMs how old it was when the target had it, or -1
     */
    public void copied(TopicPartition target, long records, long bytes, long ageMs, long latencyMs) {
        for (Sensors each : sensors.computeIfAbsent(target, this::sensors)) {
            each.records.record((double) records);
            each.bytes.record((double) bytes);
            if (ageMs >= 0) {
                each.age.record((double) ageMs);
            }
            if (latencyMs >= 0) {
                each.latency.record((double) latencyMs);
            }
        }
    }

    private List<Sensors> sensors(TopicPartition target) {
        var tags = new LinkedHashMap<String, String>();
        tags.put("source", link.source().value());
        tags.put("target", link.target().value());
        tags.put("topic", target.topic());
        tags.put("partition", Integer.toString(target.partition()));
        return homes.stream().map(home -> Sensors.in(home, target + "-", tags)).toList();
    }

    @Override
    public void close() {
        homes.forEach(MetricHome::close);
    }

    /** One partition's sensors in one home. Immutable. */
    private record Sensors(Sensor records, Sensor bytes, Sensor age, Sensor latency) {

        static Sensors in(MetricHome home, String prefix, Map<String, String> tags) {
            var made = new Sensors(
                    home.sensor(prefix + "records-sent"),
                    home.sensor(prefix + "bytes-sent"),
                    home.milliseconds(
                            prefix + "record-age", "record-age-ms", "How old records were when they were read", tags),
                    home.milliseconds(
                            prefix + "replication-latency",
                            "replication-latency-ms",
                            "How old records were when the target had them",
                            tags));
            made.records.add(new Meter(
                    home.name("record-rate", "Records that the target acknowledged, a second.", tags),
                    home.name("record-count", "Records that the target acknowledged.", tags)));
            made.bytes.add(new Meter(
                    home.name("byte-rate", "Bytes that the target acknowledged, a second.", tags),
                    home.name("byte-count", "Bytes that the target acknowledged.", tags)));
            return made;
        }
    }
}
