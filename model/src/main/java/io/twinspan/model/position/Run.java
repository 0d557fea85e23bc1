package io.twinspan.model.position;

/**
 * A stretch of a lane where source and target offsets advance one for one. Immutable.
 *
 * <pre>
 *  source  sourceStart ........ sourceEnd      (exclusive)
 *             │  length records  │
 *  target  targetStart ........ targetEnd      (exclusive)
 * </pre>
 *
 * @param origin the cluster where the records were first produced, see {@link ProducerIds#origin(String)}
 * @param sequence how many records of that origin the lane had appended before this run
 */
public record Run(int origin, long sequence, long sourceStart, long targetStart, long length) {
    public Run {
        ProducerIds.requireOrigin(origin);
        if (sequence < 0 || sourceStart < 0 || targetStart < 0 || length <= 0) {
            throw new IllegalArgumentException("run with sequence " + sequence + ", source " + sourceStart + ", target "
                    + targetStart + " and length " + length + ": all must be at least 0, the length at least 1");
        }
        // No addition below can then overflow, whatever a damaged record claims.
        if (length > Long.MAX_VALUE - sourceStart
                || length > Long.MAX_VALUE - targetStart
                || length > Long.MAX_VALUE - sequence) {
            throw new IllegalArgumentException("run of " + length + " records from source " + sourceStart + ", target "
                    + targetStart + ", sequence " + sequence + " ends past the largest offset");
        }
    }

    public long sourceEnd() {
        return sourceStart + length;
    }

    public long targetEnd() {
        return targetStart + length;
    }

    /** How many records of the origin the lane has appended after this run. */
    public long sequenceEnd() {
        return sequence + length;
    }

    public boolean containsSource(long source) {
        return source >= sourceStart && source < sourceEnd();
    }

    public boolean containsTarget(long target) {
        return target >= targetStart && target < targetEnd();
    }

    /** The target offset of the record at {@code source}, which this run must contain. */
    public long toTarget(long source) {
        if (!containsSource(source)) {
            throw new IllegalArgumentException("source offset " + source + " is outside " + this);
        }
        return targetStart + (source - sourceStart);
    }

    /** The source offset of the record at {@code target}, which this run must contain. */
    public long toSource(long target) {
        if (!containsTarget(target)) {
            throw new IllegalArgumentException("target offset " + target + " is outside " + this);
        }
        return sourceStart + (target - targetStart);
    }

    /** Whether {@code next} goes on exactly where this run ends: same origin, and no jump on either side. */
    public boolean isContinuedBy(Run next) {
        return next.origin == origin
                && next.sequence == sequenceEnd()
                && next.sourceStart == sourceEnd()
                && next.targetStart == targetEnd();
    }

    /** This run and the one that {@linkplain #isContinuedBy continues} it, as one. */
    public Run joinedWith(Run next) {
        if (!isContinuedBy(next)) {
            throw new IllegalArgumentException(next + " does not continue " + this);
        }
        return new Run(origin, sequence, sourceStart, targetStart, length + next.length);
    }
}
