package io.twinspan.control.inventory;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * How far one link has come. Immutable.
 *
 * @param link its name, {@code dc1->dc2}
 * @param started whether it has ever stored a position
 * @param incidents how many ranges of offsets are stored that were lost, left out, or written by others
 */
public record LinkStatus(String link, boolean started, List<TopicStatus> topics, int incidents) {
    public LinkStatus {
        topics = List.copyOf(topics);
    }

    /** Records between the source's readable end and the target's copy; markers and holes count as replicated. */
    public long lagRecords() {
        return topics.stream().mapToLong(TopicStatus::lagRecords).sum();
    }

    public int failedPartitions() {
        return topics.stream().mapToInt(TopicStatus::failedPartitions).sum();
    }

    public int retryingPartitions() {
        return topics.stream().mapToInt(TopicStatus::retryingPartitions).sum();
    }

    /** How long ago the newest position was stored; empty if none was. */
    public OptionalLong newestTipAgeMs() {
        return topics.stream()
                .map(TopicStatus::newestTipAgeMs)
                .flatMapToLong(age -> age.isPresent() ? LongStream.of(age.getAsLong()) : LongStream.empty())
                .min();
    }
}
