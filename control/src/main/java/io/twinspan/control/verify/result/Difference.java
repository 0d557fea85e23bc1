package io.twinspan.control.verify.result;

import io.twinspan.control.verify.compare.DifferenceKind;
import io.twinspan.control.verify.compare.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One difference, with the records of both sides. Immutable.
 *
 * @param sourceOffset the first record concerned, -1 if the source has none
 * @param targetOffset where it is or should be in the target, -1 if that is not known
 * @param elsewhere the target offset where the record is instead; -1 if it is nowhere
 * @param records how many records in a row
 * @param what which parts of the record differ, or what is damaged; empty if there is nothing to add
 * @param inSource the source's record at its offset, null if there is none
 * @param inTarget the target's record at its offset, null if there is none
 */
public record Difference(
        DifferenceKind kind,
        long sourceOffset,
        long targetOffset,
        long elsewhere,
        long records,
        String what,
        @Nullable ShownRecord inSource,
        @Nullable ShownRecord inTarget) {

    /** A finding, with the records that were looked up for it. */
    public static Difference of(
            Finding finding,
            @Nullable ConsumerRecord<byte[], byte[]> inSource,
            @Nullable ConsumerRecord<byte[], byte[]> inTarget) {
        return new Difference(
                finding.kind(),
                finding.source(),
                finding.target(),
                finding.elsewhere(),
                finding.records(),
                finding.kind() == DifferenceKind.ALTERED && inSource != null && inTarget != null
                        ? parts(inSource, inTarget)
                        : finding.note(),
                inSource == null ? null : ShownRecord.of(inSource),
                inTarget == null ? null : ShownRecord.of(inTarget));
    }

    private static String parts(ConsumerRecord<byte[], byte[]> one, ConsumerRecord<byte[], byte[]> other) {
        var parts = new ArrayList<String>();
        if (!Arrays.equals(one.key(), other.key())) {
            parts.add("key");
        }
        if (!Arrays.equals(one.value(), other.value())) {
            parts.add("value");
        }
        if (!one.headers().equals(other.headers())) {
            parts.add("headers");
        }
        if (one.timestamp() != other.timestamp()) {
            parts.add("timestamp");
        }
        return String.join(", ", parts);
    }
}
