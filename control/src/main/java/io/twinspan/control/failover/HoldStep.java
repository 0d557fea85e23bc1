package io.twinspan.control.failover;

import io.twinspan.control.operation.StepContext;
import io.twinspan.control.scene.LinkFollower;
import io.twinspan.control.scene.Resting;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import java.time.Duration;

/**
 * Stops the link for good: all its tasks, also those that come back later, copy nothing until an operation lets it go. What they had under
 * way is finished, and their last positions are stored. Confined to the operation's thread.
 */
final class HoldStep extends MoveStep {
    private static final long LOOK_MS = 150;

    private static final long PATIENCE_MS = 30_000;

    /** How long an emergency waits until the link is sure of its last positions; it may need the source for that. */
    private static final long SETTLES_MS = 10_000;

    HoldStep(Scene scene, FailoverOptions options) {
        super(
                scene,
                options,
                HOLD,
                "stops the link for good, so that nothing comes to "
                        + scene.link().target().alias() + " behind the back of its new users",
                Duration.ofSeconds(60),
                Duration.ofSeconds(2));
    }

    @Override
    public Outcome run(StepContext context) {
        LinkFollower follower = scene.follower();
        follower.look();
        long orderMs = context.nowMs();
        var hold = new LinkHold(
                LinkHold.Level.HELD,
                context.operation(),
                orderMs,
                options.isEmergency() ? "its source is lost" : "its clients were moved");
        scene.order(scene.link(), hold);
        note(context, Notes.HOLD, Notes.Hold.of(hold));
        while (true) {
            follower.look();
            Resting rest = Resting.of(follower, hold, context.nowMs());
            if (rest.waitFor().isEmpty() && !mustSettle(rest, orderMs, context.nowMs())) {
                return done(context, rest);
            }
            if (options.isEmergency() && context.nowMs() - orderMs > PATIENCE_MS) {
                return Outcome.done("tasks " + rest.waitFor()
                        + " have not said that they rest; they will when they hear of it, which they must before they can"
                        + " copy anything");
            }
            context.progress(
                    rest.waitFor().isEmpty()
                            ? "tasks make sure of their last positions"
                            : "tasks " + rest.waitFor() + " are still to rest");
            context.pause(LOOK_MS, "tasks " + rest.waitFor() + " of the link do not rest");
        }
    }

    /** Without the source, nobody can make up for a position that is too low: groups would read what is behind it again. */
    private boolean mustSettle(Resting rest, long orderMs, long nowMs) {
        return options.isEmergency() && nowMs - orderMs < SETTLES_MS && rest.resting() > 0 && !rest.isSettled();
    }

    private static Outcome done(StepContext context, Resting rest) {
        note(context, Notes.SETTLED, rest.isSettled());
        return Outcome.done(
                rest.resting() == 0
                        ? "no task of the link lives; one that comes back finds that it is held"
                        : rest.resting() + " tasks have stored their last positions and rest");
    }

    @Override
    public void undo(StepContext context) {
        scene.order(
                scene.link(),
                new LinkHold(
                        options.isEmergency() ? LinkHold.Level.FREE : LinkHold.Level.QUIET,
                        context.operation(),
                        context.nowMs(),
                        "the move is taken back"));
    }
}
