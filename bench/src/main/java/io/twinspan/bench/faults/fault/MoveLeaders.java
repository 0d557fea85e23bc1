package io.twinspan.bench.faults.fault;

import io.twinspan.bench.faults.scene.Scene;
import io.twinspan.testkit.cluster.ProcessCluster;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** The leader of every partition of the load moves to another broker, on both sides. Confined to the programme's thread. */
final class MoveLeaders implements Fault {
    @Override
    public String name() {
        return "move-leaders";
    }

    @Override
    public String what() {
        return "every partition gets another leader, on both sides";
    }

    @Override
    public Duration lasts() {
        return Duration.ZERO;
    }

    @Override
    public void inject(Scene scene) {
        scene.topics().partitions().forEach(partition -> {
            move(scene, scene.stage().source(), partition);
            move(scene, scene.stage().target(), scene.copyOf(partition));
        });
        scene.note(2 * scene.topics().partitions().size() + " leaders moved");
    }

    private static void move(Scene scene, ProcessCluster cluster, TopicPartition partition) {
        int leader = cluster.leader(partition);
        List<Integer> others =
                cluster.brokerIds().stream().filter(id -> id != leader).toList();
        cluster.moveLeader(partition, others.get(scene.random().nextInt(others.size())));
    }
}
