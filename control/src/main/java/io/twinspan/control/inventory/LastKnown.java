package io.twinspan.control.inventory;

import io.twinspan.model.position.Sight;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What the target knows of one partition without asking the source. Times are milliseconds since the epoch by the clocks of those who
 * copied; -1 is not known. Immutable.
 *
 * @param sight what was stored last of the source's end, or null
 * @param vouchedMs when nothing had changed since the sight, as pulses tell
 * @param ownerMs when whoever stored the sight gave the last sign of life
 * @param storedTo the stored tip: everything of the source below this offset was in the target, or skipped
 * @param storedMs when the tip was taken
 */
public record LastKnown(
        TopicPartition partition, @Nullable Sight sight, long vouchedMs, long ownerMs, long storedTo, long storedMs) {

    /** One that nobody has told anything about. */
    static LastKnown nothing(TopicPartition partition) {
        return new LastKnown(partition, null, -1, -1, -1, -1);
    }

    /** Everything of the source below this offset is in the target, or skipped; -1 if nothing is known. */
    public long position() {
        if (sight == null) {
            return storedTo;
        }
        // A target that lost records sets a lane back, so the higher one counts only while it may be the newer one.
        return sight.heardMs() > storedMs ? sight.position() : Math.max(sight.position(), storedTo);
    }

    /** The source's readable end as last heard; -1 if it never was. */
    public long end() {
        return sight == null ? -1 : sight.end();
    }

    /** When the source last said where its log ends; -1 if it never did. */
    public long heardMs() {
        return sight == null ? -1 : Math.max(sight.heardMs(), vouchedMs);
    }

    /** Up to when everything is known to be copied that was in the source then; -1 if that is not known. */
    public long coveredMs() {
        if (sight == null) {
            return -1;
        }
        return position() >= sight.end() ? heardMs() : sight.caughtUpMs();
    }
}
