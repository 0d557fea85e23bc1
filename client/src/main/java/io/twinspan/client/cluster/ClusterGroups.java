package io.twinspan.client.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/**
 * The consumer groups of one cluster, asked for many at a time; one that fails does not hide the others. Confined to one thread.
 */
public final class ClusterGroups {
    private static final int GROUPS_A_REQUEST = 500;

    private final Admin admin;
    private final ClusterErrors errors;
    private final Duration timeout;
    private final ShareGroups shares;

    /** @param shares names of share groups, as far as they are known */
    public ClusterGroups(Admin admin, ClusterErrors errors, Duration timeout, Collection<String> shares) {
        this.shares = new ShareGroups(admin, errors, timeout, shares);
        this.admin = admin;
        this.errors = errors;
        this.timeout = timeout;
    }

    /** Whether a group's offsets may be committed for it. */
    public enum Presence {
        /** No member, or no such group. */
        QUIET,
        /** It has members, or is about to have. */
        ACTIVE
    }

    /**
     * The names of the groups that consume, of the classic and of the consumer protocol, and of share groups. Those of Connect
     * workers have no offsets and are left out.
     */
    public Collection<String> list(List<Problem> problems) {
        return listed(problems).keySet();
    }

    /** The same, with whether each had members then; empty where the listing does not tell, as of share groups. */
    public Map<String, Optional<Presence>> listed(List<Problem> problems) {
        var listed = admin.listGroups(ListGroupsOptions.forConsumerGroups().timeoutMs(timeoutMs()));
        var groups = new TreeMap<String, Optional<Presence>>();
        for (GroupListing group : errors.await(listed.valid(), timeout, "listing groups")) {
            groups.put(
                    group.groupId(),
                    group.groupState()
                            .filter(state -> state != GroupState.UNKNOWN)
                            .map(ClusterGroups::presence));
        }
        for (Throwable failure : errors.await(listed.errors(), timeout, "listing groups")) {
            problems.add(new Problem(
                    "groups of " + errors.alias(),
                    "a broker did not tell its groups: " + failure.getMessage() + ". It is asked again."));
        }
        shares.list().forEach(share -> groups.put(share, Optional.empty()));
        return groups;
    }

    /** Whether a group is known to be a share group; may be asked on any thread. */
    public boolean isShare(String group) {
        return shares.contains(group);
    }

    /** What each group has committed, without partitions in which it has nothing; a group that cannot be read is a problem. */
    public Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets(
            Collection<String> groups, List<Problem> problems) {
        var offsets = new TreeMap<String, Map<TopicPartition, OffsetAndMetadata>>();
        for (List<String> some : chunks(groups)) {
            var answers = new TreeMap<>(committed(ofKind(some, false)));
            answers.putAll(shares.offsets(ofKind(some, true)));
            answers.forEach((group, committed) -> {
                Throwable failure = errors.failure(committed, timeout);
                if (failure == null) {
                    offsets.put(group, present(errors.await(committed, timeout, "reading offsets of " + group)));
                } else {
                    problems.add(problem(group, "its offsets cannot be read", "DESCRIBE", failure));
                }
            });
        }
        return offsets;
    }

    private Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> committed(Collection<String> groups) {
        var asked = new HashMap<String, ListConsumerGroupOffsetsSpec>();
        groups.forEach(group -> asked.put(group, new ListConsumerGroupOffsetsSpec()));
        var answer =
                admin.listConsumerGroupOffsets(asked, new ListConsumerGroupOffsetsOptions().timeoutMs(timeoutMs()));
        var committed = new HashMap<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>>();
        groups.forEach(group -> committed.put(group, answer.partitionsToOffsetAndMetadata(group)));
        return committed;
    }

    private List<String> ofKind(Collection<String> groups, boolean isShare) {
        return groups.stream()
                .filter(group -> shares.contains(group) == isShare)
                .toList();
    }

    private static Map<TopicPartition, OffsetAndMetadata> present(Map<TopicPartition, OffsetAndMetadata> committed) {
        var present = new HashMap<TopicPartition, OffsetAndMetadata>();
        committed.forEach((partition, offset) -> {
            // Some clients (Sarama) commit -1 for "none".
            if (offset != null && offset.offset() >= 0) {
                present.put(partition, offset);
            }
        });
        return Map.copyOf(present);
    }

    /** Whether each group has members; a group that may not be looked at is a problem. */
    public Map<String, Presence> presence(Collection<String> groups, List<Problem> problems) {
        var presence = new TreeMap<String, Presence>();
        for (List<String> some : chunks(groups)) {
            var answers = new TreeMap<>(states(ofKind(some, false)));
            answers.putAll(shares.states(ofKind(some, true)));
            answers.forEach((group, answer) -> {
                Throwable failure = errors.failure(answer, timeout);
                if (failure == null) {
                    GroupState state = errors.await(answer, timeout, "describing group " + group);
                    presence.put(group, presence(state));
                } else if (failure instanceof GroupIdNotFoundException) {
                    presence.put(group, Presence.QUIET);
                } else {
                    problems.add(problem(group, "cannot be looked at", "DESCRIBE", failure));
                }
            });
        }
        return presence;
    }

    private static Presence presence(GroupState state) {
        return state == GroupState.EMPTY || state == GroupState.DEAD ? Presence.QUIET : Presence.ACTIVE;
    }

    private Map<String, KafkaFuture<GroupState>> states(Collection<String> groups) {
        var states = new HashMap<String, KafkaFuture<GroupState>>();
        admin.describeConsumerGroups(groups, new DescribeConsumerGroupsOptions().timeoutMs(timeoutMs()))
                .describedGroups()
                .forEach((group, answer) -> states.put(group, answer.thenApply(ConsumerGroupDescription::groupState)));
        return states;
    }

    /**
     * Commits offsets for groups without members, and waits for each answer.
     *
     * @return why it failed, for each group where it did; an {@link UnknownMemberIdException}, or a
     *     {@link org.apache.kafka.common.errors.GroupNotEmptyException} for a share group, where it has a member by now
     */
    public Map<String, Throwable> commit(Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets) {
        var failures = new TreeMap<String, Throwable>();
        for (List<String> some : chunks(offsets.keySet())) {
            var answers = new LinkedHashMap<String, KafkaFuture<Void>>();
            for (String group : some) {
                answers.put(group, commit(group, offsets.getOrDefault(group, Map.of())));
            }
            answers.forEach((group, answer) -> {
                Throwable failure = errors.failure(answer, timeout);
                if (failure != null) {
                    failures.put(group, failure);
                }
            });
        }
        return failures;
    }

    private KafkaFuture<Void> commit(String group, Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (shares.contains(group)) {
            return shares.commit(group, offsets);
        }
        var options = new AlterConsumerGroupOffsetsOptions().timeoutMs(timeoutMs());
        return admin.alterConsumerGroupOffsets(group, offsets, options).all();
    }

    /**
     * Has the cluster forget offsets of groups without members; those that it does not have are none the less forgotten. Share groups keep
     * theirs: a topic's are only forgotten as a whole.
     *
     * @return why it failed, for each group where it did
     */
    public Map<String, Throwable> forget(Map<String, ? extends Collection<TopicPartition>> offsets) {
        var answers = new LinkedHashMap<String, KafkaFuture<Void>>();
        offsets.forEach((group, partitions) -> {
            if (!shares.contains(group)) {
                answers.put(
                        group,
                        admin.deleteConsumerGroupOffsets(group, Set.copyOf(partitions))
                                .all());
            }
        });
        var failures = new TreeMap<String, Throwable>();
        answers.forEach((group, answer) -> {
            Throwable failure = errors.failure(answer, timeout);
            if (failure != null && !(failure instanceof GroupIdNotFoundException)) {
                failures.put(group, failure);
            }
        });
        return failures;
    }

    /** What failed with a group, in words that name the permission if one is missing. */
    public Problem problem(String group, String what, String permission, Throwable failure) {
        return new Problem(
                "group " + group,
                failure instanceof AuthorizationException
                        ? what + ": the link's principal on " + errors.alias() + " lacks " + permission + " on group "
                                + group + " or on its topics. Grant it, or exclude the group in 'groups.exclude'."
                        : what + " on " + errors.alias() + ": "
                                + failure.getClass().getSimpleName() + ": " + failure.getMessage()
                                + ". It is tried again.");
    }

    private static List<List<String>> chunks(Collection<String> groups) {
        var all = List.copyOf(groups);
        var chunks = new ArrayList<List<String>>();
        for (int i = 0; i < all.size(); i += GROUPS_A_REQUEST) {
            chunks.add(all.subList(i, Math.min(all.size(), i + GROUPS_A_REQUEST)));
        }
        return chunks;
    }

    private int timeoutMs() {
        return (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
    }
}
