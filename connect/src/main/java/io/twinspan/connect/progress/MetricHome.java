package io.twinspan.connect.progress;

import io.twinspan.connect.plugin.LinkPlugins;
import io.twinspan.model.option.CommonOptions;
import io.twinspan.model.option.LinkConfiguration;
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
import org.apache.kafka.common.metrics.stats.Avg;
import org.apache.kafka.common.metrics.stats.Max;
import org.apache.kafka.common.metrics.stats.Min;
import org.apache.kafka.common.metrics.stats.Value;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.slf4j.LoggerFactory;

/** Where a task's metrics live, which decides what their MBeans are called. Confined to the task's thread. */
public interface MetricHome {

    MetricName name(String name, String description, Map<String, String> tags);

    /** @param name unique within the task */
    Sensor sensor(String name);

    void close();

    /**
     * A sensor of a duration, with its last, greatest, least and average value.
     *
     * @param sensor unique within the task
     * @param name of the metric of the last value; the others add to it
     */
    default Sensor milliseconds(String sensor, String name, String text, Map<String, String> tags) {
        Sensor made = sensor(sensor);
        made.add(name(name, text + ".", tags), new Value());
        made.add(name(name + "-max", text + ", at most.", tags), new Max());
        made.add(name(name + "-min", text + ", at least.", tags), new Min());
        made.add(name(name + "-avg", text + ", on average.", tags), new Avg());
        return made;
    }

    /**
     * The homes that {@code metric.names.formats} asks for.
     *
     * @param type what the legacy names have as their type
     * @param withSource whether these have a {@code source} tag
     * @param owner what makes a sensor's name unique in the worker
     */
    static List<MetricHome> of(
            LinkConfiguration config, String type, boolean withSource, String owner, SourceTaskContext context) {
        var homes = new ArrayList<MetricHome>();
        List<String> formats = config.get(CommonOptions.METRIC_NAMES);
        if (formats.contains("legacy")) {
            homes.add(legacy(new LinkPlugins(config).metricReporters(), type, withSource));
        }
        if (formats.contains("new")) {
            try {
                homes.add(ofWorker(context.pluginMetrics(), owner));
            } catch (NoSuchMethodError | NoClassDefFoundError e) {
                LoggerFactory.getLogger(MetricHome.class)
                        .warn(
                                "Link {}: this Connect worker is older than Kafka 4.1 and has no place for metrics of the 'new'"
                                        + " format ('metric.names.formats'); they are left out.",
                                config.name());
            }
        }
        return homes;
    }

    /**
     * MirrorMaker 2's own names, {@code kafka.connect.mirror:type=MirrorSourceConnector,source=...}.
     *
     * @param withSource whether there is a {@code source} tag
     */
    static MetricHome legacy(List<MetricsReporter> reporters, String type, boolean withSource) {
        var metrics = new Metrics(
                new MetricConfig(), reporters, Time.SYSTEM, new KafkaMetricsContext("kafka.connect.mirror"));
        return new MetricHome() {
            @Override
            public MetricName name(String name, String description, Map<String, String> tags) {
                var own = new LinkedHashMap<>(tags);
                if (!withSource) {
                    own.remove("source");
                }
                return metrics.metricName(name, type, description, own);
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
