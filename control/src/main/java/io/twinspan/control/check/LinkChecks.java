package io.twinspan.control.check;

import io.twinspan.control.check.Obstacle.Kind;
import io.twinspan.control.inventory.Positions;
import io.twinspan.control.operation.StepContext;
import io.twinspan.control.scene.LinkFollower;
import io.twinspan.control.scene.LinkFollower.TaskLife;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.Incident;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.position.Sight;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** Looks whether the link runs, gets on, and is near enough. Confined to one thread. */
final class LinkChecks {
    private static final long MEASURED_MS = 3_000;
    private static final long PULSE_WAIT_MS = 4_000;
    private static final long LOOK_MS = 200;
    private static final long MOST_CLOCK_MS = 5_000;

    private final Scene scene;
    private final Obstacles obstacles;
    private final StepContext context;

    LinkChecks(Scene scene, Obstacles obstacles, StepContext context) {
        this.scene = scene;
        this.obstacles = obstacles;
        this.context = context;
    }

    /** Looks at everything; returns how many records are not copied yet. */
    long examine(List<MovedTopic> topics, Duration drainLimit) {
        LinkFollower follower = scene.follower();
        requireNotHeld();
        stopped(follower, topics);
        foreign(follower.positions(), topics);
        boolean isAlive = awaitPulse(follower);
        List<TopicPartition> partitions = MovedTopic.partitionsOf(topics);
        Map<TopicPartition, Long> ends = scene.source().stableEnds(partitions);
        follower.look();
        long lag = follower.missing(ends.keySet(), ends);
        if (!isAlive) {
            obstacles.add(
                    Kind.LINK_NOT_RUNNING,
                    "link " + scene.link().name(),
                    "no task of it shows a sign of life"
                            + (lag == 0 ? "" : ", and " + lag + " records are not copied yet"),
                    "Start it (twinspan run), or the Connect cluster that runs it");
        }
        long rate = Math.max(1, rate(follower, partitions));
        if (lag / rate > drainLimit.toSeconds()) {
            rate = Math.max(rate, measuredRate(follower, partitions));
        }
        long drainSeconds = lag / rate;
        if (lag > 0 && drainSeconds > drainLimit.toSeconds()) {
            obstacles.add(
                    Kind.LAG_TOO_LARGE,
                    "link " + scene.link().name(),
                    lag + " records are not copied yet; as fast as it copies now that takes " + drainSeconds
                            + " s, more than --drain-limit",
                    "Wait until it has caught up (twinspan status), or see what limits it (twinspan doctor)");
        }
        return lag;
    }

    /** Looks whether another operation holds the link. */
    void requireNotHeld() {
        LinkFollower follower = scene.follower();
        follower.look();
        follower.hold()
                .filter(hold ->
                        hold.level() != LinkHold.Level.FREE && !hold.operation().equals(context.operation()))
                .ifPresent(
                        hold -> obstacles.addFatal(
                                Kind.HELD,
                                "link " + scene.link().name(),
                                "is held by " + hold.operation() + " (" + hold.reason() + ")",
                                "Complete that operation or take it back; after a failover, clients come back with 'twinspan failback'"));
    }

    private void stopped(LinkFollower follower, List<MovedTopic> topics) {
        Map<String, Uuid> ids = scene
                .source()
                .topics(topics.stream().map(MovedTopic::topic).toList())
                .values()
                .stream()
                .collect(Collectors.toMap(topic -> topic.name(), topic -> topic.topicId()));
        var stopped = new TreeMap<String, List<String>>();
        for (TopicPartition partition : MovedTopic.partitionsOf(topics)) {
            LaneId lane = follower.positions().lane(partition).orElse(null);
            if (lane == null) {
                add(stopped, "the link has not begun to copy it", partition);
            } else if (!lane.topicId().equals(ids.get(partition.topic()))) {
                add(stopped, "what is copied is of another topic that had this name before", partition);
            }
            follower.positions()
                    .state(partition)
                    .filter(state -> state.kind() != LaneState.Kind.COPYING)
                    .ifPresent(state -> add(
                            stopped,
                            (state.kind() == LaneState.Kind.FAILED ? "is not copied any more: " : "does not get on: ")
                                    + state.cause().text() + ", " + state.reason(),
                            partition));
        }
        stopped.forEach((what, partitions) -> obstacles.add(
                Kind.PARTITION_STOPPED,
                (partitions.size() == 1 ? "partition " : partitions.size() + " partitions, among them ")
                        + partitions.get(0),
                what,
                "See 'twinspan lanes'; if it is accepted, what is not copied of it is left behind"));
    }

    private static void add(Map<String, List<String>> stopped, String what, TopicPartition partition) {
        stopped.computeIfAbsent(what, unused -> new ArrayList<>()).add(partition.toString());
    }

    void foreign(Positions positions, List<MovedTopic> topics) {
        Function<MovedTopic, String> name = MovedTopic::topic;
        Set<String> names = topics.stream().map(name).collect(Collectors.toSet());
        Set<String> found = new TreeSet<>();
        for (Incident incident : positions.incidents()) {
            if (incident.cause() == Cause.FOREIGN_WRITER
                    && names.contains(incident.lane().topic())) {
                found.add(incident.lane().topic() + "-" + incident.lane().partition());
            }
        }
        if (!found.isEmpty()) {
            obstacles.remark(
                    Kind.FOREIGN_WRITER,
                    "partitions " + Obstacles.some(found),
                    "others have written into their copies; these records stay where they are",
                    "'twinspan lanes' lists them");
        }
    }

    /** Whether a task gives a sign of life while we look. */
    private boolean awaitPulse(LinkFollower follower) {
        long until = context.nowMs() + PULSE_WAIT_MS;
        while (context.nowMs() < until) {
            for (TaskLife task : follower.tasks().values()) {
                if (task.arrivedMs() >= 0) {
                    clock(task);
                    return true;
                }
            }
            context.pause(LOOK_MS, "waiting for a sign of life of the link");
            follower.look();
        }
        return false;
    }

    void clock(TaskLife task) {
        long ahead = task.pulse().timeMs() - task.arrivedMs();
        if (Math.abs(ahead) > MOST_CLOCK_MS) {
            obstacles.remark(
                    Kind.CLOCK_DIFFERENCE,
                    "clock",
                    "the machine that runs the link is " + Math.abs(ahead) / 1_000 + " s "
                            + (ahead > 0 ? "ahead of" : "behind")
                            + " this one, so times in reports may differ by as much",
                    "Synchronize their clocks");
        }
    }

    /** How many offsets it copies in a second; positions are stored about once in one. */
    private long measuredRate(LinkFollower follower, List<TopicPartition> partitions) {
        long before = copied(follower, partitions);
        long beganMs = context.nowMs();
        context.progress("measuring how fast the link copies");
        context.pause(MEASURED_MS, "measuring how fast the link copies");
        follower.look();
        long tookMs = Math.max(1, context.nowMs() - beganMs);
        return (copied(follower, partitions) - before) * 1_000 / tookMs;
    }

    private static long copied(LinkFollower follower, List<TopicPartition> partitions) {
        return partitions.stream()
                .mapToLong(partition -> Math.max(0, follower.copiedBelow(partition)))
                .sum();
    }

    /** As many as producers have added in their fastest second: a link that keeps up copies no slower. */
    private static long rate(LinkFollower follower, List<TopicPartition> partitions) {
        long rate = 0;
        for (TopicPartition partition : partitions) {
            rate += follower.sight(partition).map(Sight::recordsPerSecond).orElse(0L);
        }
        return rate;
    }
}
