package io.twinspan.connect.sync;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.client.cluster.Problem;
import io.twinspan.model.wire.InternalTopics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * A compacted topic that something beside the copying needs, on either cluster: created if it is missing. Confined to one thread.
 *
 * <p>As in MirrorMaker 2, a topic that may not be looked at is taken to exist: whoever writes to it tells what is missing.
 *
 * @param purpose what does not work without it, for people
 * @param replicationKey the option to name when it cannot be created
 */
public record SmallTopic(
        Admin admin,
        ClusterErrors errors,
        Duration timeout,
        String name,
        int partitions,
        short replication,
        String purpose,
        String replicationKey) {

    /** Creates the topic if it is missing; returns what prevents it, or null. */
    public @Nullable Problem ensure() {
        Throwable unseen = failure(admin.describeTopics(List.of(name)).allTopicNames());
        if (!(unseen instanceof UnknownTopicOrPartitionException)) {
            return null;
        }
        Optional<Short> factor = replication < 0 ? Optional.empty() : Optional.of(replication);
        var topic = new NewTopic(name, Optional.of(partitions), factor).configs(InternalTopics.CONFIGS);
        Throwable refused = failure(admin.createTopics(List.of(topic)).all());
        if (refused == null || refused instanceof TopicExistsException) {
            return null;
        }
        String why = refused instanceof AuthorizationException
                ? "the link's principal lacks CREATE on it"
                : refused.getClass().getSimpleName() + ": " + refused.getMessage() + " (see '" + replicationKey + "')";
        return new Problem(
                "topic " + name + " of " + errors.alias(),
                "is missing and was not created: " + why + ". Without it " + purpose + "; copying goes on.");
    }

    private @Nullable Throwable failure(KafkaFuture<?> answer) {
        try {
            answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (TimeoutException e) {
            return e;
        } catch (ExecutionException e) {
            return ClusterErrors.cause(e);
        }
    }
}
