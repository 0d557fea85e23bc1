package io.twinspan.connect.source;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.model.option.LinkConfiguration;
import io.twinspan.model.option.LinkOptions;
import io.twinspan.model.option.Option;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.position.OffsetRange;
import io.twinspan.model.wire.PositionRecord.Generation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Which stopped partitions start anew by themselves, since the operator said so beforehand, and where: {@code link.source.recreated},
 * {@code link.source.truncated} and {@code link.target.recreated}. Thread-safe: keeps nothing.
 */
final class Restarts {
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private Restarts() {}

    /** Whether a lane in this state starts anew. */
    static boolean isWanted(LinkConfiguration config, LaneState state) {
        Option<String> policy = policy(state.cause());
        return state.kind() == LaneState.Kind.FAILED
                && policy != null
                && config.get(policy).equalsIgnoreCase("restart");
    }

    private static @Nullable Option<String> policy(Cause cause) {
        return switch (cause) {
            case SOURCE_RECREATED -> LinkOptions.SOURCE_RECREATED;
            case SOURCE_TRUNCATED -> LinkOptions.SOURCE_TRUNCATED;
            case TARGET_RECREATED -> LinkOptions.TARGET_RECREATED;
            default -> null;
        };
    }

    /** The record that has the partition start anew. Asks the source. */
    static Generation next(SourceSettings settings, LaneState state) {
        LaneId lane = state.lane();
        var partition = new TopicPartition(lane.topic(), lane.partition());
        return new Generation(
                lane.topic(),
                lane.partition(),
                Math.incrementExact(lane.generation()),
                OptionalLong.of(start(settings, state, partition)));
    }

    private static long start(SourceSettings settings, LaneState state, TopicPartition partition) {
        Uuid now = TopicIds.of(settings, List.of(partition)).get(partition.topic());
        boolean isSameTopic = state.lane().topicId().equals(now);
        OffsetRange lost = state.range();
        if (state.cause() == Cause.SOURCE_TRUNCATED && isSameTopic && lost != null) {
            return lost.from();
        }
        // Of a new topic, what retention has taken already is a gap that is to be named.
        return isSameTopic ? first(settings, partition) : 0;
    }

    private static long first(SourceSettings settings, TopicPartition partition) {
        var errors =
                new ClusterErrors("source.cluster.", settings.link().source().value());
        try (Admin admin = settings.admin(settings.clients().sourceAdmin())) {
            return errors.await(
                            admin.listOffsets(Map.of(partition, OffsetSpec.earliest()))
                                    .partitionResult(partition),
                            ANSWER,
                            "asking where " + partition + " begins")
                    .offset();
        } catch (KafkaException e) {
            throw errors.explain("asking where " + partition + " begins", e);
        }
    }
}
