package io.twinspan.control.check;

import io.twinspan.control.check.Obstacle.Kind;
import io.twinspan.control.cluster.Ahead;
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
     * @param left what is not copied yet, for people
     */
    public record Found(List<MovedTopic> topics, List<GroupStanding> groups, String left) {
        public Found {
            topics = List.copyOf(topics);
            groups = List.copyOf(groups);
        }
    }

    /**
     * Looks at everything, and changes nothing.
     *
     * @param groups the scene's, which may have been looked at already
     */
    public Found examine(Move move, GroupsAhead groups) {
        Ahead<GroupChecks.Seen> seen = groups.look();
        // From now on it is seen when the link's tasks give signs of life; by the time that they are asked for, they
        // have given one.
        scene.follower().look();
        context.progress("looking at topics");
        List<MovedTopic> topics = new TopicChecks(scene, obstacles).examine(move.topics());
        context.progress("looking at producers");
        new FenceChecks(scene, obstacles).examine(move, topics, context.nowMs());
        context.progress("looking at groups");
        List<GroupStanding> standings = new GroupChecks(scene, obstacles).examine(seen.take());
        context.progress("looking at the link");
        long lag = new LinkChecks(scene, obstacles, context).examine(topics, move.drainLimit());
        requireWayBack(scene, move, obstacles);
        return new Found(topics, standings, lag + " records to copy");
    }

    static void requireWayBack(Scene scene, Move move, Obstacles obstacles) {
        if (move.reverse() && scene.back() == null) {
            String back =
                    scene.link().target().alias() + "->" + scene.link().source().alias();
            obstacles.addFatal(
                    Kind.NO_WAY_BACK,
                    "link " + scene.link().name(),
                    "the file has no link in the other direction that --reverse could begin",
                    "Add " + back + ".enabled = true and, so that it copies nothing before, " + back
                            + ".link.standby = true");
        }
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
