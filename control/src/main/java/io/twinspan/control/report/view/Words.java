package io.twinspan.control.report.view;

import io.twinspan.model.error.Printable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers, times and names as people write them. Thread-safe: pure functions. */
public final class Words {
    private static final int MOST_CHARACTERS = 2_000;
    private static final long KILO = 1_000;
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Words() {}

    /** With commas: {@code 1,204}. */
    public static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String number(@Nullable Long number) {
        return number == null ? "not known" : number(number.longValue());
    }

    /** {@code 1 record}, {@code 1,204 records}. */
    public static String count(long number, String what) {
        return number(number) + " " + what + (number == 1 ? "" : "s");
    }

    /** In the largest unit that keeps it readable: {@code 3.1 MB}. */
    static String bytes(long bytes) {
        double shown = bytes;
        int unit = 0;
        while (shown >= KILO && unit < UNITS.length - 1) {
            shown /= KILO;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", shown, UNITS[unit]);
    }

    /** The same for a time: {@code 350 ms}, {@code 41.2 s}, {@code 3 min 12 s}. */
    public static String duration(long ms) {
        if (ms < SECOND) {
            return ms + " ms";
        }
        if (ms < MINUTE) {
            long tenths = ms % SECOND / 100;
            return ms / SECOND + (tenths == 0 ? "" : "." + tenths) + " s";
        }
        if (ms < HOUR) {
            return two(ms / MINUTE, "min", ms % MINUTE / SECOND, "s");
        }
        return ms < 2 * DAY ? two(ms / HOUR, "h", ms % HOUR / MINUTE, "min") : two(ms / DAY, "d", ms % DAY / HOUR, "h");
    }

    private static String two(long large, String unit, long small, String smallUnit) {
        return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    /** To the second, in UTC. */
    public static String time(Instant time) {
        return TIME.format(time);
    }

    /** What a constant is called. */
    static String of(Enum<?> constant) {
        return constant.name().replace('_', ' ').toLowerCase(Locale.ROOT);
    }

    /** What came from outside, fit to be shown. */
    static String printable(String text) {
        return Printable.of(text, MOST_CHARACTERS);
    }
}
