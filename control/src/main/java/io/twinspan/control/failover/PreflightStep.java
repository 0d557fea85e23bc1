package io.twinspan.control.failover;

import io.twinspan.control.check.EmergencyExamination;
import io.twinspan.control.check.GroupsAhead;
import io.twinspan.control.check.MoveExamination;
import io.twinspan.control.check.Obstacle;
import io.twinspan.control.check.Obstacles;
import io.twinspan.control.operation.StepContext;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.error.Misconfigured;
import java.time.Duration;
import java.util.List;

/** Looks whether clients can be moved; changes nothing. Confined to the operation's thread. */
final class PreflightStep extends MoveStep {
    private final GroupsAhead groups;

    /** @param groups the scene's, which may have been looked at already */
    PreflightStep(Scene scene, FailoverOptions options, GroupsAhead groups) {
        super(
                scene,
                options,
                options.isEmergency() ? ASSESS : PREFLIGHT,
                options.isEmergency()
                        ? "makes sure that " + scene.link().source().alias() + " is gone, and looks at what "
                                + scene.link().target().alias() + " has"
                        : "looks whether both sides, the link, its groups and producers are ready",
                Duration.ofSeconds(60),
                Duration.ofSeconds(3));
        this.groups = groups;
    }

    @Override
    public Outcome run(StepContext context) {
        var obstacles = new Obstacles(options.acceptedKinds());
        MoveExamination.Found found = examine(obstacles, context);
        List<Obstacle> blocking = obstacles.blocking();
        if (!blocking.isEmpty()) {
            throw new Misconfigured(name(), "not ready:\n  " + String.join("\n  ", Obstacles.sentences(blocking)));
        }
        note(context, Notes.TOPICS, new Notes.Topics(found.topics()));
        note(context, Notes.REMARKS, new Notes.Remarks(Obstacles.sentences(obstacles.all())));
        int partitions =
                found.topics().stream().mapToInt(topic -> topic.partitions()).sum();
        return Outcome.done(found.topics().size() + " topics with " + partitions + " partitions, "
                + found.groups().size() + " groups; " + found.left()
                + (obstacles.all().isEmpty() ? "" : "; " + obstacles.all().size() + " remarks"));
    }

    /** Looks at everything, and changes nothing. */
    MoveExamination.Found examine(Obstacles obstacles, StepContext context) {
        return options.isEmergency()
                ? new EmergencyExamination(scene, obstacles, context).examine(options.move(), options.sourceLostAtMs())
                : new MoveExamination(scene, obstacles, context).examine(options.move(), groups);
    }

    @Override
    public void undo(StepContext context) {
        context.progress("nothing was changed");
    }
}
