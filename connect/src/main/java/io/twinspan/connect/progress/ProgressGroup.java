package io.twinspan.connect.progress;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.link.LinkStats;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the link's progress as a consumer group on the source, where {@code kafka-consumer-groups.sh --describe} and every lag tool show
 * it. Confined to the task's thread, but for the admin client's answers.
 *
 * <p>Without the permission it is told once, and nothing is committed any more.
 */
public final class ProgressGroup implements Follower {
    private static final Logger LOGGER = LoggerFactory.getLogger(ProgressGroup.class);
    private static final long INTERVAL_MS = 5_000;

    private final String group;
    private final String cluster;
    private final Supplier<Admin> admins;
    private final Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
    private final AtomicReference<@Nullable Answer> answer = new AtomicReference<>();
    private @Nullable Admin admin;
    private Map<TopicPartition, OffsetAndMetadata> underWay = Map.of();
    private long dueMs;
    private boolean off;
    private String trouble = "";

    private record Answer(@Nullable Throwable failure) {}

    /** @param cluster the source's alias, for people */
    public ProgressGroup(String group, String cluster, Supplier<Admin> admins) {
        this.group = group;
        this.cluster = cluster;
        this.admins = admins;
    }

    @Override
    public void durable(PositionRecord record) {
        if (!off && record instanceof TipRecord stored) {
            var lane = stored.tip().lane();
            moved.put(
                    new TopicPartition(lane.topic(), lane.partition()),
                    new OffsetAndMetadata(stored.tip().source()));
        }
    }

    @Override
    public void tick(long nowMs, Supplier<LinkStats> stats) {
        Answer came = answer.getAndSet(null);
        if (came != null) {
            settle(came.failure());
        }
        if (!off && underWay.isEmpty() && !moved.isEmpty() && nowMs >= dueMs) {
            dueMs = nowMs + INTERVAL_MS;
            commit();
        }
    }

    private void commit() {
        underWay = Map.copyOf(moved);
        moved.clear();
        try {
            Admin client = admin;
            if (client == null) {
                client = admins.get();
                admin = client;
            }
            client.alterConsumerGroupOffsets(group, underWay)
                    .all()
                    .whenComplete((done, failure) -> answer.set(new Answer(failure)));
        } catch (KafkaException e) {
            settle(e);
        }
    }

    private void settle(@Nullable Throwable thrown) {
        Map<TopicPartition, OffsetAndMetadata> sent = underWay;
        underWay = Map.of();
        if (thrown == null) {
            trouble = "";
            return;
        }
        Throwable failure = ClusterErrors.cause(thrown);
        String now = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        if (failure instanceof AuthorizationException) {
            off = true;
            moved.clear();
            LOGGER.warn(
                    "The link's progress is not shown as consumer group {} on {}, since a permission is missing: {}. Grant READ and"
                            + " DESCRIBE on the group (READ and DESCRIBE on the topics) and restart the connector, or set"
                            + " 'link.progress.group' to nothing. Copying goes on.",
                    group,
                    cluster,
                    now);
            return;
        }
        sent.forEach(moved::putIfAbsent);
        if (!now.equals(trouble)) {
            trouble = now;
            LOGGER.warn(
                    "The link's progress cannot be committed as consumer group {} on {} now: {}. Copying goes on; it is tried"
                            + " again. If it stays, see whether consumers of that name are running.",
                    group,
                    cluster,
                    now);
        }
    }

    @Override
    public void close(Duration atMost) {
        if (!off && !moved.isEmpty() && underWay.isEmpty()) {
            commit();
        }
        if (admin != null) {
            // It sends what is under way first.
            admin.close(atMost);
        }
    }
}
