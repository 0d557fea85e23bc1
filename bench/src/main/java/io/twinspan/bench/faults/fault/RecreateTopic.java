package io.twinspan.bench.faults.fault;

import io.twinspan.bench.faults.scene.Scene;
import java.util.List;
import java.util.Optional;

/** A topic of the source is deleted and created again under the same name. Confined to the programme's thread. */
final class RecreateTopic implements Fault {
    private long seenOfOld;
    private long copiedOfOld;

    @Override
    public String name() {
        return "recreate-topic";
    }

    @Override
    public String what() {
        return "a topic of the source is deleted and created again under the same name, and written to";
    }

    @Override
    public boolean hitsOneTopic() {
        return true;
    }

    @Override
    public void inject(Scene scene) {
        // All of the old topic is copied first, so that what is lost, is of the new one.
        scene.stopHitLoad();
        scene.await(20_000, () -> scene.copied(scene.hit(0)) >= scene.seen(scene.hit(0)));
        scene.pause(3_000);
        seenOfOld = scene.seen(scene.hit(0));
        copiedOfOld = scene.copied(scene.hit(0));
        Steps.get(
                scene.stage()
                        .source()
                        .admin()
                        .deleteTopics(List.of(scene.topics().hit()))
                        .all(),
                "delete " + scene.topics().hit());
        scene.pause(3_000);
        scene.stage().source().createTopic(scene.topics().hit(), 1);
        scene.alsoLoad(scene.topics().hitStream(1, 1));
    }

    @Override
    public void operate(Scene scene) {
        long fresh = scene.copied(scene.hit(0)) - copiedOfOld;
        scene.note("of the new topic, " + fresh + " records were copied without being told to");
        if (scene.copiers().isTwinspan()) {
            new Operator(scene).beginAnew(scene.hit(0));
        }
    }

    @Override
    public Optional<Loss> loss(Scene scene) {
        return Optional.of(new Loss(
                scene.topics().hit(),
                "the topic is another one after its first " + seenOfOld + " records",
                List.of(),
                seenOfOld - copiedOfOld));
    }
}
