package io.twinspan.control.inventory;

/**
 * What may be missing of one partition if its source is gone. Immutable.
 *
 * @param firstMissing the first source offset that may be missing, whether one is or not; -1 if nothing was ever copied
 * @param records how many may be missing, at most; -1 if nobody told of the source's end, or not for long
 * @param bytes how large they are together, compressed as they are on average; -1 if that is not known
 * @param ms how long before its end the source may have taken the oldest of them; 0 if none is missing, -1 if that is not known
 * @param heardMs when the source last said where its log ends, in milliseconds since the epoch; -1 if it never did
 */
public record PartitionLoss(
        String topic, int partition, long firstMissing, long records, long bytes, long ms, long heardMs) {

    /** Whether anything can be said. */
    public boolean isKnown() {
        return records >= 0;
    }
}
