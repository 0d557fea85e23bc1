package io.twinspan.link.lane;

import io.twinspan.link.batch.Piece;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.OffsetRange;
import io.twinspan.model.wire.PositionRecord.Acceptance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The source records that an operator lets a lane leave out, and those that must go one by one, so that the one that the target
 * refuses shows. Confined to the link thread.
 */
final class Bypass {
    private final List<Acceptance> accepted;
    private long oneByOneBelow;

    Bypass(List<Acceptance> accepted) {
        this.accepted = List.copyOf(accepted);
    }

    /** Everything below this offset goes one by one. */
    void oneByOneBelow(long offset) {
        oneByOneBelow = Math.max(oneByOneBelow, offset);
    }

    /** Whether records from this offset on are to be taken one by one. */
    boolean isOneByOne(long position) {
        return position < oneByOneBelow
                || accepted.stream().anyMatch(each -> position < each.range().to());
    }

    /** The accepted range that holds a piece, or null; pieces are single records where there may be one. */
    @Nullable
    OffsetRange holding(Piece piece) {
        return holding(piece.spans().first());
    }

    /** The accepted range that holds an offset, or null. */
    @Nullable
    OffsetRange holding(long offset) {
        Acceptance found = find(offset);
        return found == null ? null : found.range();
    }

    /** Why an offset cannot be copied; {@link Cause#OTHER} if it is not in an accepted range. */
    Cause causeOf(long offset) {
        Acceptance found = find(offset);
        return found == null ? Cause.OTHER : found.cause();
    }

    private @Nullable Acceptance find(long offset) {
        for (Acceptance each : accepted) {
            if (each.range().contains(offset)) {
                return each;
            }
        }
        return null;
    }

    /** Whether all offsets of a range are accepted. */
    boolean covers(OffsetRange range) {
        return accepted.stream().anyMatch(each -> each.range().covers(range));
    }
}
