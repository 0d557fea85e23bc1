package io.twinspan.control.inventory;

import io.twinspan.control.inventory.PartitionStatus.State;
import io.twinspan.model.position.Incident;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one link at one moment. Immutable.
 *
 * @param link its name, {@code dc1->dc2}
 * @param source whether the source answered; if not, all else is what the target knows, with its age
 * @param target whether the target answered; if not, nothing else is known
 * @param started whether it has ever stored a position
 * @param hold what holds it
 * @param tasks those that give signs of life, or gave some until the link ended
 * @param incidents ranges of offsets that were lost, left out, or written by others
 * @param losses those of them that are open: recent losses that no operator has accepted
 * @param groups the consumer groups by their names; null if they were not looked at
 * @param notes what else an operator should know, a sentence each
 */
public record LinkStatus(
        String link,
        Reach source,
        Reach target,
        boolean started,
        HoldStatus hold,
        List<TaskStatus> tasks,
        List<TopicStatus> topics,
        List<Incident> incidents,
        List<Incident> losses,
        @Nullable List<GroupReadiness> groups,
        List<String> notes) {
    public LinkStatus {
        tasks = List.copyOf(tasks);
        topics = List.copyOf(topics);
        incidents = List.copyOf(incidents);
        losses = List.copyOf(losses);
        groups = groups == null ? null : List.copyOf(groups);
        notes = List.copyOf(notes);
    }

    /** Whether clients could be moved to the target now, and why not. */
    public Verdict verdict() {
        return CutOver.verdict(this);
    }

    /**
     * Records between the source's readable end and the target's copy, as far as that is known, -1 if nowhere; markers and holes count as
     * replicated.
     */
    public long lagRecords() {
        return sum(TopicStatus::lagRecords);
    }

    /** How large they are, in the same way. */
    public long lagBytes() {
        return sum(TopicStatus::lagBytes);
    }

    /** How many records a second are done with, lately, in the same way. */
    public long recordsPerSecond() {
        return sum(TopicStatus::recordsPerSecond);
    }

    private long sum(ToLongFunction<TopicStatus> what) {
        return isKnown() ? TopicStatus.ofKnown(topics.stream().mapToLong(what)) : -1;
    }

    /** Whether it is known which topics there are. */
    private boolean isKnown() {
        return target.isReached() && (source.isReached() || !topics.isEmpty());
    }

    /** In how many partitions it is not known how far behind they are. */
    public int partitionsOfUnknownLag() {
        return topics.stream().mapToInt(TopicStatus::partitionsOfUnknownLag).sum();
    }

    /** What would be missing if the source were lost; without what the link has gone on without, where the source does not tell of it. */
    public Rpo rpo() {
        return !isKnown()
                ? Rpo.UNKNOWN
                : Rpo.of(partitions()
                        .filter(partition -> source.isReached() || partition.state() != State.UNTENDED)
                        .map(PartitionStatus::rpo)
                        .toList());
    }

    public int failedPartitions() {
        return count(State.FAILED);
    }

    public int retryingPartitions() {
        return count(State.RETRYING);
    }

    /** How many partitions are in this state. */
    public int count(State state) {
        return topics.stream().mapToInt(topic -> topic.count(state)).sum();
    }

    /** Every partition. */
    public Stream<PartitionStatus> partitions() {
        return topics.stream().flatMap(topic -> topic.partitions().stream());
    }

    /** The tasks that live. */
    public List<TaskStatus> livingTasks() {
        return tasks.stream().filter(TaskStatus::lives).toList();
    }

    /** How long ago the newest sign of life is; empty if there is none. */
    public OptionalLong newestPulseAgeMs() {
        return tasks.stream().mapToLong(TaskStatus::pulseAgeMs).min();
    }

    /** How long ago the newest position was stored; empty if none was. */
    public OptionalLong newestTipAgeMs() {
        return topics.stream()
                .map(TopicStatus::newestTipAgeMs)
                .flatMapToLong(age -> age.isPresent() ? LongStream.of(age.getAsLong()) : LongStream.empty())
                .min();
    }

    /** A link whose target does not answer. */
    static LinkStatus ofUnreached(LinkView link, String why) {
        return new LinkStatus(
                link.name().toString(),
                Reach.not("it was not asked, since the target does not answer"),
                Reach.not(why),
                false,
                HoldStatus.of(link.unheld()),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of());
    }

    /** The same with these topics alone. */
    public LinkStatus withTopics(List<TopicStatus> some) {
        return new LinkStatus(link, source, target, started, hold, tasks, some, incidents, losses, groups, notes);
    }

    /** The same with its groups, and more notes. */
    LinkStatus with(@Nullable List<GroupReadiness> read, List<String> more) {
        return new LinkStatus(
                link,
                source,
                target,
                started,
                hold,
                tasks,
                topics,
                incidents,
                losses,
                read,
                Stream.concat(notes.stream(), more.stream()).toList());
    }
}
