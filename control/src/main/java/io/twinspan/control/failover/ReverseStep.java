package io.twinspan.control.failover;

import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.operation.StepContext;
import io.twinspan.control.scene.LinkFollower;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.TransientFailure;
import java.time.Duration;

/** Begins the link in the other direction, so that the old source has what its new users write. Confined to the operation's thread. */
final class ReverseStep extends MoveStep {

    ReverseStep(Scene scene, FailoverOptions options) {
        super(
                scene,
                options,
                REVERSE,
                "begins " + scene.link().target().alias() + "->"
                        + scene.link().source().alias() + " where the clients left off",
                Duration.ofSeconds(60),
                Duration.ofSeconds(1));
    }

    @Override
    public Outcome run(StepContext context) {
        LinkView back = scene.back();
        if (!options.reverse()) {
            return Outcome.skipped("not asked for (--reverse)");
        }
        if (back == null) {
            throw new Misconfigured("--reverse", "the file has no link in the other direction");
        }
        try (var follower = new LinkFollower(back, scene.clock(), scene.limit())) {
            follower.look();
            var wayBack = new WayBack(scene, back);
            if (!wayBack.isHeld(follower)) {
                return Outcome.done("link " + back.name() + " runs already");
            }
            String set = wayBack.setBehind(
                    topics(context),
                    read(context, OPEN, Notes.TARGET_ENDS, Notes.Offsets.class)
                            .map(Notes.Offsets::offsets)
                            .orElseThrow(
                                    () -> new Inconsistent("'" + OPEN + "' left no ends of copies in the journal")),
                    follower);
            wayBack.begin(context.operation(), context.nowMs());
            return Outcome.done("link " + back.name() + " copies now; " + set);
        } catch (TransientFailure e) {
            if (!options.isEmergency()) {
                throw e;
            }
            return Outcome.skipped(back.target().alias() + " does not answer, so link " + back.name()
                    + " stays held; once it is back, 'twinspan failback' begins it");
        }
    }

    @Override
    public void undo(StepContext context) {
        throw new Inconsistent("'" + REVERSE + "' cannot be taken back: it comes after the clients have moved");
    }
}
