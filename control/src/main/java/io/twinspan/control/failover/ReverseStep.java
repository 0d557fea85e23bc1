package io.twinspan.control.failover;

import io.twinspan.control.cluster.Contact;
import io.twinspan.control.fence.QuotaFence;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.operation.StepContext;
import io.twinspan.control.scene.LinkFollower;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.error.Misconfigured;
import java.time.Duration;

/** Begins the link in the other direction, so that the old source has what its new users write. Confined to the operation's thread. */
final class ReverseStep extends MoveStep {
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(3);

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
        if (options.isEmergency() && !Contact.answers(back.target(), ANSWERS_WITHIN)) {
            return Outcome.skipped(back.target().alias() + " does not answer, so link " + back.name()
                    + " stays held; once it is back, 'twinspan failback' begins it");
        }
        try {
            LinkFollower follower = scene.reverse().follower();
            follower.look();
            var wayBack = new WayBack(scene, back);
            if (!wayBack.isHeld(follower)) {
                return Outcome.done("link " + back.name() + " runs already");
            }
            String orphans = leaveBehind(context);
            release(context);
            String set = wayBack.setBehind(
                    topics(context),
                    read(context, OPEN, Notes.TARGET_ENDS, Notes.Offsets.class)
                            .map(Notes.Offsets::offsets)
                            .orElseThrow(
                                    () -> new Inconsistent("'" + OPEN + "' left no ends of copies in the journal")),
                    follower);
            wayBack.begin(context.operation(), context.nowMs());
            return Outcome.done("link " + back.name() + " copies now; " + set + orphans);
        } catch (Unsettled e) {
            return Outcome.skipped(
                    "link " + back.name() + " stays held: " + e.getMessage() + ". Then 'twinspan failback' begins it");
        }
    }

    /** After an emergency, the source may have what was not copied, and comes back as a copy. */
    private String leaveBehind(StepContext context) throws Unsettled {
        if (!options.isEmergency()) {
            return "";
        }
        try {
            long count = new LeftBehind(scene).note(context, topics(context));
            return count == 0
                    ? ""
                    : "; " + count + " records stay on " + scene.link().source().alias() + " alone";
        } catch (Inconsistent e) {
            throw new Unsettled(e);
        }
    }

    /** A quota that braked producers would brake the link back, too. */
    private void release(StepContext context) {
        read(context, FENCE, Notes.QUOTAS, Notes.QuotaList.class)
                .ifPresent(noted -> new QuotaFence(scene.source()).release(noted.quotas()));
    }

    /** It cannot be told yet what the source alone has. */
    private static final class Unsettled extends Exception {
        private static final long serialVersionUID = 1;

        Unsettled(Inconsistent cause) {
            super(cause.getMessage(), cause);
        }
    }

    @Override
    public void undo(StepContext context) {
        throw new Inconsistent("'" + REVERSE + "' cannot be taken back: it comes after the clients have moved");
    }
}
