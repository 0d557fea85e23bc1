package io.twinspan.bench.faults.fault;

import io.twinspan.bench.faults.scene.Scene;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The copy of a topic is deleted on the target. Confined to the programme's thread. */
final class DeleteTargetTopic implements Fault {
    private long copied;

    @Override
    public String name() {
        return "delete-target-topic";
    }

    @Override
    public String what() {
        return "the copy of a topic is deleted on the target while it is written to";
    }

    @Override
    public boolean hitsOneTopic() {
        return true;
    }

    @Override
    public void inject(Scene scene) {
        String copy = scene.copyOf(scene.hit(0)).topic();
        Steps.get(scene.stage().target().admin().deleteTopics(List.of(copy)).all(), "delete " + copy);
        copied = scene.copied(scene.hit(0));
    }

    @Override
    public Duration lasts() {
        return Duration.ofSeconds(25);
    }

    @Override
    public void operate(Scene scene) {
        scene.note("by itself, " + (scene.copied(scene.hit(0)) - copied) + " records were copied into a new one");
        if (scene.copiers().isTwinspan()) {
            new Operator(scene).beginAnew(scene.hit(0));
        }
    }

    @Override
    public Optional<Loss> loss(Scene scene) {
        return Optional.of(new Loss(
                scene.topics().hit(), "the copy with its " + copied + " records was deleted", List.of(), copied));
    }
}
