package io.twinspan.link.lane;

import io.twinspan.link.batch.Batch;
import io.twinspan.link.batch.Piece;
import io.twinspan.link.rewrite.Sifted;

/** What a lane has done since it was made. Confined to the link thread. */
public final class LaneCounters {
    private long records;
    private long bytes;
    private long batches;
    private long wholeBatches;
    private long abortedRecords;
    private long otherOriginRecords;
    private long gapOffsets;
    private long foreignOffsets;
    private long targetLostOffsets;
    private long foundAgain;
    private long resyncs;
    private long ageMs = -1;
    private long latencyMs = -1;

    void sifted(Sifted sifted, long nowMs) {
        abortedRecords += sifted.abortedRecords();
        otherOriginRecords += sifted.otherOriginRecords();
        if (!sifted.pieces().isEmpty()) {
            ageMs = age(sifted.pieces().get(sifted.pieces().size() - 1), nowMs, ageMs);
        }
    }

    private static long age(Piece piece, long nowMs, long before) {
        long timestamp = Batch.maxTimestamp(piece.batch(), piece.batch().position());
        return timestamp < 0 ? before : Math.max(0, nowMs - timestamp);
    }

    void acknowledged(Piece piece, long nowMs) {
        latencyMs = age(piece, nowMs, latencyMs);
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

    /** Records left out because of the cluster where they were first produced. */
    public long otherOriginRecords() {
        return otherOriginRecords;
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

    /** How old the newest record of the last read batch was when it was read, -1 if nothing was read. */
    public long ageMs() {
        return ageMs;
    }

    /** How old the newest record of the last acknowledged batch was by then, -1 if there is none. */
    public long latencyMs() {
        return latencyMs;
    }

    /** Times that the target's tail had to be read because an append did not fit. */
    public long resyncs() {
        return resyncs;
    }
}
