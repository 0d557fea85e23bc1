package io.twinspan.control.failover;

import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.check.Obstacle;
import io.twinspan.control.check.Obstacles;
import io.twinspan.control.check.TopicChecks;
import io.twinspan.control.fence.Acls;
import io.twinspan.control.fence.Canary;
import io.twinspan.control.fence.FenceKind;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.operation.StepContext;
import io.twinspan.control.orphan.OrphanSearch;
import io.twinspan.control.scene.LinkFollower;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.error.Misconfigured;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Before clients come back: keeps producers out of the old source, if a failover could not, so that it can become a copy of the new one.
 * Confined to the operation's thread.
 *
 * <p>Nothing is to be done where the link back runs already: the failover began it, and had fenced the old source.
 */
final class CloseStep extends FenceStep {
    private final Scene failback;

    /**
     * @param scene of the link on which clients were moved away
     * @param failback of the link on which they are to come back
     */
    CloseStep(Scene scene, Scene failback, FailoverOptions options, Canary canary) {
        super(
                scene,
                options,
                CLOSE,
                "keeps producers out of " + scene.link().source().alias() + ", which becomes a copy first",
                canary);
        this.failback = failback;
    }

    @Override
    public Outcome run(StepContext context) {
        LinkView back = failback.link();
        LinkFollower follower = failback.follower();
        follower.look();
        if (!new WayBack(scene, back).isHeld(follower)) {
            return Outcome.skipped("link " + back.name() + " runs already");
        }
        LinkFollower forth = scene.follower();
        forth.look();
        if (!OrphanSearch.isHeld(forth)) {
            throw new Misconfigured(
                    CLOSE,
                    "link " + scene.link().name() + " is not held by a failover, so its clients are on "
                            + scene.link().source().alias() + " already, and there is nothing to come back from");
        }
        if (context.note(Notes.TOPICS) == null) {
            note(context, Notes.TOPICS, new Notes.Topics(find()));
        }
        String source = scene.link().source().alias().value();
        if (options.fence() != FenceKind.ACL) {
            return Outcome.done("takes your word that nobody writes to " + source + " (--fence "
                    + options.fence().text() + ")");
        }
        if (new Acls(scene.source()).all().isEmpty()) {
            return Outcome.done(source + " has no authorizer, so nothing keeps producers out of it but your word");
        }
        return super.run(context);
    }

    private List<MovedTopic> find() {
        var obstacles = new Obstacles(Set.of());
        List<MovedTopic> found = new TopicChecks(scene, obstacles).examine(Pattern.compile(options.topics()));
        if (found.isEmpty()) {
            throw new Misconfigured(
                    CLOSE, obstacles.blocking().stream().map(Obstacle::sentence).collect(Collectors.joining("; ")));
        }
        return found;
    }

    @Override
    List<MovedTopic> topics(StepContext context) {
        return read(context, CLOSE, Notes.TOPICS, Notes.Topics.class)
                .map(Notes.Topics::topics)
                .orElseGet(this::find);
    }
}
