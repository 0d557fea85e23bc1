package io.twinspan.control.failover;

import io.twinspan.control.check.MoveExamination;
import io.twinspan.control.check.Obstacle;
import io.twinspan.control.check.Obstacles;
import io.twinspan.control.operation.StepContext;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.error.Misconfigured;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Looks whether clients can be moved; changes nothing. Confined to the operation's thread. */
final class PreflightStep extends MoveStep {

    PreflightStep(Scene scene, FailoverOptions options) {
        super(
                scene,
                options,
                PREFLIGHT,
                "looks whether both sides, the link, its groups and producers are ready",
                Duration.ofSeconds(60),
                Duration.ofSeconds(3));
    }

    @Override
    public Outcome run(StepContext context) {
        var obstacles = new Obstacles(options.acceptedKinds());
        MoveExamination.Found found = new MoveExamination(scene, obstacles, context).examine(options.move());
        List<Obstacle> blocking = obstacles.blocking();
        if (!blocking.isEmpty()) {
            throw new Misconfigured(
                    PREFLIGHT,
                    blocking.stream()
                            .map(Obstacle::sentence)
                            .collect(Collectors.joining("\n  ", "not ready:\n  ", "")));
        }
        note(context, Notes.TOPICS, new Notes.Topics(found.topics()));
        note(
                context,
                Notes.REMARKS,
                new Notes.Remarks(
                        obstacles.all().stream().map(Obstacle::sentence).toList()));
        int partitions =
                found.topics().stream().mapToInt(topic -> topic.partitions()).sum();
        return Outcome.done(found.topics().size() + " topics with " + partitions + " partitions, "
                + found.groups().size() + " groups; " + found.lag() + " records to copy"
                + (obstacles.all().isEmpty() ? "" : "; " + obstacles.all().size() + " remarks"));
    }

    @Override
    public void undo(StepContext context) {
        context.progress("nothing was changed");
    }
}
