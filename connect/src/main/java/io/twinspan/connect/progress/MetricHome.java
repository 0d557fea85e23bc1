package io.twinspan.connect.progress;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.utils.Time;

/** Where a task's metrics live, which decides what their MBeans are called. Confined to the task's thread. */
public interface MetricHome {

    MetricName name(String name, String description, Map<String, String> tags);

    /** @param name unique within the task */
    Sensor sensor(String name);

    void close();

    /**
     * MirrorMaker 2's own names, {@code kafka.connect.mirror:type=MirrorSourceConnector,source=...}.
     *
     * @param withSource whether there is a {@code source} tag
     */
    static MetricHome legacy(List<MetricsReporter> reporters, boolean withSource) {
        var metrics = new Metrics(
                new MetricConfig(), reporters, Time.SYSTEM, new KafkaMetricsContext("kafka.connect.mirror"));
        return new MetricHome() {
            @Override
            public MetricName name(String name, String description, Map<String, String> tags) {
                var own = new LinkedHashMap<>(tags);
                if (!withSource) {
                    own.remove("source");
                }
                return metrics.metricName(name, "MirrorSourceConnector", description, own);
            }

            @Override
            public Sensor sensor(String name) {
                return metrics.sensor(name);
            }

            @Override
            public void close() {
                metrics.close();
            }
        };
    }

    /**
     * Those of Kafka 4.3, {@code kafka.connect:type=plugins,connector=...,task=...,source=...}.
     *
     * @param owner what makes a sensor's name unique in the worker: unlike MirrorMaker 2's, two tasks never share one
     */
    static MetricHome ofWorker(PluginMetrics metrics, String owner) {
        var sensors = new ArrayList<String>();
        return new MetricHome() {
            @Override
            public MetricName name(String name, String description, Map<String, String> tags) {
                return metrics.metricName(name, description, new LinkedHashMap<>(tags));
            }

            @Override
            public Sensor sensor(String name) {
                String unique = owner + "|" + name;
                sensors.add(unique);
                return metrics.addSensor(unique);
            }

            @Override
            public void close() {
                sensors.forEach(metrics::removeSensor);
                sensors.clear();
            }
        };
    }
}
