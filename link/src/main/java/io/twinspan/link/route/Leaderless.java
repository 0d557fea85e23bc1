package io.twinspan.link.route;

import io.twinspan.link.exchange.Side;
import io.twinspan.link.lane.Lane;
import io.twinspan.link.lane.Phase;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/**
 * Tells lanes whose partition is not to be had on one side although the cluster answers: no leader for a while, no such topic, or a
 * target topic that is another one than before. Confined to the link thread.
 */
public final class Leaderless {
    /** An election, a restarting broker or a topic that is being created is over by then. */
    static final long PATIENCE_MS = 15_000;

    private final Routes source;
    private final Routes target;
    private final Map<Lane, Long> withoutSource = new HashMap<>();
    private final Map<Lane, Long> withoutTarget = new HashMap<>();
    private final Map<Lane, Uuid> targetIds = new HashMap<>();

    public Leaderless(Routes source, Routes target) {
        this.source = source;
        this.target = target;
    }

    /** A cluster has answered; called for each lane. */
    public void look(Lane lane, long nowMs) {
        look(lane, Side.SOURCE, nowMs);
        look(lane, Side.TARGET, nowMs);
        Uuid now = target.topicId(lane.spec().targetTopic());
        if (now != null && lane.phase() != Phase.LOCATING) {
            Uuid before = targetIds.putIfAbsent(lane, now);
            if (before != null && !before.equals(now)) {
                lane.targetTopicIs(before, now, nowMs);
            }
        }
    }

    private void look(Lane lane, Side side, long nowMs) {
        boolean isSource = side == Side.SOURCE;
        Routes routes = isSource ? source : target;
        Map<Lane, Long> without = isSource ? withoutSource : withoutTarget;
        String topic = isSource ? lane.spec().topic() : lane.spec().targetTopic();
        if (routes.leader(topic, lane.spec().partition()) != null || routes.clusterId() == null) {
            without.remove(lane);
        } else if (nowMs - without.computeIfAbsent(lane, unused -> nowMs) >= PATIENCE_MS) {
            lane.hasNoLeader(side, routes.errorOf(topic), nowMs);
        }
    }
}
