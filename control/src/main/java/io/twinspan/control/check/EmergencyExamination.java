package io.twinspan.control.check;

import io.twinspan.control.check.MoveExamination.Found;
import io.twinspan.control.check.Obstacle.Kind;
import io.twinspan.control.cluster.TopicRules;
import io.twinspan.control.group.GroupReader;
import io.twinspan.control.group.GroupReading;
import io.twinspan.control.group.GroupStanding;
import io.twinspan.control.group.GroupStanding.Life;
import io.twinspan.control.inventory.LastKnown;
import io.twinspan.control.inventory.LossEstimate;
import io.twinspan.control.inventory.Positions;
import io.twinspan.control.operation.StepContext;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.position.Pulse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/** All checks before clients are moved away from a source that is lost; what the source knew is told by what the link stored. Confined to one thread. */
public final class EmergencyExamination {
    private final Scene scene;
    private final Obstacles obstacles;
    private final StepContext context;

    public EmergencyExamination(Scene scene, Obstacles obstacles, StepContext context) {
        this.scene = scene;
        this.obstacles = obstacles;
        this.context = context;
    }

    /**
     * Looks at everything, and changes nothing.
     *
     * @param sourceLostAtMs when the source was lost, in milliseconds since the epoch; -1 if nobody says
     */
    public Found examine(Move move, long sourceLostAtMs) {
        silence();
        new LinkChecks(scene, obstacles, context).requireNotHeld();
        context.progress("looking at topics");
        List<MovedTopic> topics = topics(move.topics());
        LossEstimate loss = loss(scene, topics, sourceLostAtMs);
        if (!loss.unknown().isEmpty()) {
            obstacles.remark(
                    Kind.LOSS_UNKNOWN,
                    loss.unknown().size() + " partitions",
                    "have no word of where their source ended, so nobody can say what they lack, among them "
                            + loss.unknown().get(0).topic() + "-"
                            + loss.unknown().get(0).partition(),
                    "Once the source is back, 'twinspan orphans' tells");
        }
        context.progress("looking at groups");
        List<GroupStanding> groups = groups();
        MoveExamination.requireWayBack(scene, move, obstacles);
        return new Found(topics, groups, "at most " + loss.records() + " records may be missing");
    }

    private void silence() {
        var silence = new SourceSilence(scene, context);
        String sign = silence.sign();
        if (!sign.isEmpty()) {
            obstacles.add(
                    Kind.SOURCE_ANSWERS,
                    "cluster " + scene.link().source().alias(),
                    sign + ", and an emergency failover gives up what is not copied yet",
                    "Leave out --emergency, and nothing is lost; if the cluster is lost all the same: --force");
        } else if (!silence.isLinkAlive()) {
            obstacles.remark(
                    Kind.LINK_NOT_RUNNING,
                    "link " + scene.link().name(),
                    "no task of it shows a sign of life, so this machine alone says that "
                            + scene.link().source().alias() + " is gone",
                    "");
        }
    }

    /** The topics of which the link has copied something. */
    private List<MovedTopic> topics(Pattern wanted) {
        TopicRules rules = scene.link().rules();
        Positions positions = scene.follower().positions();
        var counts = new TreeMap<String, Integer>();
        for (TopicPartition partition : positions.partitions()) {
            String topic = partition.topic();
            if (rules.reasonAgainst(topic).isEmpty()
                    && !rules.isHeartbeats(topic)
                    && wanted.matcher(topic).matches()) {
                counts.merge(topic, partition.partition() + 1, Math::max);
            }
        }
        Map<String, TopicDescription> copies = scene.target()
                .topics(counts.keySet().stream().map(rules::targetTopic).toList());
        var moved = new ArrayList<MovedTopic>();
        Set<String> missing = new TreeSet<>();
        counts.forEach((topic, count) -> {
            String copy = rules.targetTopic(topic);
            if (copies.containsKey(copy)) {
                moved.add(new MovedTopic(topic, copy, count));
            } else {
                missing.add(topic);
            }
        });
        if (!missing.isEmpty()) {
            obstacles.remark(
                    Kind.TOPIC_MISSING,
                    "topics " + Obstacles.some(missing),
                    "were copied once and are not on " + scene.link().target().alias() + " any more",
                    "");
        }
        new TopicChecks(scene, obstacles).examine(moved, copies, wanted);
        stopped(positions, moved);
        return moved;
    }

    private void stopped(Positions positions, List<MovedTopic> topics) {
        for (TopicPartition partition : MovedTopic.partitionsOf(topics)) {
            positions
                    .state(partition)
                    .filter(state -> state.kind() == LaneState.Kind.FAILED)
                    .ifPresent(state -> obstacles.remark(
                            Kind.PARTITION_STOPPED,
                            "partition " + partition,
                            "was not copied any more: " + state.cause().text() + ", " + state.reason(),
                            "What came later is missing; 'twinspan orphans' lists it once the source is back"));
        }
    }

    /**
     * What may be missing of these topics.
     *
     * @param sourceLostAtMs when the source was lost; -1 if nobody says
     */
    public static LossEstimate loss(Scene scene, List<MovedTopic> topics, long sourceLostAtMs) {
        Positions positions = scene.follower().positions();
        List<LastKnown> known = MovedTopic.partitionsOf(topics).stream()
                .map(positions::lastKnown)
                .toList();
        long nowMs = scene.follower().tasks().values().stream()
                .map(task -> task.pulse())
                .mapToLong(Pulse::timeMs)
                .reduce(scene.clock().millis(), Math::max);
        return LossEstimate.of(known, sourceLostAtMs >= 0 ? sourceLostAtMs : nowMs);
    }

    private List<GroupStanding> groups() {
        try (var reader = new GroupReader(scene.clock(), scene.limit())) {
            GroupReading reading = reader.read(scene.link(), List.of());
            List<String> active = reading.groups().stream()
                    .filter(group -> group.onTarget() == Life.ACTIVE)
                    .map(GroupStanding::group)
                    .toList();
            if (!active.isEmpty()) {
                obstacles.add(
                        Kind.GROUP_ACTIVE,
                        "groups " + Obstacles.some(active),
                        "have members on " + scene.link().target().alias()
                                + ", so their offsets there are their own and will not be set",
                        "Stop these consumers there");
            }
            if (!reading.problems().isEmpty()) {
                obstacles.remark(
                        Kind.GROUP_NOT_EXACT,
                        "groups",
                        reading.problems().stream().map(Object::toString).collect(Collectors.joining("; ")),
                        "");
            }
            return reading.groups();
        }
    }
}
