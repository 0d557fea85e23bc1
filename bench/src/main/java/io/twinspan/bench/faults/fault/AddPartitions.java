package io.twinspan.bench.faults.fault;

import io.twinspan.bench.faults.scene.Scene;
import java.util.Map;
import org.apache.kafka.clients.admin.NewPartitions;

/** A topic of the source gets more partitions while it is written to. Confined to the programme's thread. */
final class AddPartitions implements Fault {
    private static final int PARTITIONS = 3;

    @Override
    public String name() {
        return "add-partitions";
    }

    @Override
    public String what() {
        return "a topic of the source gets two more partitions, which are written to at once";
    }

    @Override
    public boolean hitsOneTopic() {
        return true;
    }

    @Override
    public void inject(Scene scene) {
        Steps.get(
                scene.stage()
                        .source()
                        .admin()
                        .createPartitions(Map.of(scene.topics().hit(), NewPartitions.increaseTo(PARTITIONS)))
                        .all(),
                "add partitions to " + scene.topics().hit());
        for (int partition = 1; partition < PARTITIONS; partition++) {
            scene.watchHit(partition);
        }
        scene.alsoLoad(scene.topics().hitStream(PARTITIONS, 1));
    }

    @Override
    public void operate(Scene scene) {
        boolean copied = scene.await(30_000, () -> scene.copied(scene.hit(1)) > 0 && scene.copied(scene.hit(2)) > 0);
        scene.note(copied ? "the new partitions are copied" : "the new partitions are not copied after 30 s more");
    }
}
