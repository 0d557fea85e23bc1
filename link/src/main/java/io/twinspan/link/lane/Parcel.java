package io.twinspan.link.lane;

import io.twinspan.link.batch.Piece;

/** A piece on its way, with the source position that its acknowledgement confirms. Confined to the link thread. */
final class Parcel {
    private final Piece piece;
    private long sourceAfter;
    private int epochAfter;

    /**
     * @param sourceAfter the source offset up to which everything is done with once the piece is
     * @param epochAfter the leader epoch of the last source batch below that
     */
    Parcel(Piece piece, long sourceAfter, int epochAfter) {
        this.piece = piece;
        this.sourceAfter = sourceAfter;
        this.epochAfter = epochAfter;
    }

    Piece piece() {
        return piece;
    }

    long sourceAfter() {
        return sourceAfter;
    }

    int epochAfter() {
        return epochAfter;
    }

    /** What follows the piece in the source, up to this offset, is skipped: it is done with when the piece is. */
    void extendTo(long offset, int epoch) {
        // An answer without batches says nothing new, least of all an epoch.
        if (offset > sourceAfter) {
            sourceAfter = offset;
            epochAfter = epoch;
        }
    }
}
