package io.twinspan.control.failover;

import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.check.Obstacle.Kind;
import io.twinspan.control.operation.StepContext;
import io.twinspan.control.scene.LinkFollower;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.position.LaneState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Waits until the link has copied everything up to the fence. Confined to the operation's thread. */
final class DrainStep extends MoveStep {
    private static final long LOOK_MS = 150;
    private static final long STUCK_MS = 3_000;

    DrainStep(Scene scene, FailoverOptions options) {
        super(
                scene,
                options,
                DRAIN,
                "waits until everything below the fence is on "
                        + scene.link().target().alias(),
                options.drainLimit(),
                Duration.ofSeconds(3));
    }

    @Override
    public Outcome run(StepContext context) {
        List<MovedTopic> topics = topics(context);
        Map<TopicPartition, Long> ends = read(context, FENCE, Notes.ENDS, Notes.Offsets.class)
                .orElseThrow(() -> new Inconsistent("the fence left no ends of logs in the journal"))
                .offsets();
        LinkFollower follower = scene.follower();
        long lastLeft = Long.MAX_VALUE;
        long stuckSinceMs = context.nowMs();
        while (true) {
            follower.look();
            List<TopicPartition> behind = follower.behind(ends);
            List<TopicPartition> left = left(follower, behind);
            behind.removeAll(left);
            if (behind.isEmpty()) {
                return Outcome.done(leave(context, left) + (ends.size() - left.size()) + " partitions of "
                        + topics.size() + " topics are copied");
            }
            requireCopying(follower, behind);
            long records = follower.missing(behind, ends);
            if (records < lastLeft) {
                lastLeft = records;
                stuckSinceMs = context.nowMs();
            } else if (context.nowMs() - stuckSinceMs > STUCK_MS && Remainder.isEmpty(scene, behind, ends)) {
                return Outcome.done(
                        leave(context, left) + (ends.size() - left.size()) + " partitions are copied; at the end of "
                                + behind.size() + " of them there is nothing to read but marks of transactions");
            }
            context.progress(behind.size() + " of " + ends.size() + " partitions and " + records + " records left");
            context.pause(
                    LOOK_MS,
                    behind.size() + " partitions are not copied to their ends, among them " + behind.get(0) + ", at "
                            + follower.copiedBelow(behind.get(0)) + " of " + ends.get(behind.get(0)));
        }
    }

    /** Those that nobody copies, if the operator has accepted that. */
    private List<TopicPartition> left(LinkFollower follower, List<TopicPartition> behind) {
        if (!options.acceptedKinds().contains(Kind.PARTITION_STOPPED)) {
            return List.of();
        }
        return behind.stream()
                .filter(partition -> follower.copiedBelow(partition) < 0
                        || follower.positions()
                                .state(partition)
                                .filter(state -> state.kind() == LaneState.Kind.FAILED)
                                .isPresent())
                .toList();
    }

    /** Notes from where on records stay behind; returns the same for people. */
    private String leave(StepContext context, List<TopicPartition> left) {
        var from = new HashMap<TopicPartition, Long>();
        if (!left.isEmpty()) {
            Map<TopicPartition, Long> starts = scene.source().starts(left);
            left.forEach(partition -> from.put(
                    partition,
                    Math.max(
                            starts.getOrDefault(partition, 0L), scene.follower().copiedBelow(partition))));
        }
        note(context, Notes.LEFT, Notes.Offsets.of(from, context.nowMs()));
        return left.isEmpty()
                ? ""
                : left.size() + " partitions are left behind, as accepted, among them " + left.get(0) + " from "
                        + from.get(left.get(0)) + " on; ";
    }

    /** A partition that a person has to look at would hold up everybody until time is up. */
    private static void requireCopying(LinkFollower follower, List<TopicPartition> behind) {
        for (TopicPartition partition : behind) {
            follower.positions()
                    .state(partition)
                    .filter(state -> state.kind() == LaneState.Kind.FAILED)
                    .ifPresent(state -> {
                        throw new Inconsistent(partition + " is not copied any more: "
                                + state.cause().text() + ", " + state.reason()
                                + ". 'twinspan lanes' says how to continue it");
                    });
        }
    }

    @Override
    public void undo(StepContext context) {
        context.progress("what is copied stays");
    }
}
