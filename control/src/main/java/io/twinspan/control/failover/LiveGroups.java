package io.twinspan.control.failover;

import io.twinspan.client.cluster.Problem;
import io.twinspan.control.check.Obstacle.Kind;
import io.twinspan.control.fence.Acl;
import io.twinspan.control.fence.Acls;
import io.twinspan.control.fence.FenceSurroundings;
import io.twinspan.control.group.GroupPlace;
import io.twinspan.control.group.GroupStanding;
import io.twinspan.control.group.GroupStanding.Life;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.operation.StepContext;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.error.Inconsistent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The groups of a source that answers: waits until those that have members there have read what is left, or do not get on. Confined to the
 * operation's thread.
 */
record LiveGroups(Scene scene, FailoverOptions options) implements GroupSource {
    private static final long LOOK_MS = 250;

    /** A group that commits nothing for so long will not, for us to wait for. */
    private static final long STALLED_MS = 3_000;

    private static final long EXACT_WAIT_MS = 6_000;

    @Override
    public List<GroupStanding> read(StepContext context) {
        List<GroupStanding> standings = awaitReading(context);
        if (options.stopsConsumers()) {
            stopConsumers(context, standings);
        }
        return awaitExact(context);
    }

    /** Those that still read commit once they have read the rest. */
    private List<GroupStanding> awaitReading(StepContext context) {
        Map<TopicPartition, Long> ends = MoveStep.read(context, MoveStep.FENCE, Notes.ENDS, Notes.Offsets.class)
                .orElseThrow(() -> new Inconsistent("the fence left no ends of logs in the journal"))
                .offsets();
        long untilMs = context.nowMs() + options.groupsWaitMs();
        long lastLeft = Long.MAX_VALUE;
        long changedMs = context.nowMs();
        while (true) {
            List<GroupStanding> standings = survey();
            long left = standings.stream()
                    .filter(group -> group.onSource() == Life.ACTIVE)
                    .mapToLong(group -> left(group, ends))
                    .sum();
            long nowMs = context.nowMs();
            if (left < lastLeft) {
                lastLeft = left;
                changedMs = nowMs;
            }
            if (left == 0 || nowMs >= untilMs || nowMs - changedMs > STALLED_MS) {
                return standings;
            }
            context.progress("groups with members on the source have " + left + " records left to read there");
            context.pause(LOOK_MS, "groups still read on the source");
        }
    }

    private static long left(GroupStanding group, Map<TopicPartition, Long> ends) {
        long left = 0;
        for (GroupPlace place : group.places()) {
            left += Math.max(
                    0, ends.getOrDefault(place.source(), 0L) - place.committed().offset());
        }
        return left;
    }

    private List<GroupStanding> survey() {
        var problems = new ArrayList<Problem>();
        List<GroupStanding> standings = scene.groups().read(problems);
        if (!problems.isEmpty() && !options.acceptedKinds().contains(Kind.GROUP_NOT_EXACT)) {
            throw new Inconsistent(problems.get(0) + "; to go on regardless: --accept " + Kind.GROUP_NOT_EXACT.text());
        }
        return standings;
    }

    /** From now on they cannot commit there any more. */
    private void stopConsumers(StepContext context, List<GroupStanding> standings) {
        var acls = new Acls(scene.source());
        Set<AclBinding> there = acls.all().orElse(Set.of());
        var ours = new LinkedHashSet<AclBinding>();
        noted(context).forEach(ours::add);
        var wanted = new ArrayList<AclBinding>();
        for (GroupStanding group : standings) {
            var denial = new AclBinding(
                    new ResourcePattern(ResourceType.GROUP, group.group(), PatternType.LITERAL),
                    new AccessControlEntry(
                            FenceSurroundings.EVERYBODY, "*", AclOperation.READ, AclPermissionType.DENY));
            if (!there.contains(denial)) {
                wanted.add(denial);
                ours.add(denial);
            }
        }
        context.note(Notes.ACLS, JsonText.line(new Notes.AclList(Acl.of(ours))));
        acls.add(wanted);
        // Until brokers know of it, somebody may commit once more.
        context.pause(LOOK_MS * 2, "denials to be known");
    }

    private static List<AclBinding> noted(StepContext context) {
        String text = context.note(Notes.ACLS);
        return text == null
                ? List.of()
                : JsonText.read(text, Notes.AclList.class).acls().stream()
                        .map(Acl::binding)
                        .toList();
    }

    /** The link's last positions are stored by now, or about to be. */
    private List<GroupStanding> awaitExact(StepContext context) {
        long untilMs = context.nowMs() + EXACT_WAIT_MS;
        while (true) {
            scene.groups().refresh();
            List<GroupStanding> standings = survey();
            boolean isPending = standings.stream().anyMatch(GroupStanding::isPending);
            if (!isPending || context.nowMs() >= untilMs) {
                return standings;
            }
            context.progress("waiting for the link's last positions");
            context.pause(LOOK_MS, "positions of groups are not exact yet");
        }
    }

    @Override
    public void undo(StepContext context) {
        new Acls(scene.source()).remove(noted(context));
    }
}
