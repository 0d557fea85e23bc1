package io.twinspan.control.failover;

import io.twinspan.control.check.GroupsAhead;
import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.fence.QuotaFence;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.journal.JournalTopic;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.operation.Entry;
import io.twinspan.control.operation.OperationState;
import io.twinspan.control.operation.StepContext;
import io.twinspan.control.scene.LinkFollower;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes the old source a copy of the new one: notes what it alone has, begins the link back, and waits until that is near enough for clients to
 * come back in seconds. Confined to the operation's thread.
 */
final class ReturnStep extends MoveStep {
    private static final long LOOK_MS = 250;

    /** A catch-up that took no longer than this leaves the next one less still. */
    private static final long NEAR_MS = 5_000;

    private static final long STUCK_MS = 120_000;

    /** So long it has not got on when it is looked whether there is anything left to copy. */
    private static final long RESTS_MS = 3_000;

    private final Scene forth;
    private final GroupsAhead groups;

    /**
     * @param forth of the link on which clients were moved away
     * @param groups of the link back, which may be looked at already
     */
    ReturnStep(Scene scene, Scene forth, FailoverOptions options, GroupsAhead groups) {
        super(
                scene,
                options,
                RETURN,
                "has " + scene.link().name() + " bring to "
                        + scene.link().target().alias() + " what it missed",
                Duration.ofDays(2),
                Duration.ofSeconds(10));
        this.forth = forth;
        this.groups = groups;
    }

    @Override
    public Outcome run(StepContext context) {
        LinkView back = scene.link();
        LinkFollower follower = scene.follower();
        follower.look();
        var wayBack = new WayBack(forth, back);
        boolean isOurs = context.note(Notes.BEGUN) != null;
        if (!isOurs && !wayBack.isHeld(follower)) {
            return Outcome.skipped("link " + back.name() + " runs already");
        }
        // They have no positions before the link has begun.
        groups.forget();
        List<MovedTopic> topics = read(context, CLOSE, Notes.TOPICS, Notes.Topics.class)
                .orElseThrow(() -> new Inconsistent("'" + CLOSE + "' left no topics in the journal"))
                .topics();
        String orphans = "";
        if (wayBack.isHeld(follower)) {
            long count = new LeftBehind(forth).note(context, topics);
            orphans = count == 0
                    ? ""
                    : "; " + count + " records that only " + back.target().alias()
                            + " has stay where they are ('twinspan orphans' lists them)";
            Optional<OperationState> moved = moved();
            wayBack.setBehind(topics, targetEnds(moved), follower);
            note(context, Notes.BEGUN, true);
            release(moved);
            wayBack.begin(context.operation(), context.nowMs());
        }
        catchUp(context, follower);
        return Outcome.done(back.target().alias() + " has what " + back.source().alias() + " has" + orphans);
    }

    /** The last move that came to its end. */
    private Optional<OperationState> moved() {
        try (var topic = new JournalTopic(forth.link(), forth.clock(), forth.limit())) {
            List<Entry> entries = new OperationLog(topic).entries();
            OperationState last = null;
            for (String operation : OperationState.operations(entries)) {
                OperationState state = OperationState.of(operation, entries);
                last = state.notes(OPEN).containsKey(Notes.TARGET_ENDS) ? state : last;
            }
            return Optional.ofNullable(last);
        }
    }

    /** Where the copies ended when clients began to write into them; without it, the link back looks for that itself. */
    private static Map<TopicPartition, Long> targetEnds(Optional<OperationState> moved) {
        return moved.map(state -> state.notes(OPEN).get(Notes.TARGET_ENDS))
                .map(text -> JsonText.read(text, Notes.Offsets.class).offsets())
                .orElse(Map.of());
    }

    /** A quota that braked producers would brake the link back, too. */
    private void release(Optional<OperationState> moved) {
        moved.map(state -> state.notes(FENCE).get(Notes.QUOTAS))
                .ifPresent(text -> new QuotaFence(forth.source())
                        .release(JsonText.read(text, Notes.QuotaList.class).quotas()));
    }

    private void catchUp(StepContext context, LinkFollower follower) {
        List<TopicPartition> partitions = partitions();
        while (true) {
            long begunMs = context.nowMs();
            Map<TopicPartition, Long> ends = scene.source().stableEnds(partitions);
            awaitCopied(context, follower, ends);
            if (context.nowMs() - begunMs <= NEAR_MS) {
                return;
            }
        }
    }

    private List<TopicPartition> partitions() {
        LinkView link = scene.link();
        List<String> names = scene.source().topicNames().stream()
                .filter(topic -> link.rules().reasonAgainst(topic).isEmpty()
                        && !link.rules().isHeartbeats(topic)
                        && topic.matches(options.topics()))
                .toList();
        Map<String, TopicDescription> topics = scene.source().topics(names);
        return topics.values().stream()
                .flatMap(topic ->
                        topic.partitions().stream().map(one -> new TopicPartition(topic.name(), one.partition())))
                .toList();
    }

    private void awaitCopied(StepContext context, LinkFollower follower, Map<TopicPartition, Long> ends) {
        long least = Long.MAX_VALUE;
        long sinceMs = context.nowMs();
        boolean hasLooked = false;
        while (true) {
            follower.look();
            List<TopicPartition> behind = follower.behind(ends);
            if (behind.isEmpty()) {
                return;
            }
            requireCopying(follower, behind);
            long left = follower.missing(behind, ends);
            if (left < least) {
                least = left;
                sinceMs = context.nowMs();
                hasLooked = false;
            } else if (!hasLooked && context.nowMs() - sinceMs > RESTS_MS) {
                hasLooked = true;
                if (Remainder.isEmpty(scene, behind, ends)) {
                    return;
                }
            } else if (context.nowMs() - sinceMs > STUCK_MS) {
                throw new Inconsistent("link " + scene.link().name() + " has not got on for " + STUCK_MS / 1_000
                        + " s: " + left + " offsets of " + behind.size() + " partitions are left, among them "
                        + behind.get(0)
                        + ". Does it run (twinspan run)? 'twinspan status' and 'twinspan doctor' say more");
            }
            context.progress(left + " offsets of " + behind.size() + " partitions left");
            context.pause(LOOK_MS, left + " offsets are left");
        }
    }

    private static void requireCopying(LinkFollower follower, List<TopicPartition> behind) {
        List<String> failed = behind.stream()
                .filter(partition -> follower.positions()
                        .state(partition)
                        .filter(state -> state.kind() == LaneState.Kind.FAILED)
                        .isPresent())
                .map(TopicPartition::toString)
                .sorted()
                .collect(Collectors.toList());
        if (!failed.isEmpty()) {
            throw new Inconsistent("partitions " + failed
                    + " are not copied any more; 'twinspan lanes' says why, and how to" + " continue them");
        }
    }

    @Override
    public void undo(StepContext context) {
        if (context.note(Notes.BEGUN) == null) {
            context.progress("nothing was changed");
            return;
        }
        scene.order(
                scene.link(),
                new LinkHold(LinkHold.Level.HELD, context.operation(), context.nowMs(), "the failback is taken back"));
    }
}
