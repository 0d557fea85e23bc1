package io.twinspan.model.position;

import java.util.Objects;

/**
 * What whoever copies a partition last knew of the source's end, stored so that it can be told what was lost when the source cannot be
 * asked any more. Times are milliseconds since the epoch by the clock of the process that copies; -1 is not known. Immutable.
 *
 * @param end the source's readable end
 * @param position everything of the source below this offset was in the target, or skipped
 * @param heardMs when the source said so; while {@code isVouchedFor}, the {@link Pulse} of the same owner may tell of a later time at
 *     which nothing had changed
 * @param lostMs since when the source said nothing any more; -1 if it still did
 * @param caughtUpMs up to when all was copied that was in the source then
 * @param recordsPerSecond by how many offsets the end grew in its fastest second of the last half minute or more
 * @param recordBytes how large a record was on average, compressed as it was
 * @param isVouchedFor whether pulses count for this partition
 * @param owner a number that no other process has, past or present
 */
public record Sight(
        String topic,
        int partition,
        long end,
        long position,
        long heardMs,
        long lostMs,
        long caughtUpMs,
        long recordsPerSecond,
        long recordBytes,
        boolean isVouchedFor,
        long owner) {
    public Sight {
        Objects.requireNonNull(topic, "topic");
        if (topic.isEmpty() || partition < 0) {
            throw new IllegalArgumentException("a sight of " + topic + "-" + partition + " is of no partition");
        }
        if (end < 0 || position < 0 || heardMs < 0 || lostMs < -1 || caughtUpMs < -1) {
            throw new IllegalArgumentException("a sight of " + topic + "-" + partition + " with end " + end
                    + " and position " + position + ", heard at " + heardMs + ": nothing may be negative");
        }
        if (recordsPerSecond < 0 || recordBytes < 0) {
            throw new IllegalArgumentException("a sight of " + topic + "-" + partition + " with " + recordsPerSecond
                    + " records a second of " + recordBytes + " bytes: nothing may be negative");
        }
    }

    /** Whether nothing but times differs. */
    public boolean isLike(Sight other) {
        return topic.equals(other.topic)
                && partition == other.partition
                && end == other.end
                && position == other.position
                && (lostMs < 0) == (other.lostMs < 0)
                && isVouchedFor == other.isVouchedFor
                && owner == other.owner;
    }
}
