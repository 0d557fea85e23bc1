package io.twinspan.app.cli;

import java.util.Locale;
import java.util.OptionalLong;

/** Numbers, sizes and times as people read them; what is not known is a dash. Thread-safe: pure functions. */
final class Amounts {
    private static final String UNKNOWN = "-";
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private Amounts() {}

    static String number(long value) {
        return value < 0 ? UNKNOWN : String.format(Locale.ROOT, "%,d", value);
    }

    static String records(long count) {
        return number(count) + (count == 1 ? " record" : " records");
    }

    /** In decimal units, as lines and disks are sold. */
    static String bytes(long bytes) {
        if (bytes < 0) {
            return UNKNOWN;
        }
        double size = bytes;
        int unit = 0;
        while (size >= 999.95 && unit < UNITS.length - 1) {
            size /= 1_000;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
    }

    /** How long something takes, or how far behind it is. */
    static String seconds(long ms) {
        if (ms < 0) {
            return UNKNOWN;
        }
        return ms < 120_000 ? String.format(Locale.ROOT, "%.1f s", ms / 1_000.0) : longTime(ms);
    }

    /** How long ago something was. */
    static String age(long ageMs) {
        return ageMs < 0 ? "never" : (ageMs < 120_000 ? ageMs / 1_000 + " s" : longTime(ageMs)) + " ago";
    }

    static String age(OptionalLong ageMs) {
        return age(ageMs.orElse(-1));
    }

    /** In the largest unit that keeps it readable. */
    private static String longTime(long ms) {
        long seconds = ms / 1_000;
        return seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
    }
}
