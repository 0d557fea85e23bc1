package io.twinspan.control.failover;

import io.twinspan.control.operation.StepContext;
import io.twinspan.control.scene.LinkFollower;
import io.twinspan.control.scene.LinkFollower.TaskLife;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.position.Pulse;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Stops the link for good: all its tasks, also those that come back later, copy nothing until an operation lets it go. What they had under
 * way is finished, and their last positions are stored. Confined to the operation's thread.
 */
final class HoldStep extends MoveStep {
    private static final long LOOK_MS = 150;

    /** A task that lives stores a pulse every second. */
    private static final long DEAD_MS = 5_000;

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
            List<Integer> waitFor = disobedient(follower, orderMs, context.nowMs());
            if (waitFor.isEmpty() && !mustSettle(follower, orderMs, context.nowMs())) {
                return done(context, follower, orderMs);
            }
            if (options.isEmergency() && context.nowMs() - orderMs > PATIENCE_MS) {
                return Outcome.done(
                        "tasks " + waitFor + " have not said that they rest; they will when they hear of it, which they"
                                + " must before they can copy anything");
            }
            context.progress(
                    waitFor.isEmpty()
                            ? "tasks make sure of their last positions"
                            : "tasks " + waitFor + " are still to rest");
            context.pause(LOOK_MS, "tasks " + waitFor + " of the link do not rest");
        }
    }

    /** Without the source, nobody can make up for a position that is too low: groups would read what is behind it again. */
    private boolean mustSettle(LinkFollower follower, long orderMs, long nowMs) {
        return options.isEmergency()
                && nowMs - orderMs < SETTLES_MS
                && obeying(follower, orderMs).anyMatch(pulse -> !pulse.isSettled());
    }

    private static Stream<Pulse> obeying(LinkFollower follower, long orderMs) {
        return follower.tasks().values().stream().map(TaskLife::pulse).filter(pulse -> pulse.obeysMs() == orderMs);
    }

    private static Outcome done(StepContext context, LinkFollower follower, long orderMs) {
        long obeying = obeying(follower, orderMs).count();
        boolean isSettled = obeying > 0 && obeying(follower, orderMs).allMatch(Pulse::isSettled);
        note(context, Notes.SETTLED, isSettled);
        return Outcome.done(
                obeying == 0
                        ? "no task of the link lives; one that comes back finds that it is held"
                        : obeying + " tasks have stored their last positions and rest");
    }

    /** Those that may still copy: they live, or may live, and have not said that they rest. */
    static List<Integer> disobedient(LinkFollower follower, long orderMs, long nowMs) {
        var waitFor = new ArrayList<Integer>();
        for (Map.Entry<Integer, TaskLife> one : follower.tasks().entrySet()) {
            TaskLife task = one.getValue();
            // One that was silent before we looked gets the time in which it would have to give a sign.
            long silentMs = nowMs - Math.max(task.arrivedMs(), follower.lookingSinceMs());
            boolean isDead = silentMs > DEAD_MS;
            if (task.pulse().obeysMs() != orderMs && !isDead) {
                waitFor.add(one.getKey());
            }
        }
        return waitFor;
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
