package io.twinspan.link.lane;

import io.twinspan.link.batch.Piece;
import io.twinspan.link.rewrite.Sifted;

/** What a lane has done since it was made. Confined to the link thread. */
public final class LaneCounters {
    private long records;
    private long bytes;
    private long batches;
    private long wholeBatches;
    private long abortedRecords;
    private long gapOffsets;
    private long foreignOffsets;
    private long targetLostOffsets;
    private long foundAgain;
    private long resyncs;

    void sifted(Sifted sifted) {
        abortedRecords += sifted.abortedRecords();
    }

    void acknowledged(Piece piece) {
        records += piece.records();
        bytes += piece.sizeBytes();
        batches++;
        if (piece.lease() != null) {
            wholeBatches++;
        }
    }

    void gap(long offsets) {
        gapOffsets += offsets;
    }

    void foreign(long offsets) {
        foreignOffsets += offsets;
    }

    void targetLost(long offsets) {
        targetLostOffsets += offsets;
    }

    void foundAgain(long count) {
        foundAgain += count;
    }

    void resync() {
        resyncs++;
    }

    /** Records that the target acknowledged. */
    public long records() {
        return records;
    }

    /** Bytes of the batches that the target acknowledged, as on the wire. */
    public long bytes() {
        return bytes;
    }

    /** Batches that the target acknowledged. */
    public long batches() {
        return batches;
    }

    /** Batches among {@link #batches} that went through unopened. */
    public long wholeBatches() {
        return wholeBatches;
    }

    /** Records left out because their transaction was aborted. */
    public long abortedRecords() {
        return abortedRecords;
    }

    /** Source offsets that retention took before they were copied. */
    public long gapOffsets() {
        return gapOffsets;
    }

    /** Target offsets that somebody else wrote between ours. */
    public long foreignOffsets() {
        return foreignOffsets;
    }

    /** Target offsets that were acknowledged and lost. */
    public long targetLostOffsets() {
        return targetLostOffsets;
    }

    /** Records that recovery found in the target, and did not copy again. */
    public long foundAgain() {
        return foundAgain;
    }

    /** Times that the target's tail had to be read because an append did not fit. */
    public long resyncs() {
        return resyncs;
    }
}
