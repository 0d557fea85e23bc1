package io.twinspan.control.verify.result;

import io.twinspan.control.verify.compare.Counts;
import java.util.List;

/**
 * What a verification has shown of one partition. Immutable.
 *
 * @param topic the source topic
 * @param from the first source offset that was compared; -1 if none was
 * @param to the first one behind them
 * @param counts what was gone over
 * @param differences how many differences there are
 * @param differingRecords how many records they concern
 * @param found the first of them
 * @param notCompared what was not compared, and why
 */
public record PartitionResult(
        String topic,
        int partition,
        String targetTopic,
        long from,
        long to,
        Counts counts,
        long differences,
        long differingRecords,
        List<Difference> found,
        List<NotCompared> notCompared) {
    public PartitionResult {
        found = List.copyOf(found);
        notCompared = List.copyOf(notCompared);
    }

    /** Whether it differs, is equal, or could not be compared. */
    public Verdict verdict() {
        if (differences > 0) {
            return Verdict.DIFFERENT;
        }
        return notCompared.stream().anyMatch(part -> part.reason().needsPerson()) ? Verdict.INCOMPLETE : Verdict.EQUAL;
    }
}
