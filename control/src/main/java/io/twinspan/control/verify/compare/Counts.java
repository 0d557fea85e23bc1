package io.twinspan.control.verify.compare;

/**
 * What a comparison has gone over. Immutable.
 *
 * @param records records that were compared, equal or not
 * @param sourceBytes stored bytes of the source's batches
 * @param targetBytes stored bytes of the target's batches
 * @param wholeBatches batches of the target that are the source's, byte for byte, and were not opened
 * @param openedBatches batches of the target that were compared record by record
 * @param controlBatches transaction markers and the like of the source
 * @param aborted records of the source that were aborted
 * @param otherOrigin records of the source that the link does not carry
 * @param foreign records of the target that others wrote between the link's
 * @param leftOut records of the source that the lane is known to have left out
 * @param untimed records that were compared without their timestamps: the target's broker sets its own
 * @param unmapped records that are the same on both sides in the same order, though no stored run has them
 * @param sourceExpired records of the target whose originals the source's retention has deleted
 * @param targetExpired records of the source whose copies the target's retention has deleted
 * @param cleaned records that only one side has, as the cleaner of the other has removed them
 * @param unproven the same, where it cannot be told whether it was the cleaner: others write into the topic, too, or too many keys were open
 * @param unreadable records whose counterpart is damaged
 */
public record Counts(
        long records,
        long sourceBytes,
        long targetBytes,
        long wholeBatches,
        long openedBatches,
        long controlBatches,
        long aborted,
        long otherOrigin,
        long foreign,
        long leftOut,
        long untimed,
        long unmapped,
        long sourceExpired,
        long targetExpired,
        long cleaned,
        long unproven,
        long unreadable) {

    /** Nothing yet. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    public Counts plus(Counts other) {
        return new Counts(
                records + other.records,
                sourceBytes + other.sourceBytes,
                targetBytes + other.targetBytes,
                wholeBatches + other.wholeBatches,
                openedBatches + other.openedBatches,
                controlBatches + other.controlBatches,
                aborted + other.aborted,
                otherOrigin + other.otherOrigin,
                foreign + other.foreign,
                leftOut + other.leftOut,
                untimed + other.untimed,
                unmapped + other.unmapped,
                sourceExpired + other.sourceExpired,
                targetExpired + other.targetExpired,
                cleaned + other.cleaned,
                unproven + other.unproven,
                unreadable + other.unreadable);
    }
}
