package io.twinspan.app.cli;

import io.twinspan.control.inventory.GroupReadiness;
import io.twinspan.control.inventory.HoldStatus;
import io.twinspan.control.inventory.Inventory;
import io.twinspan.control.inventory.LinkStatus;
import io.twinspan.control.inventory.PartitionStatus;
import io.twinspan.control.inventory.Reach;
import io.twinspan.control.inventory.Rpo;
import io.twinspan.control.inventory.TaskStatus;
import io.twinspan.control.inventory.TopicStatus;
import io.twinspan.control.inventory.Verdict;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.OffsetRange;
import io.twinspan.model.wire.ControlRecord.LinkHold.Level;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The shape of {@code status --json}, which scripts rely on: what is not known is null. Immutable.
 *
 * @param time when the status was taken, in ISO 8601
 */
record StatusJson(String time, List<Link> links) {

    static StatusJson of(Inventory inventory, boolean withPartitions) {
        return new StatusJson(
                Instant.ofEpochMilli(inventory.takenAtMs()).toString(),
                inventory.links().stream()
                        .map(link -> Link.of(link, withPartitions))
                        .toList());
    }

    /**
     * A link. Immutable.
     *
     * @param safeToCutOver whether clients could be moved to the target now
     * @param because why not
     * @param lagRecords as far as it is known; null if nowhere
     * @param partitionsOfUnknownLag in how many partitions it is not
     * @param incidents how many ranges of offsets were lost, left out, or written by others
     * @param newestPositionAgeMs how long ago a position was last stored, null if never
     * @param newestPulseAgeMs how long ago a task gave the last sign of life, null if never
     * @param rpoMs how far the copy was behind in time by the source's last word
     * @param rpoAtMostMs how far it may be behind now
     * @param asOfMs how long ago the last word is
     * @param groups null if they were not looked at
     */
    record Link(
            String link,
            boolean safeToCutOver,
            List<String> because,
            Side source,
            Side target,
            boolean started,
            @Nullable Hold hold,
            List<Task> tasks,
            @Nullable Long lagRecords,
            @Nullable Long lagBytes,
            int partitionsOfUnknownLag,
            @Nullable Long recordsPerSecond,
            @Nullable Long rpoMs,
            @Nullable Long rpoRecords,
            @Nullable Long rpoBytes,
            @Nullable Long rpoAtMostMs,
            @Nullable Long rpoAtMostRecords,
            @Nullable Long rpoAtMostBytes,
            @Nullable Long asOfMs,
            int failedPartitions,
            int retryingPartitions,
            int incidents,
            @Nullable Long newestPositionAgeMs,
            @Nullable Long newestPulseAgeMs,
            List<String> notes,
            @Nullable List<Group> groups,
            List<Topic> topics) {
        static Link of(LinkStatus link, boolean withPartitions) {
            Verdict verdict = link.verdict();
            Rpo rpo = link.rpo();
            List<GroupReadiness> groups = link.groups();
            return new Link(
                    link.link(),
                    verdict.isSafe(),
                    verdict.reasons(),
                    Side.of(link.source()),
                    Side.of(link.target()),
                    link.started(),
                    Hold.of(link),
                    link.tasks().stream().map(Task::of).toList(),
                    orNull(link.lagRecords()),
                    orNull(link.lagBytes()),
                    link.partitionsOfUnknownLag(),
                    orNull(link.recordsPerSecond()),
                    orNull(rpo.ms()),
                    orNull(rpo.records()),
                    orNull(rpo.bytes()),
                    orNull(rpo.atMostMs()),
                    orNull(rpo.atMostRecords()),
                    orNull(rpo.atMostBytes()),
                    orNull(rpo.asOfMs()),
                    link.failedPartitions(),
                    link.retryingPartitions(),
                    link.incidents().size(),
                    orNull(link.newestTipAgeMs()),
                    orNull(link.newestPulseAgeMs()),
                    link.notes(),
                    groups == null ? null : groups.stream().map(Group::of).toList(),
                    link.topics().stream()
                            .map(topic -> Topic.of(topic, partition -> withPartitions || partition.inTrouble()))
                            .toList());
        }
    }

    /** A cluster. Immutable. */
    record Side(boolean reached, @Nullable String why) {
        static Side of(Reach reach) {
            return new Side(reach.isReached(), reach.isReached() ? null : reach.why());
        }
    }

    /**
     * What holds a link. Immutable.
     *
     * @param level {@code quiet} or {@code held}
     * @param since null if the file holds it
     * @param obeyed whether every task that lives rests; null where none has to
     */
    record Hold(
            String level,
            String operation,
            @Nullable String since,
            String reason,
            @Nullable Boolean obeyed) {
        static @Nullable Hold of(LinkStatus link) {
            HoldStatus hold = link.hold();
            if (!hold.isHeld()) {
                return null;
            }
            boolean mustRest = hold.level() == Level.HELD;
            return new Hold(
                    hold.level().name().toLowerCase(Locale.ROOT),
                    hold.operation(),
                    hold.sinceMs() > 0 ? Instant.ofEpochMilli(hold.sinceMs()).toString() : null,
                    hold.reason(),
                    mustRest ? link.livingTasks().stream().allMatch(TaskStatus::obeys) : null);
        }
    }

    /** A task. Immutable. */
    record Task(int task, boolean lives, boolean obeys, long pulseAgeMs, int partitions) {
        static Task of(TaskStatus task) {
            return new Task(task.task(), task.lives(), task.obeys(), task.pulseAgeMs(), task.partitions());
        }
    }

    /** A consumer group. Immutable. */
    record Group(
            String group,
            boolean exact,
            boolean pending,
            long rereads,
            int unknownPlaces,
            boolean followed,
            boolean inStep,
            @Nullable Boolean activeOnSource,
            @Nullable Boolean activeOnTarget,
            @Nullable Long checkpointAgeMs,
            boolean ofCheckpoints) {
        static Group of(GroupReadiness group) {
            return new Group(
                    group.group(),
                    group.isExact(),
                    group.isPending(),
                    group.rereads(),
                    group.unknownPlaces(),
                    group.isFollowed(),
                    group.isInStep(),
                    group.isActiveOnSource(),
                    group.isActiveOnTarget(),
                    orNull(group.checkpointAgeMs()),
                    group.isOfCheckpoints());
        }
    }

    /**
     * A topic. Immutable.
     *
     * @param partitions all of them with {@code --partitions}, else those that do not get on
     */
    record Topic(
            String topic,
            String targetTopic,
            int partitionCount,
            @Nullable Long lagRecords,
            @Nullable Long lagBytes,
            int partitionsOfUnknownLag,
            @Nullable Long recordsPerSecond,
            @Nullable Long rpoMs,
            @Nullable Long rpoRecords,
            @Nullable Long rpoBytes,
            @Nullable Long rpoAtMostMs,
            @Nullable Long rpoAtMostRecords,
            @Nullable Long rpoAtMostBytes,
            @Nullable Long asOfMs,
            int failedPartitions,
            int retryingPartitions,
            @Nullable Long newestPositionAgeMs,
            List<Partition> partitions) {
        static Topic of(TopicStatus topic, Predicate<PartitionStatus> shown) {
            Rpo rpo = topic.rpo();
            return new Topic(
                    topic.topic(),
                    topic.targetTopic(),
                    topic.partitions().size(),
                    orNull(topic.lagRecords()),
                    orNull(topic.lagBytes()),
                    topic.partitionsOfUnknownLag(),
                    orNull(topic.recordsPerSecond()),
                    orNull(rpo.ms()),
                    orNull(rpo.records()),
                    orNull(rpo.bytes()),
                    orNull(rpo.atMostMs()),
                    orNull(rpo.atMostRecords()),
                    orNull(rpo.atMostBytes()),
                    orNull(rpo.asOfMs()),
                    topic.failedPartitions(),
                    topic.retryingPartitions(),
                    orNull(topic.newestTipAgeMs()),
                    topic.partitions().stream().filter(shown).map(Partition::of).toList());
        }
    }

    /**
     * A partition. Immutable.
     *
     * @param replicatedTo -1 if it is not known, as {@code sourceEnd}, {@code lagRecords} and {@code tipAgeMs}
     * @param endAgeMs how long ago the source said where it ends; 0 for now
     */
    record Partition(
            int partition,
            PartitionStatus.State state,
            long replicatedTo,
            long sourceEnd,
            @Nullable Long endAgeMs,
            long lagRecords,
            @Nullable Long lagBytes,
            @Nullable Long recordBytes,
            @Nullable Long recordsPerSecond,
            @Nullable Long rpoMs,
            @Nullable Long rpoRecords,
            @Nullable Long rpoBytes,
            @Nullable Long rpoAtMostMs,
            @Nullable Long rpoAtMostRecords,
            @Nullable Long rpoAtMostBytes,
            @Nullable Long asOfMs,
            long tipAgeMs,
            Cause cause,
            @Nullable OffsetRange range,
            String reason) {
        static Partition of(PartitionStatus partition) {
            Rpo rpo = partition.rpo();
            return new Partition(
                    partition.partition(),
                    partition.state(),
                    partition.replicatedTo(),
                    partition.sourceEnd(),
                    orNull(partition.endAgeMs()),
                    partition.lagRecords(),
                    orNull(partition.lagBytes()),
                    orNull(partition.recordBytes()),
                    orNull(partition.recordsPerSecond()),
                    orNull(rpo.ms()),
                    orNull(rpo.records()),
                    orNull(rpo.bytes()),
                    orNull(rpo.atMostMs()),
                    orNull(rpo.atMostRecords()),
                    orNull(rpo.atMostBytes()),
                    orNull(rpo.asOfMs()),
                    partition.tipAgeMs(),
                    partition.cause(),
                    partition.range(),
                    partition.reason());
        }
    }

    static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    /** Unknown is null. */
    static @Nullable Long orNull(long value) {
        return value < 0 ? null : value;
    }
}
