package io.twinspan.control.check;

import io.twinspan.client.cluster.Problem;
import io.twinspan.control.check.Obstacle.Kind;
import io.twinspan.control.cluster.Ahead;
import io.twinspan.control.group.GroupPlace;
import io.twinspan.control.group.GroupStanding;
import io.twinspan.control.group.GroupStanding.Life;
import io.twinspan.control.group.GroupSurvey;
import io.twinspan.control.scene.Scene;
import java.util.ArrayList;
import java.util.List;

/** Looks whether every group's position is known on the target, and free to be set there. Confined to one thread. */
final class GroupChecks {
    private final Scene scene;
    private final Obstacles obstacles;

    GroupChecks(Scene scene, Obstacles obstacles) {
        this.scene = scene;
        this.obstacles = obstacles;
    }

    /**
     * What was seen of the groups. Immutable, but for the lists.
     *
     * @param problems what could not be found out
     */
    record Seen(List<GroupStanding> groups, List<Problem> problems) {}

    /** Asks both clusters, which takes the longest of all checks; until the answer is taken, nobody else may use the scene's groups. */
    static Ahead<Seen> look(Scene scene) {
        GroupSurvey survey = scene.groups();
        return Ahead.begin("groups", () -> {
            var problems = new ArrayList<Problem>();
            return new Seen(survey.read(problems), problems);
        });
    }

    List<GroupStanding> examine(Seen seen) {
        if (!scene.link().groups().areTranslated()) {
            obstacles.remark(
                    Kind.GROUP_NOT_EXACT,
                    "groups",
                    "the link translates none (emit.checkpoints.enabled = false); their positions are translated all the same",
                    "");
        }
        seen.problems()
                .forEach(problem -> obstacles.add(
                        Kind.GROUP_NOT_EXACT,
                        problem.subject(),
                        problem.message(),
                        "Grant it, or exclude the group (groups.exclude)"));
        var active = new ArrayList<String>();
        for (GroupStanding group : seen.groups()) {
            if (group.onTarget() == Life.ACTIVE) {
                active.add(group.group());
            }
            // What the link has not reached yet becomes exact while the rest is copied.
            List<GroupPlace> inexact = group.places().stream()
                    .filter(place -> !place.translation().isExact()
                            && !place.translation().isPending())
                    .toList();
            if (!inexact.isEmpty()) {
                GroupPlace first = inexact.get(0);
                obstacles.add(
                        Kind.GROUP_NOT_EXACT,
                        "group " + group.group(),
                        first.translation().target().isEmpty()
                                ? "its position " + first.committed().offset() + " in " + first.source()
                                        + " has no place on the target: "
                                        + first.translation().reason()
                                : "it would read " + group.rereads() + " records again, in " + first.source()
                                        + " among others",
                        "It goes on there without a position, or reads these again; reset it to another offset on the source"
                                + " to change that");
            }
        }
        if (!active.isEmpty()) {
            obstacles.add(
                    Kind.GROUP_ACTIVE,
                    "groups " + Obstacles.some(active),
                    "have members on " + scene.link().target().alias()
                            + ", so their offsets there are their own and will not be set",
                    "Stop these consumers there");
        }
        return seen.groups();
    }
}
