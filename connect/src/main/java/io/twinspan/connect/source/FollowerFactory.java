package io.twinspan.connect.source;

import io.twinspan.connect.plugin.LinkPlugins;
import io.twinspan.connect.progress.CopyMetrics;
import io.twinspan.connect.progress.Follower;
import io.twinspan.connect.progress.LaneMetrics;
import io.twinspan.connect.progress.MetricHome;
import io.twinspan.connect.progress.MirrorMetrics;
import io.twinspan.connect.progress.MirrorOffsetsWriter;
import io.twinspan.connect.progress.OffsetSyncWriter;
import io.twinspan.connect.progress.ProgressGroup;
import io.twinspan.connect.progress.RetentionWatch;
import io.twinspan.model.option.LinkOptions;
import io.twinspan.model.option.SourceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.connect.source.SourceTaskContext;

/** Makes what follows a task's progress, as its settings ask for. Thread-safe: keeps nothing. */
final class FollowerFactory {

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
        if (!settings.recordMode()) {
            followers.add(new MirrorMetrics(metrics(settings, context)));
            followers.add(new LaneMetrics(
                    settings.link(),
                    new LinkPlugins(settings.config()).metricReporters(),
                    new RetentionWatch(
                            settings.link(),
                            settings.config().get(LinkOptions.RETENTION_WARNING),
                            () -> settings.admin(clients.retentionAdmin()))));
        }
        return followers;
    }

    /** The metrics of what a task copies. */
    static CopyMetrics metrics(SourceSettings settings, SourceTaskContext context) {
        return new CopyMetrics(
                settings.link(),
                MetricHome.of(
                        settings.config(),
                        CopyMetrics.TYPE,
                        settings.config().get(LinkOptions.SOURCE_IN_METRICS),
                        settings.clients().label(),
                        context));
    }

    private static Producer<byte[], byte[]> producer(Map<String, Object> client) {
        return new KafkaProducer<>(client);
    }
}
