package io.twinspan.control.check;

import io.twinspan.control.cluster.Contact;
import io.twinspan.control.inventory.LastKnown;
import io.twinspan.control.inventory.Positions;
import io.twinspan.control.operation.StepContext;
import io.twinspan.control.scene.LinkFollower;
import io.twinspan.control.scene.LinkFollower.TaskLife;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.position.Pulse;
import java.time.Duration;

/**
 * Whether the source is gone, by several witnesses: this machine, which asks more than once, and the tasks of the link, wherever they run.
 * Confined to one thread.
 */
final class SourceSilence {
    private static final int PROBES = 3;
    private static final long BETWEEN_MS = 1_000;
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(3);

    /** A source that is there answers the link at least twice a second. */
    private static final long HEARS_MS = 2_500;

    private final Scene scene;
    private final StepContext context;
    private boolean isLinkAlive;

    SourceSilence(Scene scene, StepContext context) {
        this.scene = scene;
        this.context = context;
    }

    /** Who still hears from it, in a sentence; empty if nobody does. */
    String sign() {
        LinkFollower follower = scene.follower();
        follower.look();
        for (int probe = 0; probe < PROBES; probe++) {
            context.progress("asking " + scene.link().source().alias() + " whether it is there, " + (probe + 1) + " of "
                    + PROBES);
            if (Contact.answers(scene.link().source(), ANSWERS_WITHIN)) {
                return "answers this machine";
            }
            context.pause(BETWEEN_MS, scene.link().source().alias() + " to answer, or not");
        }
        follower.look();
        return isHeardByLink(follower) ? "does not answer this machine, but the link still hears from it" : "";
    }

    private boolean isHeardByLink(LinkFollower follower) {
        for (TaskLife task : follower.tasks().values()) {
            if (task.arrivedMs() >= 0) {
                isLinkAlive = true;
                if (hears(task.pulse(), follower.positions())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a task heard of the source just before its last sign of life. */
    static boolean hears(Pulse pulse, Positions positions) {
        return positions.lastKnown().stream()
                .filter(known -> known.sight() != null && known.sight().owner() == pulse.owner())
                .mapToLong(LastKnown::heardMs)
                .anyMatch(heardMs -> heardMs > pulse.timeMs() - HEARS_MS);
    }

    /** Whether a task of the link gave a sign of life meanwhile, and so is a witness. */
    boolean isLinkAlive() {
        return isLinkAlive;
    }
}
