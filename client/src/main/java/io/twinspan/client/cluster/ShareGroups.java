package io.twinspan.client.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterShareGroupOffsetsOptions;
import org.apache.kafka.clients.admin.DescribeShareGroupsOptions;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * The share groups of one cluster (KIP-932), where its brokers and this process's Kafka classes have them. Their position is the
 * start of the share-partition: everything before it is done with. Confined to one thread.
 */
final class ShareGroups {
    private final Admin admin;
    private final ClusterErrors errors;
    private final Duration timeout;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** @param known groups of which it is known that they are share groups */
    ShareGroups(Admin admin, ClusterErrors errors, Duration timeout, Collection<String> known) {
        this.admin = admin;
        this.errors = errors;
        this.timeout = timeout;
        this.known.addAll(known);
    }

    /** Whether a group is known to be a share group; may be asked on any thread. */
    boolean contains(String group) {
        return known.contains(group);
    }

    /** Looks for them; none where there is no such thing. */
    Set<String> list() {
        var listed = new TreeSet<String>();
        try {
            var answer = admin.listGroups(ListGroupsOptions.forShareGroups().timeoutMs(timeoutMs()))
                    .valid();
            if (errors.failure(answer, timeout) instanceof UnsupportedVersionException) {
                return Set.of();
            }
            for (GroupListing group : errors.await(answer, timeout, "listing share groups")) {
                listed.add(group.groupId());
            }
        } catch (NoSuchMethodError e) {
            // A Connect worker before Kafka 4.1.
            return Set.of();
        }
        known.addAll(listed);
        return listed;
    }

    /** Where each group's partitions start, without those that it has not begun. */
    Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> offsets(Collection<String> groups) {
        if (groups.isEmpty()) {
            return Map.of(); // On workers before Kafka 4.1, there is no such call.
        }
        var asked = new HashMap<String, ListShareGroupOffsetsSpec>();
        groups.forEach(group -> asked.put(group, new ListShareGroupOffsetsSpec()));
        var answer = admin.listShareGroupOffsets(asked, new ListShareGroupOffsetsOptions().timeoutMs(timeoutMs()));
        var offsets = new HashMap<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>>();
        groups.forEach(
                group -> offsets.put(group, answer.partitionsToOffsetInfo(group).thenApply(ShareGroups::starts)));
        return offsets;
    }

    private static Map<TopicPartition, OffsetAndMetadata> starts(Map<TopicPartition, SharePartitionOffsetInfo> infos) {
        var starts = new HashMap<TopicPartition, OffsetAndMetadata>();
        infos.forEach((partition, offset) -> {
            if (offset != null && offset.startOffset() >= 0) {
                starts.put(partition, new OffsetAndMetadata(offset.startOffset()));
            }
        });
        return starts;
    }

    /** What state each group is in. */
    Map<String, KafkaFuture<GroupState>> states(Collection<String> groups) {
        var states = new HashMap<String, KafkaFuture<GroupState>>();
        admin.describeShareGroups(groups, new DescribeShareGroupsOptions().timeoutMs(timeoutMs()))
                .describedGroups()
                .forEach((group, answer) -> states.put(group, answer.thenApply(ShareGroupDescription::groupState)));
        return states;
    }

    /** Sets where the partitions of a group without members start. */
    KafkaFuture<Void> commit(String group, Map<TopicPartition, OffsetAndMetadata> offsets) {
        var starts = new HashMap<TopicPartition, Long>();
        offsets.forEach((partition, offset) -> starts.put(partition, offset.offset()));
        return admin.alterShareGroupOffsets(group, starts, new AlterShareGroupOffsetsOptions().timeoutMs(timeoutMs()))
                .all();
    }

    private int timeoutMs() {
        return (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
    }
}
