package io.twinspan.control.doctor;

import java.util.List;
import java.util.Locale;

/** Numbers in sentences. Thread-safe: pure functions. */
final class Words {
    private static final int NAMED = 3;

    private Words() {}

    /** Megabytes a second, or kilobytes where that reads better. */
    static String rate(double bytesPerSecond) {
        return bytesPerSecond < 1e6
                ? String.format(Locale.ROOT, "%.0f kB/s", bytesPerSecond / 1e3)
                : String.format(Locale.ROOT, "%.1f MB/s", bytesPerSecond / 1e6);
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    static String millis(double ms) {
        return String.format(Locale.ROOT, ms < 10 ? "%.1f ms" : "%.0f ms", ms);
    }

    /** In the largest unit that keeps it readable. */
    static String duration(long ms) {
        long seconds = ms / 1_000;
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
    }

    /** The first few of them, and how many more there are. */
    static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
    }

    static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
