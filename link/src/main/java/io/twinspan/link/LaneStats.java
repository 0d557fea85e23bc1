package io.twinspan.link;

/**
 * What one lane has done and where it is. Immutable.
 *
 * @param phase what the lane is doing, one word
 * @param trouble why it does not get on, for people; empty if it does
 * @param source the confirmed source position, -1 if there is none yet
 * @param target the target offset that follows what was appended last, -1 if there is none yet
 * @param sourceEnd the source's readable end as last heard, -1 if unknown
 * @param records records acknowledged since the start
 * @param bytes bytes of batches acknowledged since the start, as on the wire
 * @param batches batches acknowledged
 * @param wholeBatches batches that went through unopened
 * @param gapOffsets source offsets that retention took before they were copied
 * @param foreignOffsets target offsets that somebody else wrote between ours
 * @param otherOriginRecords records of the source left out because of where they were first produced
 * @param ageMs how old the newest record of the last read batch was when it was read, -1 if nothing was read
 * @param latencyMs how old the newest record of the last acknowledged batch was when the target had it, -1 if there is none
 * @param resyncs times that the target's tail was read because an append did not fit
 */
public record LaneStats(
        String topic,
        int partition,
        String targetTopic,
        String phase,
        String trouble,
        long source,
        long target,
        long sourceEnd,
        long records,
        long bytes,
        long batches,
        long wholeBatches,
        long gapOffsets,
        long foreignOffsets,
        long otherOriginRecords,
        long ageMs,
        long latencyMs,
        long resyncs) {

    /** Source offsets between the confirmed position and the readable end; 0 if either is unknown. */
    public long lag() {
        return source < 0 || sourceEnd < 0 ? 0 : Math.max(0, sourceEnd - source);
    }
}
