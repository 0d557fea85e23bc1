package io.twinspan.control.check;

import io.twinspan.control.check.Obstacle.Kind;
import io.twinspan.control.fence.AclFence;
import io.twinspan.control.group.GroupStanding;
import io.twinspan.control.operation.StepContext;
import io.twinspan.control.scene.Scene;
import java.util.List;

/** All checks before clients are moved. Confined to one thread. */
public final class MoveExamination {
    private final Scene scene;
    private final Obstacles obstacles;
    private final StepContext context;

    public MoveExamination(Scene scene, Obstacles obstacles, StepContext context) {
        this.scene = scene;
        this.obstacles = obstacles;
        this.context = context;
    }

    /**
     * What was found, besides obstacles. Immutable.
     *
     * @param lag how many records are not copied yet
     */
    public record Found(List<MovedTopic> topics, List<GroupStanding> groups, long lag) {
        public Found {
            topics = List.copyOf(topics);
            groups = List.copyOf(groups);
        }
    }

    /** Looks at everything, and changes nothing. */
    public Found examine(Move move) {
        context.progress("looking at topics");
        List<MovedTopic> topics = new TopicChecks(scene, obstacles).examine(move.topics());
        context.progress("looking at the link");
        long lag = new LinkChecks(scene, obstacles, context).examine(topics, move.drainLimit());
        context.progress("looking at producers");
        new FenceChecks(scene, obstacles).examine(move, topics, context.nowMs());
        context.progress("looking at groups");
        List<GroupStanding> groups = new GroupChecks(scene, obstacles).examine();
        if (move.reverse() && scene.back() == null) {
            obstacles.addFatal(
                    Kind.NO_WAY_BACK,
                    "link " + scene.link().name(),
                    "the file has no link in the other direction that --reverse could begin",
                    "Add " + scene.link().target().alias() + "->"
                            + scene.link().source().alias()
                            + ".enabled = true and, so that it copies nothing before, "
                            + scene.link().target().alias() + "->"
                            + scene.link().source().alias() + ".link.standby = true");
        }
        return new Found(topics, groups, lag);
    }

    /** The denials that keep producers out of these topics. */
    public static AclFence fence(Scene scene, Move move, List<MovedTopic> topics) {
        return AclFence.of(
                FenceChecks.surroundings(scene),
                topics.stream().map(MovedTopic::topic).toList(),
                move.fenceNamed(),
                FenceChecks.exempt(scene, topics));
    }
}
