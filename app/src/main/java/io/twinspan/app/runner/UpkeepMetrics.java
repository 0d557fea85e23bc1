package io.twinspan.app.runner;

import io.twinspan.control.upkeep.Tally;
import io.twinspan.model.name.LinkName;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;

/** A link's drills and verification as an MBean, {@code twinspan:type=upkeep}. Thread-safe. */
final class UpkeepMetrics implements AutoCloseable {
    private static final String DOMAIN = "twinspan";
    private static final String TYPE = "upkeep";

    private final Metrics metrics =
            new Metrics(new MetricConfig(), List.of(new JmxReporter()), Time.SYSTEM, new KafkaMetricsContext(DOMAIN));
    private final Map<String, String> tags = new LinkedHashMap<>();

    UpkeepMetrics(LinkName link, Tally tally, Clock clock) {
        tags.put("source", link.source().value());
        tags.put("target", link.target().value());
        add("last-drill-age-seconds", "Since the last drill began.", () -> tally.lastDrillAge(clock.instant()));
        add("last-drill-ok", "Whether it showed that a failover would work.", () -> (long) tally.lastDrillOk());
        add(
                "last-drill-success-age-seconds",
                "Since the last drill began that did.",
                () -> tally.lastSuccessAge(clock.instant()));
        add("verified-records", "Records that were compared here.", tally::verifiedRecords);
        add("differences", "Differences that the last pass has found here.", tally::differences);
    }

    private void add(String name, String description, Supplier<Long> value) {
        Gauge<Long> gauge = (config, nowMs) -> value.get();
        metrics.addMetric(metrics.metricName(name, TYPE, description, tags), gauge);
    }

    @Override
    public void close() {
        metrics.close();
    }
}
