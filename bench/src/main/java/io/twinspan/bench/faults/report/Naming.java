package io.twinspan.bench.faults.report;

/**
 * What a fault took away for good, and whether the program said so. Immutable.
 *
 * @param truth what it was, in words; empty if it took nothing
 * @param allowed how many records may therefore be missing
 * @param said the line in which the program names it; empty if it does not
 * @param exact whether that line has the true numbers
 */
public record Naming(String truth, long allowed, String said, boolean exact) {
    /** Nothing was taken. */
    public static final Naming NOTHING = new Naming("", 0, "", true);

    /** Of so many missing records, those that the program accounts for. */
    public long explained(long lost) {
        return said.isEmpty() ? 0 : Math.min(lost, allowed);
    }

    /** In a word. */
    public String word() {
        return truth.isEmpty() ? "-" : said.isEmpty() ? "not named" : exact ? "exact" : "named, not exact";
    }
}
