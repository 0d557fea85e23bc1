package io.twinspan.bench.faults.fault;

import io.twinspan.bench.faults.scene.Copiers;
import io.twinspan.bench.faults.scene.Scene;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.RecordsToDelete;

/**
 * The processes stand still for a while, in which the source deletes records that were not copied yet, as retention does. Confined to the
 * programme's thread.
 */
final class RetentionOverrun implements Fault {
    private static final long KEPT = 100;
    private long copied;
    private long start;

    @Override
    public String name() {
        return "retention-overrun";
    }

    @Override
    public String what() {
        return "while the processes are stopped, the source's retention takes records that were not copied";
    }

    @Override
    public boolean hitsOneTopic() {
        return true;
    }

    @Override
    public boolean countedFromHeal() {
        return true;
    }

    @Override
    public Duration lasts() {
        return Duration.ZERO;
    }

    @Override
    public void inject(Scene scene) {
        scene.copiers().stopAll();
        scene.pause(6_000);
        // Every offset of this topic is a record, so this is the first that was not copied.
        copied = scene.copied(scene.hit(0));
        start = scene.seen(scene.hit(0)) - KEPT;
        Steps.get(
                scene.stage()
                        .source()
                        .admin()
                        .deleteRecords(Map.of(scene.hit(0), RecordsToDelete.beforeOffset(start)))
                        .all(),
                "delete records of " + scene.hit(0));
        scene.pause(2_000);
    }

    @Override
    public void heal(Scene scene) {
        Copiers.NAMES.forEach(scene.copiers()::start);
    }

    @Override
    public Optional<Loss> loss(Scene scene) {
        return Optional.of(new Loss(
                scene.topics().hit(),
                "offsets " + copied + " to " + (start - 1) + " were deleted before they were copied",
                List.of(copied, start - 1),
                start - copied));
    }

    @Override
    public Optional<String> shownNothing(Scene scene) {
        return start > copied ? Optional.empty() : Optional.of("all that was deleted had been copied");
    }
}
