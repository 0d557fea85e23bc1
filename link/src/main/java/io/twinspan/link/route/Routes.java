package io.twinspan.link.route;

import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Exchange;
import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.Reply;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.exchange.Topology;
import io.twinspan.link.lane.Backoff;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a cluster's leaders, refreshed when somebody doubts it and every few minutes. Confined to the link thread.
 */
public final class Routes {
    private static final long MAX_AGE_MS = 180_000;
    private static final long LEAST_PAUSE_MS = 20;

    private final Exchange exchange;
    private final Side side;
    private final Set<String> topics;
    private final Runnable changed;
    private final Backoff backoff;

    private @Nullable Topology known;
    private boolean wanted = true;
    private boolean asking;
    private long notBeforeMs;
    private long freshUntilMs;
    private @Nullable Failure failure;

    /** @param changed called after each answer */
    public Routes(Exchange exchange, Side side, Collection<String> topics, Runnable changed) {
        this.exchange = exchange;
        this.side = side;
        this.topics = new TreeSet<>(topics);
        this.changed = changed;
        this.backoff = new Backoff(50, 2_000, side == Side.SOURCE ? 1 : 2);
    }

    /** What is known may be wrong: ask again, soon. */
    public void doubt() {
        wanted = true;
    }

    /** Asks if it is time; returns when to call again, in milliseconds. */
    public long tick(long nowMs) {
        if (asking) {
            return Long.MAX_VALUE;
        }
        if (known != null && nowMs >= freshUntilMs) {
            wanted = true;
        }
        if (!wanted) {
            return freshUntilMs;
        }
        if (nowMs < notBeforeMs) {
            return notBeforeMs;
        }
        asking = true;
        wanted = false;
        exchange.describe(side, topics, new Reply<>() {
            @Override
            public void answered(Topology answer) {
                onTopology(answer);
            }

            @Override
            public void failed(Failure why) {
                asking = false;
                failure = why;
                wanted = true;
                notBeforeMs = exchange.nowMs() + LEAST_PAUSE_MS + backoff.nextMs();
            }
        });
        return Long.MAX_VALUE;
    }

    private void onTopology(Topology answer) {
        asking = false;
        failure = null;
        known = answer;
        long now = exchange.nowMs();
        freshUntilMs = now + MAX_AGE_MS;
        if (isWhole(answer)) {
            backoff.succeeded();
            notBeforeMs = now + LEAST_PAUSE_MS;
        } else {
            wanted = true;
            notBeforeMs = now + LEAST_PAUSE_MS + backoff.nextMs();
        }
        changed.run();
    }

    private static boolean isWhole(Topology answer) {
        for (Topology.Topic topic : answer.topics().values()) {
            if (topic.error() != BrokerError.NONE) {
                return false;
            }
            for (Topology.Leader leader : topic.partitions()) {
                if (leader.node() < 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The leader of a partition, or null if there is none now, or the topic or partition is not known. */
    public Topology.@Nullable Leader leader(String topic, int partition) {
        Topology.Topic found = topic(topic);
        if (found == null || partition >= found.partitions().size()) {
            return null;
        }
        Topology.Leader leader = found.partitions().get(partition);
        return leader.node() < 0 ? null : leader;
    }

    /** The id of a topic, or null if it is not known. */
    public @Nullable Uuid topicId(String topic) {
        Topology.Topic found = topic(topic);
        return found == null ? null : found.topicId();
    }

    private Topology.@Nullable Topic topic(String topic) {
        Topology.Topic found = known == null ? null : known.topics().get(topic);
        return found == null || found.error() != BrokerError.NONE ? null : found;
    }

    /** The error that the cluster gave for a topic; {@link BrokerError#NONE} if there is none or nothing is known yet. */
    public BrokerError errorOf(String topic) {
        Topology.Topic found = known == null ? null : known.topics().get(topic);
        return found == null ? BrokerError.NONE : found.error();
    }

    /** The cluster's id, or null before the first answer. */
    public @Nullable String clusterId() {
        return known == null ? null : known.clusterId();
    }

    /** Why the cluster could not be asked the last time, or null if it could. */
    public @Nullable Failure failure() {
        return failure;
    }
}
