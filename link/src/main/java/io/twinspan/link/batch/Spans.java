package io.twinspan.link.batch;

import java.util.Arrays;
import java.util.Objects;

/**
 * The source offsets of the records of a piece, in order, as ranges that ascend and do not touch: one for a batch without
 * holes. Immutable.
 *
 * <pre>
 *   records at source offsets 7 8 9 12 13  =  spans (7, 3) (12, 2)
 * </pre>
 */
public final class Spans {

    private static final Spans NONE = new Spans(new long[0], 0);

    /** Start and length of each range, one after the other. */
    private final long[] ranges;

    private final long records;

    private Spans(long[] ranges, long records) {
        this.ranges = ranges;
        this.records = records;
    }

    /** One range of {@code length} records. */
    public static Spans of(long start, long length) {
        return builder().add(start, length).build();
    }

    /** Gathers spans, offset by offset or range by range. */
    public static Builder builder() {
        return new Builder();
    }

    /** The number of ranges. */
    public int count() {
        return ranges.length / 2;
    }

    /** The first source offset of range {@code i}. */
    public long start(int i) {
        return ranges[2 * i];
    }

    /** The number of records in range {@code i}. */
    public long length(int i) {
        return ranges[2 * i + 1];
    }

    /** The number of records in all ranges. */
    public long records() {
        return records;
    }

    /** The first source offset; there must be one. */
    public long first() {
        return start(0);
    }

    /** The last source offset; there must be one. */
    public long last() {
        int i = count() - 1;
        return start(i) + length(i) - 1;
    }

    /** The source offset of the record at this index, counted from 0. */
    public long offset(long index) {
        long left = Objects.checkIndex(index, records);
        int i = 0;
        while (left >= length(i)) {
            left -= length(i);
            i++;
        }
        return start(i) + left;
    }

    /** These, followed by others that all lie behind; the two that meet become one range where they touch. */
    public Spans concat(Spans next) {
        var builder = new Builder();
        builder.addAll(this);
        builder.addAll(next);
        return builder.build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Spans spans && Arrays.equals(ranges, spans.ranges);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ranges);
    }

    @Override
    public String toString() {
        var text = new StringBuilder("Spans[");
        for (int i = 0; i < count(); i++) {
            text.append(i == 0 ? "" : " ").append(start(i)).append('+').append(length(i));
        }
        return text.append(']').toString();
    }

    /** Gathers ascending offsets into spans. Confined to one thread. */
    public static final class Builder {
        private long[] ranges = new long[2];
        private int used;
        private long records;

        private Builder() {}

        /** Adds one offset behind all that were added. */
        public Builder add(long offset) {
            return add(offset, 1);
        }

        /** Adds a range behind all that were added. */
        public Builder add(long start, long length) {
            if (start < 0 || length < 1 || start + length < 0) {
                throw new IllegalArgumentException("no range of offsets: " + length + " from " + start);
            }
            long end = used == 0 ? -1 : ranges[used - 2] + ranges[used - 1];
            if (start < end) {
                throw new IllegalArgumentException("offset " + start + " does not lie behind " + (end - 1));
            }
            if (start == end) {
                ranges[used - 1] += length;
            } else {
                if (used == ranges.length) {
                    ranges = Arrays.copyOf(ranges, used * 2);
                }
                ranges[used++] = start;
                ranges[used++] = length;
            }
            records += length;
            return this;
        }

        /** Adds all ranges of other spans, which lie behind all that were added. */
        public Builder addAll(Spans spans) {
            for (int i = 0; i < spans.count(); i++) {
                add(spans.start(i), spans.length(i));
            }
            return this;
        }

        /** What was added; the builder must not be used after that. */
        public Spans build() {
            if (used == 0) {
                return NONE;
            }
            return new Spans(used == ranges.length ? ranges : Arrays.copyOf(ranges, used), records);
        }
    }
}
