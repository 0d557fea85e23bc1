package io.twinspan.connect.source;

import io.twinspan.client.cluster.ClusterErrors;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** What a consumer group of the source has committed, from one request. Confined to the task's thread. */
final class CommittedOffsets implements TaskParts.Committed {
    private static final Duration CLOSE_WAIT = Duration.ofMillis(500);

    private final String group;
    private final Admin admin;
    private final ClusterErrors errors;
    private @Nullable KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> answer;
    private Map<TopicPartition, OffsetAndMetadata> offsets = Map.of();

    /** @param admin belongs to this from now on */
    CommittedOffsets(String group, Admin admin, ClusterErrors errors) {
        this.group = group;
        this.admin = admin;
        this.errors = errors;
    }

    @Override
    public boolean advance(Duration atMost) {
        KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> asked = answer;
        if (asked == null) {
            asked = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata();
            answer = asked;
        }
        try {
            offsets = asked.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            // So that the next call asks again.
            answer = null;
            throw errors.explain("reading the offsets of group " + group, e);
        }
    }

    @Override
    public OptionalLong offset(TopicPartition partition) {
        OffsetAndMetadata committed = offsets.get(partition);
        // Some clients commit -1 for "none".
        return committed == null || committed.offset() < 0 ? OptionalLong.empty() : OptionalLong.of(committed.offset());
    }

    @Override
    public void close() {
        admin.close(CLOSE_WAIT);
    }
}
