package io.twinspan.it.endurance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinspan.testkit.cluster.ProcessCluster;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brokers of either side are killed with -9 and started again, while the process runs; with three brokers, leaders move too. */
class BrokerKillsIT {
    private static final Logger LOGGER = LoggerFactory.getLogger(BrokerKillsIT.class);
    private static final int KILLS = KillsIT.isLong() ? KillsIT.KILLS : 1;
    private static final int DOWN_FOR_MS = 5_000;
    private static final int RUNS_FOR_MS = 6_000;

    private final Times times = new Times();

    @Test
    void losesDoublesAndReordersNothingWhenTheOnlyBrokerOfEitherSideIsKilled() {
        try (Rig rig = Rig.start("broker", 1, Map.of())) {
            startLink(rig);
            for (int i = 0; i < 2 * KILLS; i++) {
                ProcessCluster hit = i % 2 == 0 ? rig.source() : rig.target();
                killAndRestart(rig, hit, 0, "kill " + (i + 1));
            }
            LOGGER.info("{} kills of the only broker of each side{}", KILLS, times);

            rig.verify();
        }
    }

    @Test
    void losesDoublesAndReordersNothingWhenBrokersAreKilledAndLeadersMove() {
        assumeTrue(KillsIT.isLong(), "a part of the long form, dev/kills");
        try (Rig rig = Rig.start("brokers", 3, Map.of("dc1->dc2.tasks.max", "2"))) {
            startLink(rig);
            for (int i = 0; i < 2 * KILLS; i++) {
                moveLeaders(rig, rig.source(), "");
                moveLeaders(rig, rig.target(), "dc1.");
                ProcessCluster hit = i % 2 == 0 ? rig.source() : rig.target();
                killAndRestart(rig, hit, rig.random().nextInt(3), "kill " + (i + 1));
            }
            LOGGER.info("{} kills of a broker of each side{}", KILLS, times);

            rig.verify();
        }
    }

    private static void startLink(Rig rig) {
        rig.launch("one");
        var start = new Recovery(rig.gauge(), Map.of());
        rig.watch(start, "every partition is copied", () -> start.caughtUp().isPresent());
    }

    private void killAndRestart(Rig rig, ProcessCluster hit, int broker, String fault) {
        rig.letPass(RUNS_FOR_MS);
        hit.killBroker(broker);
        rig.letPass(DOWN_FOR_MS);
        hit.startBroker(broker);

        // No end is known yet on the side that was down: the first answer is where it begins.
        var recovery = new Recovery(rig.gauge(), Map.of());
        rig.watch(
                recovery,
                "every partition is copied on",
                () -> recovery.caughtUp().isPresent());
        LOGGER.info("{}, of broker {} of {}, which is back: {}", fault, broker, hit.name(), recovery);
        times.add(hit.name() + " broker is back to first new record", recovery.first());
        times.add(hit.name() + " broker is back to every partition copied on", recovery.every());
        times.add(hit.name() + " broker is back to caught up", recovery.caughtUp());
    }

    /** Moves the leader of one partition of each topic to a broker that does not lead it. */
    private static void moveLeaders(Rig rig, ProcessCluster cluster, String prefix) {
        var topics = new TreeMap<>(Streams.PLAIN);
        topics.put(Streams.PREFIX + "transactions", 2);
        topics.put(Streams.COMPACTED, 1);
        topics.forEach((topic, partitions) -> {
            var partition = new TopicPartition(prefix + topic, rig.random().nextInt(partitions));
            int leader = cluster.leader(partition);
            List<Integer> others =
                    cluster.brokerIds().stream().filter(id -> id != leader).toList();
            cluster.moveLeader(partition, others.get(rig.random().nextInt(others.size())));
        });
    }
}
