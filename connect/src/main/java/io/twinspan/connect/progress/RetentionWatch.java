package io.twinspan.connect.progress;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.link.LaneStats;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.position.RetentionForecast;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns before the source's retention takes what a link has not copied yet. Asks the source about once a minute, for partitions that
 * lag only, and never waits for the answer. Confined to the task's thread, but for the admin client's answers.
 */
public final class RetentionWatch implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(RetentionWatch.class);
    private static final long INTERVAL_MS = 60_000;

    /** A lag that young is no reason to ask anything. */
    private static final long CALM_MS = 10_000;

    private final LinkName link;
    private final long warningMs;
    private final Supplier<Admin> admins;
    private final Map<String, RetentionForecast> retentions = new HashMap<>();
    private final Map<TopicPartition, Long> starts = new HashMap<>();
    private final Map<TopicPartition, End> ends = new HashMap<>();
    private final Map<TopicPartition, Long> timesToLoss = new HashMap<>();
    private final Map<TopicPartition, Long> warned = new HashMap<>();
    private final ConcurrentLinkedQueue<Runnable> answers = new ConcurrentLinkedQueue<>();
    private @Nullable Admin admin;
    private String trouble = "";
    private long dueMs = Long.MIN_VALUE;

    /** Where a log ended, when, and how fast it grew before. Immutable. */
    private record End(long offset, long timeMs, double perSecond) {}

    /** @param warningMs how long before the expected loss to warn; 0 is never */
    public RetentionWatch(LinkName link, long warningMs, Supplier<Admin> admins) {
        this.link = link;
        this.warningMs = warningMs;
        this.admins = admins;
    }

    /** How long until retention reaches what is not copied yet; -1 if never, or unknown. */
    long timeToLossMs(TopicPartition partition) {
        return timesToLoss.getOrDefault(partition, -1L);
    }

    /** Takes what the lanes are doing; about once a minute, asks the source about those that lag. */
    void look(List<LaneStats> lanes, long nowMs) {
        for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
            answer.run();
        }
        timesToLoss.clear();
        for (LaneStats lane : lanes) {
            if (isLagging(lane, nowMs)) {
                forecast(lane, nowMs);
            } else {
                warned.remove(partition(lane));
            }
        }
        if (nowMs >= dueMs) {
            dueMs = nowMs + INTERVAL_MS;
            lanes.forEach(lane -> measure(lane, nowMs));
            List<LaneStats> lagging =
                    lanes.stream().filter(lane -> isLagging(lane, nowMs)).toList();
            if (!lagging.isEmpty()) {
                ask(lagging.stream().map(RetentionWatch::partition).toList());
            }
        }
    }

    private static boolean isLagging(LaneStats lane, long nowMs) {
        return lane.lag() > 0 && lane.positionTimeMs() >= 0 && nowMs - lane.positionTimeMs() > CALM_MS;
    }

    private static TopicPartition partition(LaneStats lane) {
        return new TopicPartition(lane.topic(), lane.partition());
    }

    private void measure(LaneStats lane, long nowMs) {
        if (lane.sourceEnd() < 0) {
            return;
        }
        ends.compute(partition(lane), (partition, before) -> {
            double seconds = before == null ? 0 : (nowMs - before.timeMs()) / 1_000.0;
            double perSecond =
                    before == null || seconds <= 0 ? -1 : Math.max(0, lane.sourceEnd() - before.offset()) / seconds;
            return new End(lane.sourceEnd(), nowMs, perSecond);
        });
    }

    private void forecast(LaneStats lane, long nowMs) {
        TopicPartition partition = partition(lane);
        RetentionForecast retention = retentions.get(partition.topic());
        if (retention == null) {
            return;
        }
        Long start = starts.get(partition);
        End end = ends.get(partition);
        OptionalLong left = retention.timeToLossMs(
                nowMs - lane.positionTimeMs(),
                start == null ? -1 : Math.max(0, lane.source() - start),
                end == null ? -1 : end.perSecond());
        if (left.isPresent()) {
            timesToLoss.put(partition, left.getAsLong());
            warn(lane, partition, left.getAsLong(), nowMs);
        }
    }

    private void warn(LaneStats lane, TopicPartition partition, long leftMs, long nowMs) {
        if (leftMs >= warningMs || nowMs < warned.getOrDefault(partition, Long.MIN_VALUE)) {
            return;
        }
        // Again when half of what is left is over, so that it becomes more urgent, and not a flood.
        warned.put(partition, nowMs + Math.max(INTERVAL_MS, leftMs / 2));
        LOGGER.warn(
                "Link {}: [source-retention] in about {} the source's retention reaches offset {} of {}, which is not copied yet"
                        + " ({} offsets behind{}). Raise retention.ms or retention.bytes of the source topic, or remove what holds"
                        + " the partition up; what is deleted before it is copied is lost to the target.",
                link,
                duration(leftMs),
                lane.source(),
                partition,
                lane.lag(),
                lane.trouble().isEmpty() ? "" : "; " + lane.trouble());
    }

    static String duration(long ms) {
        long minutes = TimeUnit.MILLISECONDS.toMinutes(ms);
        if (minutes < 2) {
            return TimeUnit.MILLISECONDS.toSeconds(ms) + " s";
        }
        return minutes < 120 ? minutes + " min" : minutes / 60 + " h";
    }

    private void ask(Collection<TopicPartition> lagging) {
        try {
            Admin client = admin;
            if (client == null) {
                client = admins.get();
                admin = client;
            }
            Set<ConfigResource> topics = lagging.stream()
                    .map(partition -> new ConfigResource(ConfigResource.Type.TOPIC, partition.topic()))
                    .collect(Collectors.toSet());
            client.describeConfigs(topics)
                    .values()
                    .forEach((topic, answer) -> answer.whenComplete(
                            (config, failure) -> answers.add(() -> onConfig(topic.name(), config, failure))));
            var asked = lagging.stream()
                    .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.earliest()));
            var found = client.listOffsets(asked);
            asked.keySet()
                    .forEach(partition -> found.partitionResult(partition)
                            .whenComplete((info, failure) -> answers.add(() -> onStart(partition, info, failure))));
        } catch (KafkaException e) {
            complain(e);
        }
    }

    private void onConfig(String topic, @Nullable Config config, @Nullable Throwable failure) {
        if (config == null) {
            complain(failure);
            return;
        }
        trouble = "";
        retentions.put(
                topic,
                new RetentionForecast(
                        number(config, TopicConfig.RETENTION_MS_CONFIG),
                        number(config, TopicConfig.RETENTION_BYTES_CONFIG),
                        text(config, TopicConfig.CLEANUP_POLICY_CONFIG).contains("delete")));
    }

    private static long number(Config config, String name) {
        String value = text(config, name);
        return value.isEmpty() ? -1 : Long.parseLong(value);
    }

    private static String text(Config config, String name) {
        var entry = config.get(name);
        return entry == null || entry.value() == null ? "" : entry.value();
    }

    private void onStart(TopicPartition partition, @Nullable ListOffsetsResultInfo info, @Nullable Throwable failure) {
        if (info == null) {
            complain(failure);
        } else {
            starts.put(partition, info.offset());
        }
    }

    private void complain(@Nullable Throwable failure) {
        Throwable cause = failure == null ? null : ClusterErrors.cause(failure);
        String now = cause == null ? "no answer" : cause.getClass().getSimpleName();
        if (!now.equals(trouble)) {
            trouble = now;
            LOGGER.warn(
                    "Link {}: it cannot be told how long until the source's retention takes what is not copied yet: {}. The link needs"
                            + " DESCRIBE_CONFIGS and DESCRIBE on the source's topics.",
                    link,
                    cause == null ? now : cause.toString());
        }
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
