package io.twinspan.testkit.cluster;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Broker settings that make a cluster start fast and stay small; every one may be overridden by
 * {@link ClusterBuilder#setting}.
 *
 * <p>Stateless.
 */
final class SmallFootprint {

    private SmallFootprint() {}

    static Map<String, String> settings(int brokers) {
        Map<String, String> settings = new LinkedHashMap<>();
        String replicas = Integer.toString(brokers);
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("offsets.topic.replication.factor", replicas);
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", replicas);
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("share.coordinator.state.topic.replication.factor", replicas);
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("auto.create.topics.enable", "false");
        settings.put("group.initial.rebalance.delay.ms", "0");

        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "3");
        settings.put("background.threads", "2");
        settings.put("num.recovery.threads.per.data.dir", "1");
        settings.put("log.cleaner.threads", "1");
        // The offset map of the log cleaner; 128 MB by default, and enough for 80,000 keys in one pass as it is here.
        settings.put("log.cleaner.dedupe.buffer.size", "2097152");
        settings.put("log.cleaner.io.buffer.size", "131072");

        // By default a broker waits 30 s before its first retention, flush and clean, and 15 s between cleanings.
        settings.put("log.initial.task.delay.ms", "500");
        settings.put("log.cleaner.backoff.ms", "250");

        // A dead broker is noticed within this time; not shorter, or a loaded machine declares live brokers dead.
        settings.put("broker.session.timeout.ms", "6000");
        settings.put("broker.heartbeat.interval.ms", "500");
        return settings;
    }
}
