package io.twinspan.link;

import io.twinspan.model.position.Cause;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.position.SourceSight;

/**
 * What one lane has done and where it is. Immutable.
 *
 * @param phase what the lane is doing, one word
 * @param trouble why it does not get on, for people; empty if it does
 * @param cause the same in one word
 * @param source the confirmed source position, -1 if there is none yet
 * @param target the target offset that follows what was appended last, -1 if there is none yet
 * @param records records acknowledged since the start
 * @param bytes bytes of batches acknowledged since the start, as on the wire
 * @param batches batches acknowledged
 * @param wholeBatches batches that went through unopened
 * @param gapOffsets source offsets that retention took before they were copied
 * @param foreignOffsets target offsets that somebody else wrote between ours
 * @param targetLostOffsets target offsets that were acknowledged and lost, and copied again
 * @param leftOutRecords source records left out because an operator accepted it
 * @param positionTimeMs about when the record at the position was written, in milliseconds since the epoch; -1 if unknown
 * @param otherOriginRecords records of the source left out because of where they were first produced
 * @param ageMs how old the newest record of the last read batch was when it was read, -1 if nothing was read
 * @param latencyMs how old the newest record of the last acknowledged batch was when the target had it, -1 if there is none
 * @param sight what the lane knows of its source's end
 * @param resyncs times that the target's tail was read because an append did not fit
 */
public record LaneStats(
        String topic,
        int partition,
        String targetTopic,
        String phase,
        String trouble,
        Cause cause,
        long source,
        long target,
        long records,
        long bytes,
        long batches,
        long wholeBatches,
        long gapOffsets,
        long foreignOffsets,
        long targetLostOffsets,
        long leftOutRecords,
        long positionTimeMs,
        long otherOriginRecords,
        long ageMs,
        long latencyMs,
        SourceSight sight,
        long resyncs) {

    /** What lasts of what the lane is doing. */
    public LaneState.Kind state() {
        if (cause == Cause.NONE) {
            return LaneState.Kind.COPYING;
        }
        return phase.equals("FAILED") ? LaneState.Kind.FAILED : LaneState.Kind.RETRYING;
    }

    /** The source's readable end as last heard, -1 if unknown. */
    public long sourceEnd() {
        return sight.end();
    }

    /** Source offsets between the confirmed position and the readable end; 0 if either is unknown. */
    public long lag() {
        return source < 0 || sourceEnd() < 0 ? 0 : Math.max(0, sourceEnd() - source);
    }
}
