package io.twinspan.app.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes, times and spans of time as people write them, and back. Thread-safe: pure functions. */
final class Quantities {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,15})\\s*([A-Za-z]*)(/s)?");
    private static final Map<String, Long> BYTES = Map.of(
            "",
            1L,
            "b",
            1L,
            "kb",
            1_000L,
            "mb",
            1_000_000L,
            "gb",
            1_000_000_000L,
            "kib",
            1L << 10,
            "mib",
            1L << 20,
            "gib",
            1L << 30);
    private static final Map<String, Duration> SPANS = Map.of(
            "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

    private Quantities() {}

    /** Reads {@code 50MB}, {@code 50MiB/s} or a number of bytes. Immutable. */
    static final class Bytes implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            Matcher parts = NUMBER_AND_UNIT.matcher(text.trim());
            Long unit = parts.matches() ? BYTES.get(parts.group(2).toLowerCase(Locale.ROOT)) : null;
            if (unit == null) {
                throw new TypeConversionException("'" + text + "' is no size; write it as 50MB or 50MiB");
            }
            try {
                return requirePositive(Math.multiplyExact(Long.parseLong(parts.group(1)), unit), text);
            } catch (ArithmeticException e) {
                throw new TypeConversionException("'" + text + "' is too large");
            }
        }
    }

    /** Reads {@code 90s}, {@code 10m}, {@code 2h} or {@code 7d}. Immutable. */
    static final class Span implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            Matcher parts = NUMBER_AND_UNIT.matcher(text.trim());
            Duration unit = parts.matches() ? SPANS.get(parts.group(2).toLowerCase(Locale.ROOT)) : null;
            if (unit == null) {
                throw new TypeConversionException("'" + text + "' is no span of time; write it as 90s, 10m, 2h or 7d");
            }
            try {
                return unit.multipliedBy(requirePositive(Long.parseLong(parts.group(1)), text));
            } catch (ArithmeticException e) {
                throw new TypeConversionException("'" + text + "' is too long");
            }
        }
    }

    /** Reads {@code 2026-11-30T18:00:00Z}, or with another offset from Greenwich; as milliseconds since the epoch. Immutable. */
    static final class Moment implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            try {
                return OffsetDateTime.parse(text.trim()).toInstant().toEpochMilli();
            } catch (DateTimeException e) {
                throw new TypeConversionException(
                        "'" + text + "' is no time; write it as 2026-11-30T18:00:00Z or 2026-11-30T19:00:00+01:00");
            }
        }
    }

    private static long requirePositive(long number, String text) {
        if (number < 1) {
            throw new TypeConversionException("'" + text + "' must be at least 1");
        }
        return number;
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** {@code 9.8 GB}. */
    static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double value = bytes;
        String[] units = {"kB", "MB", "GB", "TB", "PB"};
        int unit = -1;
        while (value >= 999.5 && unit < units.length - 1) {
            value /= 1_000;
            unit++;
        }
        return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    }

    /** {@code 61 s}, {@code 12 min}, {@code 3.4 h}; below ten seconds with a decimal. */
    static String span(long ms) {
        if (ms < 10_000) {
            return String.format(Locale.ROOT, "%.1f s", ms / 1_000.0);
        }
        if (ms < 120_000) {
            return ms / 1_000 + " s";
        }
        return ms < 7_200_000 ? ms / 60_000 + " min" : String.format(Locale.ROOT, "%.1f h", ms / 3_600_000.0);
    }
}
