package io.twinspan.bench.report;

import java.util.List;
import java.util.Locale;

/** The median of some figures, and the lowest and highest of them. Immutable. */
public record Spread(double median, double low, double high) {

    /** Of at least one figure. */
    public static Spread of(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1));
    }

    /** Such as {@code 4.71 (3.80-5.24)}. */
    public String text() {
        return low == high ? number(median) : number(median) + " (" + number(low) + "-" + number(high) + ")";
    }

    /** Three digits that say something. */
    public static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }
}
