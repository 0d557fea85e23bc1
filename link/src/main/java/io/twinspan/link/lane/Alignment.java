package io.twinspan.link.lane;

import io.twinspan.link.batch.Piece;
import io.twinspan.link.rewrite.RecordHashes;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.position.Run;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds a lane's source position again, by walking the source in step with the records that the target's tail holds already.
 * Confined to the link thread.
 *
 * <p>Implementation note. Both sides hold the same stream, so the k-th record of the tail is the k-th record of the source. Only
 * two things can stand between: the source was compacted since, so that it lacks records that the tail has; then the walk skips
 * these entries, but only if it has crossed a hole in the source's offsets. And the tail ends, somewhere: the first source record
 * that it does not hold is where copying goes on. Records are compared by their content, so a wrong position shows, and stops the
 * lane, instead of losing or doubling records.
 *
 * <p>A wildcard stands for any record, which is safe in step. Once a hole is crossed, the walk is out of step until a record is
 * found itself. A record that is not found then is new if only wildcards are left (they stand for what the target has no longer,
 * so that appending it again doubles nothing that a reader can see). With both left it could be either: the walk goes on
 * undecided, for a later record that is found tells that all before it were appended. If none is, up to what was the source's end, the
 * lane stops. So it does with wildcards alone where others write into the target, too: there the cleaner takes records of the
 * lane for newer ones of theirs, and appending them again would put the old over the new.
 */
final class Alignment {
    private final Tail tail;
    private final Progress progress;
    private int next;
    private int wildcardsLeft;
    private boolean holeSeen;
    private long unmapped;
    private long undecidedFrom = -1;
    private int undecided;
    private int found;

    private int origin;
    private long runSource;
    private long runTarget;
    private long runLength;

    Alignment(Tail tail, Progress progress) {
        this.tail = tail;
        this.progress = progress;
        for (int i = 0; i < tail.size(); i++) {
            wildcardsLeft += tail.isWildcard(i) ? 1 : 0;
        }
    }

    boolean isDone() {
        return next == tail.size();
    }

    /** Whether records were walked of which it cannot be told yet whether the target had them. */
    boolean isUndecided() {
        return undecided > 0;
    }

    /** Nothing that was walked can be told any more: what the tail holds came to an end before it. */
    Inconsistent undecidable() {
        return ambiguous(undecidedFrom);
    }

    /** How many records were found since the last call. */
    int takeFound() {
        int taken = found;
        found = 0;
        return taken;
    }

    /** Entries that the source has no longer. */
    long unmapped() {
        return unmapped;
    }

    /** Entries that are still to be found in the source. */
    int remaining() {
        return tail.size() - next;
    }

    /** The source has lost records from among those that the tail may hold. */
    void sawHole() {
        holeSeen = true;
    }

    /**
     * Matches the records of a piece against the tail.
     *
     * @return how many leading records are dealt with: the target holds them already, or it is undecided; fewer than the piece has if
     *     the tail ended within it
     */
    int match(Piece piece) {
        var walk = new Walk(piece);
        if (tail.needsHashesWithoutTime()) {
            RecordHashes.forEach(piece.batch(), false, (ignored, hash) -> walk.hashesWithoutTime.add(hash));
        }
        RecordHashes.forEach(piece.batch(), (ignored, hash) -> walk.onRecord(hash));
        flush();
        if (walk.failure != null) {
            throw walk.failure;
        }
        return walk.matched;
    }

    /** One piece's walk. */
    private final class Walk {
        private final Piece piece;
        private final List<Long> hashesWithoutTime = new ArrayList<>();
        private int matched;
        private int index;
        private boolean ended;
        private @Nullable Inconsistent failure;

        Walk(Piece piece) {
            this.piece = piece;
        }

        void onRecord(long hash) {
            int i = index++;
            if (ended || failure != null) {
                return;
            }
            int found = find(piece.origin(), hash, hashesWithoutTime.isEmpty() ? hash : hashesWithoutTime.get(i));
            if (found < 0 && holeSeen && isAmbiguous()) {
                undecidedFrom = undecided == 0 ? piece.spans().offset(i) : undecidedFrom;
                undecided++;
                matched++;
                return;
            }
            if (found < 0) {
                ended = true;
                end(piece.spans().offset(i));
                return;
            }
            decided();
            skipTo(found);
            matched(piece.origin(), piece.spans().offset(i));
            matched++;
        }

        private void end(long sourceOffset) {
            if (!isDone() && !holeSeen) {
                failure = mismatch(sourceOffset);
                return;
            }
            skipTo(tail.size());
        }
    }

    private Inconsistent mismatch(long sourceOffset) {
        return new Inconsistent(
                "source offset " + sourceOffset + " does not hold what this lane wrote at target offset "
                        + tail.offset(next)
                        + ", and nothing is missing in the source that would explain it; the source was truncated"
                        + " or the target was written by another; compare the two partitions, then set the lane's position anew");
    }

    private Inconsistent ambiguous(long sourceOffset) {
        return new Inconsistent("it cannot be told whether source offset " + sourceOffset
                + " was copied: the source and the target both lack records that would show it (compaction or retention"
                + " took them) between target offsets " + tail.offset(next) + " and " + tail.offset(tail.size() - 1)
                + "; compare the two partitions, then set the lane's position anew");
    }

    private int find(int recordOrigin, long hash, long hashWithoutTime) {
        if (!holeSeen) {
            boolean inStep = next < tail.size()
                    && (tail.holds(next, recordOrigin, hash, hashWithoutTime)
                            || (tail.isWildcard(next) && tail.origin(next) == recordOrigin));
            return inStep ? next : -1;
        }
        return tail.find(next, recordOrigin, hash, hashWithoutTime);
    }

    private boolean isAmbiguous() {
        return wildcardsLeft > 0 && (tail.isShared() || wildcardsLeft < remaining());
    }

    private int pass() {
        wildcardsLeft -= tail.isWildcard(next) ? 1 : 0;
        return next++;
    }

    /** A later record is in the target, and so were those before it, though nobody can say where. */
    private void decided() {
        found += undecided;
        undecided = 0;
        undecidedFrom = -1;
    }

    private void skipTo(int index) {
        if (index > next) {
            flush();
        }
        while (next < index) {
            progress.appendedUnmapped(tail.origin(next), 1, tail.offset(next) + 1);
            unmapped++;
            pass();
        }
    }

    private void matched(int recordOrigin, long sourceOffset) {
        found++;
        long targetOffset = tail.offset(pass());
        if (runLength > 0
                && recordOrigin == origin
                && sourceOffset == runSource + runLength
                && targetOffset == runTarget + runLength) {
            runLength++;
            return;
        }
        flush();
        origin = recordOrigin;
        runSource = sourceOffset;
        runTarget = targetOffset;
        runLength = 1;
    }

    private void flush() {
        if (runLength > 0) {
            progress.found(new Run(origin, progress.appended(origin), runSource, runTarget, runLength));
            runLength = 0;
        }
    }
}
