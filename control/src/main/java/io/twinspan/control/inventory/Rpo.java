package io.twinspan.control.inventory;

import java.util.Collection;
import java.util.function.LongBinaryOperator;
import java.util.function.ToLongFunction;

/**
 * What would be missing on the target if the source were lost: as its last word tells, and, at most, at this moment. -1 is not known.
 * Immutable.
 *
 * @param ms how far the copy was behind in time by the source's last word; 0 if it had everything
 * @param records how many records it lacked then
 * @param bytes how large they were
 * @param atMostMs how far it may be behind now; 0 if the source, asked now, has nothing that is not copied
 * @param atMostRecords how many records it may lack now
 * @param atMostBytes how large they may be
 * @param asOfMs how long ago the last word is
 */
public record Rpo(long ms, long records, long bytes, long atMostMs, long atMostRecords, long atMostBytes, long asOfMs) {
    /** Nothing is known. */
    static final Rpo UNKNOWN = new Rpo(-1, -1, -1, -1, -1, -1, -1);

    /** Nothing is missing. */
    static final Rpo NONE = new Rpo(0, 0, 0, 0, 0, 0, 0);

    /** Of several partitions: the longest times, and the sums of the rest; what is not known of one is not known of all. */
    static Rpo of(Collection<Rpo> all) {
        return new Rpo(
                reduce(all, Rpo::ms, Math::max),
                reduce(all, Rpo::records, Rpo::sum),
                reduce(all, Rpo::bytes, Rpo::sum),
                reduce(all, Rpo::atMostMs, Math::max),
                reduce(all, Rpo::atMostRecords, Rpo::sum),
                reduce(all, Rpo::atMostBytes, Rpo::sum),
                reduce(all, Rpo::asOfMs, Math::max));
    }

    private static long reduce(Collection<Rpo> all, ToLongFunction<Rpo> what, LongBinaryOperator both) {
        return all.stream()
                .mapToLong(what)
                .reduce(0, (one, other) -> one < 0 || other < 0 ? -1 : both.applyAsLong(one, other));
    }

    private static long sum(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
