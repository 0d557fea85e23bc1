package io.twinspan.connect.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.client.cluster.ClusterGroups.Presence;
import io.twinspan.client.cluster.Problem;
import io.twinspan.connect.checkpoint.GroupSync.Outcome;
import io.twinspan.model.translation.GroupStatus.Sync;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.junit.jupiter.api.Test;

class GroupSyncTest {
    private static final TopicPartition P0 = new TopicPartition("dc1.orders", 0);
    private static final TopicPartition P1 = new TopicPartition("dc1.orders", 1);

    private final Brokers target = new Brokers();
    private boolean mayCommit = true;
    private final GroupSync sync = new GroupSync(target, Map.of(), () -> mayCommit);

    @Test
    void commitsWithMetadataAndReadsBack() {
        Map<String, Outcome> outcomes = sync.run(Map.of("g", at(P0, 10, "m")));

        assertThat(outcomes.get("g").sync()).isEqualTo(Sync.IN_STEP);
        assertThat(target.offsets.get("g")).isEqualTo(at(P0, 10, "m"));
    }

    @Test
    void followsForwardsAndBackwards() {
        for (long offset : new long[] {10, 30, 5, 6}) {
            sync.run(Map.of("g", at(P0, offset, "")));
            assertThat(target.offsets.get("g")).isEqualTo(at(P0, offset, ""));
        }
    }

    @Test
    void commitsNothingThatIsThereAlready() {
        sync.run(Map.of("g", at(P0, 10, "")));
        sync.run(Map.of("g", at(P0, 10, "")));

        assertThat(target.commits).isEqualTo(1);
    }

    @Test
    void commitsNothingWhileAnOperatorHoldsTheLink() {
        mayCommit = false;
        sync.run(Map.of("g", at(P0, 10, "")));
        assertThat(target.commits).isZero();

        mayCommit = true;
        sync.run(Map.of("g", at(P0, 10, "")));
        assertThat(target.offsets.get("g")).isEqualTo(at(P0, 10, ""));
    }

    @Test
    void anActiveGroupIsReportedAndNotTouched() {
        target.active.add("g");

        Outcome outcome = outcomeOf("g", sync.run(Map.of("g", at(P0, 10, ""))));

        assertThat(outcome.sync()).isEqualTo(Sync.ACTIVE);
        assertThat(outcome.detail()).contains("has members on the target");
        assertThat(target.commits).isZero();
    }

    @Test
    void aGroupThatBecomesActiveInBetweenIsReported() {
        target.refusing.put("g", new UnknownMemberIdException("has members"));

        assertThat(outcomeOf("g", sync.run(Map.of("g", at(P0, 10, "")))).sync()).isEqualTo(Sync.ACTIVE);
    }

    @Test
    void onePartitionThatWasUsedOnTheTargetStaysWhileTheOthersFollow() {
        sync.run(Map.of("g", both(10, 10)));
        target.offsets.get("g").put(P1, new OffsetAndMetadata(50));

        Outcome outcome = outcomeOf("g", sync.run(Map.of("g", both(20, 20))));

        assertThat(outcome.sync()).isEqualTo(Sync.MOVED_ON_TARGET);
        assertThat(outcome.detail()).contains("dc1.orders-1 is at 50, by the source it would be at 20");
        assertThat(target.offsets.get("g")).isEqualTo(both(20, 50));
    }

    @Test
    void aCommitThatIsNotReadBackIsAFailure() {
        target.losing = true;

        Outcome outcome = outcomeOf("g", sync.run(Map.of("g", at(P0, 10, ""))));

        assertThat(outcome.sync()).isEqualTo(Sync.FAILED);
        assertThat(outcome.detail()).contains("offset 10 was committed").contains("none is read back");
    }

    @Test
    void aMissingPermissionIsOneGroupsFailure() {
        target.refusing.put("g", new GroupAuthorizationException("g"));

        Map<String, Outcome> outcomes = sync.run(Map.of("g", at(P0, 10, ""), "h", at(P0, 10, "")));

        assertThat(outcomeOf("g", outcomes).sync()).isEqualTo(Sync.FAILED);
        assertThat(outcomeOf("h", outcomes).sync()).isEqualTo(Sync.IN_STEP);
    }

    @Test
    void afterARestartARewindFollowsWhereTheLinkHadCommitted() {
        target.offsets.put("g", at(P0, 40, ""));
        var restarted = new GroupSync(target, Map.of("g", Map.of(P0, Set.of(30L, 40L))), () -> mayCommit);

        restarted.run(Map.of("g", at(P0, 7, "")));

        assertThat(target.offsets.get("g")).isEqualTo(at(P0, 7, ""));
    }

    private static Outcome outcomeOf(String group, Map<String, Outcome> outcomes) {
        return outcomes.getOrDefault(group, new Outcome(Sync.NONE, ""));
    }

    private static Map<TopicPartition, OffsetAndMetadata> at(TopicPartition partition, long offset, String metadata) {
        return new HashMap<>(Map.of(partition, new OffsetAndMetadata(offset, metadata)));
    }

    private static Map<TopicPartition, OffsetAndMetadata> both(long first, long second) {
        return new HashMap<>(Map.of(P0, new OffsetAndMetadata(first), P1, new OffsetAndMetadata(second)));
    }

    /** The groups of a target, in memory. */
    private static final class Brokers implements GroupSync.Target {
        private final Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets = new HashMap<>();
        private final Set<String> active = new HashSet<>();
        private final Map<String, Throwable> refusing = new HashMap<>();
        private boolean losing;
        private int commits;

        @Override
        public Map<String, Presence> presence(Collection<String> groups, List<Problem> problems) {
            var presence = new TreeMap<String, Presence>();
            groups.forEach(group -> presence.put(group, active.contains(group) ? Presence.ACTIVE : Presence.QUIET));
            return presence;
        }

        @Override
        public Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets(
                Collection<String> groups, List<Problem> problems) {
            var some = new TreeMap<String, Map<TopicPartition, OffsetAndMetadata>>();
            groups.forEach(group -> some.put(group, Map.copyOf(offsets.getOrDefault(group, Map.of()))));
            return some;
        }

        @Override
        public Map<String, Throwable> commit(Map<String, Map<TopicPartition, OffsetAndMetadata>> wanted) {
            var failures = new TreeMap<String, Throwable>();
            wanted.forEach((group, ofGroup) -> {
                commits++;
                Throwable failure = refusing.get(group);
                if (failure != null) {
                    failures.put(group, failure);
                } else if (!losing) {
                    offsets.computeIfAbsent(group, unused -> new HashMap<>()).putAll(ofGroup);
                }
            });
            return failures;
        }

        @Override
        public Problem problem(String group, String what, String permission, Throwable failure) {
            return new Problem("group " + group, what + " " + permission);
        }
    }
}
