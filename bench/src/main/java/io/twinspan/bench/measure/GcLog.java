package io.twinspan.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM's collector wrote. Between two pauses the heap grows by what is allocated; the sum of that, from the last pause before a
 * window to the last one within it, is the window's allocation, give or take one young generation. Immutable.
 */
public final class GcLog {
    private static final Pattern PAUSE =
            Pattern.compile("\\[(\\d+)ms\\].* (\\d+)([KMG])->(\\d+)([KMG])\\(\\d+[KMG]\\) ([0-9.,]+)ms");

    private final List<Pause> pauses;

    private record Pause(long timeMs, long before, long after) {}

    private GcLog(List<Pause> pauses) {
        this.pauses = List.copyOf(pauses);
    }

    /** Reads a log written with the option {@code -Xlog:gc:file=...:timemillis}. */
    public static GcLog read(Path file) {
        try {
            return of(Files.exists(file) ? Files.readAllLines(file) : List.of());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    static GcLog of(List<String> lines) {
        List<Pause> pauses = new ArrayList<>();
        for (String line : lines) {
            Matcher pause = PAUSE.matcher(line);
            if (pause.find()) {
                pauses.add(new Pause(
                        Long.parseLong(pause.group(1)),
                        bytes(pause.group(2), pause.group(3)),
                        bytes(pause.group(4), pause.group(5))));
            }
        }
        return new GcLog(pauses);
    }

    private static long bytes(String number, String unit) {
        int shift = switch (unit) {
            case "K" -> 10;
            case "M" -> 20;
            default -> 30;
        };
        return Long.parseLong(number) << shift;
    }

    /** Bytes allocated between two moments, in milliseconds since 1970. */
    public long allocatedBytes(long fromMs, long toMs) {
        long allocated = 0;
        long after = 0;
        for (Pause pause : pauses) {
            if (pause.timeMs() >= fromMs && pause.timeMs() <= toMs) {
                allocated += Math.max(0, pause.before() - after);
            }
            after = pause.after();
        }
        return allocated;
    }

    /** Pauses between two moments, in milliseconds since 1970. */
    public int pauses(long fromMs, long toMs) {
        return (int) pauses.stream()
                .filter(pause -> pause.timeMs() >= fromMs && pause.timeMs() <= toMs)
                .count();
    }
}
