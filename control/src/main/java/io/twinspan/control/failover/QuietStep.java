package io.twinspan.control.failover;

import io.twinspan.control.operation.StepContext;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import java.time.Duration;

/**
 * Has the link change nothing on the target any more but records: what is done at the source from now on, such as denials, is not carried
 * over, and the offsets of groups are ours to set. Confined to the operation's thread.
 */
final class QuietStep extends MoveStep {

    QuietStep(Scene scene, FailoverOptions options) {
        super(
                scene,
                options,
                QUIET,
                "has the link copy records and nothing else: no configs, ACLs or offsets of groups",
                Duration.ofSeconds(30),
                Duration.ofMillis(200));
    }

    @Override
    public Outcome run(StepContext context) {
        scene.order(
                scene.link(),
                new LinkHold(
                        LinkHold.Level.QUIET, context.operation(), context.nowMs(), "its clients are being moved"));
        return Outcome.done("");
    }

    @Override
    public void undo(StepContext context) {
        scene.order(
                scene.link(),
                new LinkHold(LinkHold.Level.FREE, context.operation(), context.nowMs(), "the move was taken back"));
    }
}
