package io.twinspan.connect.checkpoint;

import io.twinspan.client.cluster.ClusterGroups.Presence;
import io.twinspan.client.cluster.Problem;
import io.twinspan.connect.checkpoint.SyncRule.Decision;
import io.twinspan.model.translation.GroupStatus.Sync;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/**
 * Brings the offsets of groups on the target in step with the translated ones, by {@link SyncRule}: looks, commits, and reads
 * back. Confined to one thread.
 */
final class GroupSync {
    private static final Outcome IN_STEP = new Outcome(Sync.IN_STEP, "");

    private final Target target;
    private final Map<String, Map<TopicPartition, Set<Long>>> before;
    private final BooleanSupplier mayChange;
    private final Map<String, Map<TopicPartition, Long>> ours = new HashMap<>();

    /**
     * @param before offsets that an earlier life of the link may have committed
     * @param mayChange whether anything may be committed
     */
    GroupSync(Target target, Map<String, Map<TopicPartition, Set<Long>>> before, BooleanSupplier mayChange) {
        this.target = target;
        this.before = before;
        this.mayChange = mayChange;
    }

    /** The target's groups, as far as they matter here. */
    interface Target {
        /** Whether each group has members; a group that may not be looked at is a problem. */
        Map<String, Presence> presence(Collection<String> groups, List<Problem> problems);

        /** What each group has committed; a group that cannot be read is a problem. */
        Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets(Collection<String> groups, List<Problem> problems);

        /** Commits, waits for each answer, and returns why it failed for each group where it did. */
        Map<String, Throwable> commit(Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets);

        /** What failed with a group, for people. */
        Problem problem(String group, String what, String permission, Throwable failure);
    }

    /** What became of a group. Immutable. */
    record Outcome(Sync sync, String detail) {}

    /** Does it once for all groups; one that fails does not hold up the others. */
    Map<String, Outcome> run(Map<String, Map<TopicPartition, OffsetAndMetadata>> translated) {
        var outcomes = new TreeMap<String, Outcome>();
        var quiet = new ArrayList<String>();
        var problems = new ArrayList<Problem>();
        target.presence(translated.keySet(), problems).forEach((group, presence) -> {
            if (presence == Presence.ACTIVE) {
                outcomes.put(group, active());
            } else {
                quiet.add(group);
            }
        });
        var commits = new TreeMap<String, Map<TopicPartition, OffsetAndMetadata>>();
        target.offsets(quiet, problems).forEach((group, there) -> {
            var wanted = translated.getOrDefault(group, Map.of());
            var left = new ArrayList<String>();
            var commit = plan(group, wanted, there, left);
            if (!commit.isEmpty()) {
                commits.put(group, commit);
            }
            outcomes.put(group, left.isEmpty() ? IN_STEP : moved(left));
        });
        commit(commits, outcomes, problems);
        for (Problem problem : problems) {
            String group = problem.subject().substring("group ".length());
            outcomes.put(group, new Outcome(Sync.FAILED, problem.message()));
        }
        return Map.copyOf(outcomes);
    }

    private Map<TopicPartition, OffsetAndMetadata> plan(
            String group,
            Map<TopicPartition, OffsetAndMetadata> wanted,
            Map<TopicPartition, OffsetAndMetadata> there,
            List<String> left) {
        var commit = new HashMap<TopicPartition, OffsetAndMetadata>();
        var mine = ours.computeIfAbsent(group, unused -> new HashMap<>());
        wanted.forEach((partition, offset) -> {
            OffsetAndMetadata found = there.get(partition);
            Set<Long> earlier = before.getOrDefault(group, Map.of()).getOrDefault(partition, Set.of());
            Decision decision = SyncRule.decide(
                    found == null ? null : found.offset(), offset.offset(), mine.get(partition), earlier);
            if (decision == Decision.LEAVE && found != null) {
                left.add(partition + " is at " + found.offset() + ", by the source it would be at " + offset.offset());
            } else if (decision == Decision.COMMIT) {
                commit.put(partition, offset);
            } else {
                mine.put(partition, offset.offset());
            }
        });
        return commit;
    }

    private void commit(
            Map<String, Map<TopicPartition, OffsetAndMetadata>> commits,
            Map<String, Outcome> outcomes,
            List<Problem> problems) {
        // Asked as late as can be: an operation that moves groups has the link keep quiet first.
        if (commits.isEmpty() || !mayChange.getAsBoolean()) {
            return;
        }
        var committed = new ArrayList<>(commits.keySet());
        target.commit(commits).forEach((group, failure) -> {
            committed.remove(group);
            if (failure instanceof UnknownMemberIdException || failure instanceof GroupNotEmptyException) {
                outcomes.put(group, active());
            } else {
                problems.add(target.problem(group, "its offsets cannot be committed", "READ", failure));
            }
        });
        var readBack = target.offsets(committed, problems);
        readBack.forEach((group, there) -> commits.getOrDefault(group, Map.of()).forEach((partition, offset) -> {
            OffsetAndMetadata found = there.get(partition);
            if (found != null && found.offset() == offset.offset()) {
                ours.computeIfAbsent(group, unused -> new HashMap<>()).put(partition, offset.offset());
            } else {
                problems.add(new Problem(
                        "group " + group,
                        "offset " + offset.offset() + " was committed in " + partition + ", but "
                                + (found == null ? "none" : found.offset()) + " is read back. It is tried again."));
            }
        }));
    }

    private static Outcome active() {
        return new Outcome(
                Sync.ACTIVE, "it has members on the target, so its offsets there are its own and are not overwritten");
    }

    private static Outcome moved(List<String> left) {
        return new Outcome(
                Sync.MOVED_ON_TARGET,
                "it was used or reset on the target, and its offsets there are left as they are: " + left
                        + "; to have them follow the source again, delete them there (kafka-consumer-groups.sh"
                        + " --delete-offsets)");
    }
}
