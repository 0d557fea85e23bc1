package io.twinspan.connect.checkpoint;

import io.twinspan.connect.progress.MetricHome;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.wire.Checkpoints.Checkpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Sensor;

/**
 * MirrorMaker 2's metrics of checkpoints, a sensor for each group and partition (where MirrorMaker 2's share one, so that each shows the
 * last value of any). Thread-safe: sensors are, and are made once.
 */
final class CheckpointMetrics implements AutoCloseable {
    /** The type in the legacy names. */
    static final String TYPE = "MirrorCheckpointConnector";

    private final LinkName link;
    private final List<MetricHome> homes;
    private final Map<Subject, List<Sensor>> sensors = new ConcurrentHashMap<>();

    private record Subject(String group, TopicPartition partition) {}

    CheckpointMetrics(LinkName link, List<MetricHome> homes) {
        this.link = link;
        this.homes = List.copyOf(homes);
    }

    /** A checkpoint was stored so long after it was made. */
    void stored(Checkpoint checkpoint, long latencyMs) {
        sensors.computeIfAbsent(new Subject(checkpoint.group(), checkpoint.partition()), this::sensors)
                .forEach(sensor -> sensor.record((double) latencyMs));
    }

    private List<Sensor> sensors(Subject subject) {
        var tags = new LinkedHashMap<String, String>();
        tags.put("source", link.source().value());
        tags.put("target", link.target().value());
        tags.put("group", subject.group());
        tags.put("topic", subject.partition().topic());
        tags.put("partition", Integer.toString(subject.partition().partition()));
        return homes.stream()
                .map(home -> home.milliseconds(
                        subject.group() + "|" + subject.partition() + "-checkpoint-latency",
                        "checkpoint-latency-ms",
                        "From the making of a checkpoint until it was stored",
                        tags))
                .toList();
    }

    @Override
    public void close() {
        homes.forEach(MetricHome::close);
    }
}
