package io.twinspan.connect.source;

import io.twinspan.connect.progress.Follower;
import io.twinspan.connect.progress.MetricHome;
import io.twinspan.connect.progress.MirrorMetrics;
import io.twinspan.connect.progress.MirrorOffsetsWriter;
import io.twinspan.connect.progress.OffsetSyncWriter;
import io.twinspan.connect.progress.ProgressGroup;
import io.twinspan.model.option.CommonOptions;
import io.twinspan.model.option.LinkOptions;
import io.twinspan.model.option.SourceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the followers of a task that its settings ask for. Thread-safe: keeps nothing. */
final class FollowerFactory {

    private static final Logger LOGGER = LoggerFactory.getLogger(FollowerFactory.class);

    private FollowerFactory() {}

    static List<Follower> of(SourceSettings settings, SourceTaskContext context) {
        var followers = new ArrayList<Follower>();
        ClientSettings clients = settings.clients();
        if (!settings.mirrorOffsetsTopic().isEmpty()) {
            // First, so that it is told first of the last positions, and stores them before the others take their time.
            followers.add(new MirrorOffsetsWriter(
                    settings.link(),
                    settings.mirrorOffsetsTopic(),
                    clients.mirrorOffsetsProducer(),
                    FollowerFactory::producer));
        }
        if (settings.emitsOffsetSyncs()) {
            followers.add(new OffsetSyncWriter(
                    settings.offsetSyncsTopic(),
                    (settings.offsetSyncsOnSource()
                                    ? settings.link().source()
                                    : settings.link().target())
                            .value(),
                    settings.config().get(SourceOptions.OFFSET_LAG_MAX),
                    clients.offsetSyncsProducer(settings.offsetSyncsOnSource()),
                    FollowerFactory::producer));
        }
        if (!settings.progressGroup().isEmpty()) {
            followers.add(new ProgressGroup(
                    settings.progressGroup(),
                    settings.link().source().value(),
                    () -> settings.admin(clients.progressAdmin())));
        }
        followers.add(new MirrorMetrics(settings.link(), metricHomes(settings, context)));
        return followers;
    }

    private static List<MetricHome> metricHomes(SourceSettings settings, SourceTaskContext context) {
        var homes = new ArrayList<MetricHome>();
        List<String> formats = settings.config().get(CommonOptions.METRIC_NAMES);
        if (formats.contains("legacy")) {
            homes.add(MetricHome.legacy(
                    settings.metricReporters(), settings.config().get(LinkOptions.SOURCE_IN_METRICS)));
        }
        if (formats.contains("new")) {
            try {
                homes.add(MetricHome.ofWorker(
                        context.pluginMetrics(), settings.clients().label()));
            } catch (NoSuchMethodError | NoClassDefFoundError e) {
                LOGGER.warn(
                        "Link {}: this Connect worker is older than Kafka 4.1 and has no place for metrics of the 'new' format"
                                + " ('metric.names.formats'); they are left out.",
                        settings.link());
            }
        }
        return homes;
    }

    private static Producer<byte[], byte[]> producer(Map<String, Object> client) {
        return new KafkaProducer<>(client);
    }
}
