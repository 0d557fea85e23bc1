package io.twinspan.control.scene;

import io.twinspan.control.scene.LinkFollower.TaskLife;
import io.twinspan.model.position.Pulse;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How far the tasks of a link have come to rest, since they were told to. Immutable.
 *
 * @param waitFor the numbers of those that may still copy: they live, or may live, and have not said that they rest
 * @param resting how many have said that they rest
 * @param isSettled whether all these are sure of their last positions, which then are exact until the link is let go
 */
public record Resting(List<Integer> waitFor, int resting, boolean isSettled) {
    /** A task that lives stores a pulse every second. */
    private static final long DEAD_MS = 5_000;

    /** A task that was silent for so long when the link was told to rest had nothing to do with it any more. */
    private static final long LONG_DEAD_MS = TimeUnit.MINUTES.toMillis(10);

    public Resting {
        waitFor = List.copyOf(waitFor);
    }

    /** As of the follower's last look. */
    public static Resting of(LinkFollower follower, LinkHold hold, long nowMs) {
        var waitFor = new ArrayList<Integer>();
        int resting = 0;
        boolean isSettled = true;
        for (Map.Entry<Integer, TaskLife> one : follower.tasks().entrySet()) {
            TaskLife task = one.getValue();
            Pulse pulse = task.pulse();
            if (pulse.obeysMs() == hold.timeMs()) {
                resting++;
                isSettled &= pulse.isSettled();
                continue;
            }
            // One that was silent before we looked gets the time in which it would have to give a sign.
            long silentMs = nowMs - Math.max(task.arrivedMs(), follower.lookingSinceMs());
            if (silentMs <= DEAD_MS) {
                waitFor.add(one.getKey());
            }
            isSettled &= pulse.timeMs() < hold.timeMs() - LONG_DEAD_MS;
        }
        return new Resting(waitFor, resting, isSettled && resting > 0);
    }
}
