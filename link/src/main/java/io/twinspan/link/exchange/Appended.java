package io.twinspan.link.exchange;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to an {@link Append}. Immutable. */
public record Appended(List<Partition> partitions) {

    /**
     * One partition's outcome.
     *
     * @param baseOffset the offset of the batch's first record, of the first appending if the broker recognised a repeat; -1 on error
     * @param logStartOffset the partition's first offset, -1 if unknown
     * @param message what the broker said beyond the code, or null
     */
    public record Partition(
            String topic,
            int partition,
            BrokerError error,
            long baseOffset,
            long logStartOffset,
            @Nullable String message) {}
}
