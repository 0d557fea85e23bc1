package io.twinspan.model.position;

/**
 * Offsets of one partition. Immutable.
 *
 * @param from the first, at least 0
 * @param to the first behind them, greater than {@code from}
 */
public record OffsetRange(long from, long to) {
    public OffsetRange {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("offsets from " + from + " to before " + to + " are no range");
        }
    }

    /** How many offsets. */
    public long size() {
        return to - from;
    }

    public boolean contains(long offset) {
        return offset >= from && offset < to;
    }

    /** Whether every offset of the other is in this one. */
    public boolean covers(OffsetRange other) {
        return from <= other.from && other.to <= to;
    }

    /** For people: {@code 5} or {@code 5 to 9}. */
    @Override
    public String toString() {
        return size() == 1 ? Long.toString(from) : from + " to " + (to - 1);
    }
}
