package io.twinspan.control.drill;

import io.twinspan.client.Located;
import io.twinspan.client.cluster.Problem;
import io.twinspan.control.check.Move;
import io.twinspan.control.check.MoveExamination;
import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.fence.Acls;
import io.twinspan.control.fence.Canary;
import io.twinspan.control.fence.FenceKind;
import io.twinspan.control.group.GroupPlace;
import io.twinspan.control.group.GroupStanding;
import io.twinspan.control.operation.Step;
import io.twinspan.control.operation.Time;
import io.twinspan.control.scene.LinkFollower;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.position.Sight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Goes through the steps of a failover without changing anything, and takes the time of what can be done so. Confined to the drill's thread.
 */
final class Rehearsal {
    /** As long as the fence waits between two readings. */
    private static final long STILL_MS = 500;

    private static final long LOOK_MS = 100;

    /** A link that has not come to an end after so long has more to copy than a moment's records. */
    private static final long DRAIN_MS = 20_000;

    private static final long EXACT_MS = 10_000;

    private final Scene scene;
    private final Move move;
    private final Canary canary;
    private final Time time;
    private final Consumer<String> progress;

    Rehearsal(Scene scene, Move move, Canary canary, Time time, Consumer<String> progress) {
        this.scene = scene;
        this.move = move;
        this.canary = canary;
        this.time = time;
        this.progress = progress;
    }

    /** Where logs ended, and how far they were copied. Immutable. */
    record Drained(DryStep step, Map<TopicPartition, Long> ends, Map<TopicPartition, Long> copied) {
        Drained {
            ends = Map.copyOf(ends);
            copied = Map.copyOf(copied);
        }
    }

    /** The groups with their translated places. Immutable. */
    record Groups(DryStep step, List<GroupStanding> standings, List<Problem> problems) {
        Groups {
            standings = List.copyOf(standings);
            problems = List.copyOf(problems);
        }
    }

    /** A step that would change something, so that only its estimate is known. */
    DryStep untried(Step step) {
        return DryStep.of(step, time.nowMs(), 0, step.estimate().toMillis(), "");
    }

    /** Asks every leader as the fence does, and reads twice where logs end. */
    DryStep fence(Step step, List<MovedTopic> topics) {
        progress.accept("asking every leader, and reading the ends of logs twice");
        long begun = time.nowMs();
        List<TopicPartition> partitions = MovedTopic.partitionsOf(topics);
        String told = move.fence() == FenceKind.ACL ? askLeaders(partitions, topics) : "";
        scene.source().ends(partitions);
        pause(STILL_MS);
        scene.source().ends(partitions);
        return DryStep.of(step, begun, time.nowMs() - begun, step.estimate().toMillis(), told);
    }

    private String askLeaders(List<TopicPartition> partitions, List<MovedTopic> topics) {
        if (new Acls(scene.source()).all().isEmpty()) {
            return "";
        }
        return "before any fence, a canary says: "
                + canary.ask(partitions, MoveExamination.fence(scene, move, topics))
                        .detail();
    }

    /** Waits until everything is copied that was there when it began. */
    Drained drain(Step step, List<MovedTopic> topics) {
        long begun = time.nowMs();
        List<TopicPartition> partitions = MovedTopic.partitionsOf(topics);
        Map<TopicPartition, Long> ends = scene.source().stableEnds(partitions);
        Map<TopicPartition, Long> starts = scene.source().starts(partitions);
        LinkFollower follower = scene.follower();
        while (true) {
            follower.look();
            long left = 0;
            long behind = 0;
            long rate = 1;
            for (TopicPartition partition : partitions) {
                long end = ends.getOrDefault(partition, 0L);
                long missing = end - Math.max(starts.getOrDefault(partition, 0L), follower.copiedBelow(partition));
                left += Math.max(0, missing);
                behind += missing > 0 ? 1 : 0;
                rate += follower.sight(partition).map(Sight::recordsPerSecond).orElse(0L);
            }
            long tookMs = time.nowMs() - begun;
            if (left == 0 || tookMs > DRAIN_MS) {
                DryStep told = left == 0
                        ? DryStep.of(
                                step,
                                begun,
                                tookMs,
                                0,
                                "so long until everything was copied that was there when it began, producers writing on")
                        : DryStep.of(
                                step,
                                begun,
                                0,
                                left * 1_000 / rate,
                                left + " records of " + behind
                                        + " partitions were still to copy; at the rate of their fastest second");
                return new Drained(told, ends, copied(follower, partitions));
            }
            progress.accept(left + " records of " + behind + " partitions to copy");
            pause(LOOK_MS);
        }
    }

    private static Map<TopicPartition, Long> copied(LinkFollower follower, List<TopicPartition> partitions) {
        var copied = new HashMap<TopicPartition, Long>();
        partitions.forEach(partition -> copied.put(partition, Math.max(0, follower.copiedBelow(partition))));
        return copied;
    }

    /** Reads where all groups stand, and translates; then waits for those that are ahead of the link's stored positions. */
    Groups groups(Step step) {
        progress.accept("reading where groups are");
        long begun = time.nowMs();
        var problems = new ArrayList<Problem>();
        scene.groups().refresh();
        List<GroupStanding> standings = scene.groups().read(problems);
        long tookMs = time.nowMs() - begun;
        DryStep dry = DryStep.of(
                step,
                begun,
                tookMs,
                step.estimate().toMillis(),
                standings.size() + " groups read and translated; committing was not tried");
        long until = time.nowMs() + EXACT_MS;
        while (standings.stream().flatMap(group -> group.places().stream()).anyMatch(this::isAhead)
                && time.nowMs() < until) {
            progress.accept("waiting until the link has come to where groups are");
            pause(LOOK_MS * 2);
            scene.groups().refresh();
            standings = again(standings);
        }
        return new Groups(dry, standings, problems);
    }

    /** The same positions, translated with what the link has stored by now. */
    private List<GroupStanding> again(List<GroupStanding> standings) {
        Map<TopicPartition, Set<Long>> pending = new HashMap<>();
        for (GroupStanding group : standings) {
            for (GroupPlace place : group.places()) {
                if (isAhead(place)) {
                    pending.computeIfAbsent(place.source(), unused -> new HashSet<>())
                            .add(place.committed().offset());
                }
            }
        }
        Map<TopicPartition, Map<Long, Located>> located = scene.groups().translate(pending);
        return standings.stream()
                .map(group -> new GroupStanding(
                        group.group(),
                        group.onSource(),
                        group.onTarget(),
                        group.places().stream()
                                .map(place -> again(place, located))
                                .toList(),
                        group.others()))
                .toList();
    }

    /** Places in copies of the target's own topics are those of another link. */
    private boolean isAhead(GroupPlace place) {
        return place.translation().isPending()
                && scene.link().rules().reasonAgainst(place.source().topic()).isEmpty();
    }

    private GroupPlace again(GroupPlace place, Map<TopicPartition, Map<Long, Located>> located) {
        Located now = isAhead(place)
                ? located.getOrDefault(place.source(), Map.of())
                        .get(place.committed().offset())
                : null;
        return now == null
                ? place
                : new GroupPlace(
                        place.source(),
                        now.partition(),
                        place.committed(),
                        now.translation(),
                        place.there(),
                        place.seenMs());
    }

    private void pause(long ms) {
        if (!time.pause(ms)) {
            throw interrupted();
        }
    }

    /** What to say when the process is to end. */
    static TransientFailure interrupted() {
        return new TransientFailure("the drill was interrupted; it had changed nothing, and has left no report");
    }
}
