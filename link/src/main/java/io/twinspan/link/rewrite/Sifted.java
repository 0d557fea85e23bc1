package io.twinspan.link.rewrite;

import io.twinspan.link.batch.Piece;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one partition's part of a fetch answer amounts to. Confined to the link thread.
 *
 * @param pieces what to append, in source order; the receiver releases each
 * @param position the next source offset to read: behind every complete batch that was walked, also behind those that were
 *     skipped; unchanged if there was none
 * @param lastEpoch the leader epoch of the last batch that was walked, -1 if there was none or its format knows no epochs
 * @param abortedRecords records left out because their transaction was aborted
 * @param otherOriginRecords records left out because of the cluster where they were first produced
 * @param controlBatches transaction markers and the like that were passed over
 * @param unexplainedHole whether source offsets were passed over that neither a marker, nor an aborted transaction, nor the
 *     start position accounts for: compaction or retention took them
 * @param damaged the batch behind which nothing was walked because it is damaged, or null; {@code position} is before it, and
 *     the pieces are those before it
 */
public record Sifted(
        List<Piece> pieces,
        long position,
        int lastEpoch,
        long abortedRecords,
        long otherOriginRecords,
        long controlBatches,
        boolean unexplainedHole,
        @Nullable DamagedBatch damaged) {}
