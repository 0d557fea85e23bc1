package io.twinspan.control.verify.result;

import io.twinspan.model.error.Printable;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A difference in words: where it is, and the records of both sides. Thread-safe: pure functions. */
public final class DifferenceText {
    private static final int MOST_CHARACTERS = 400;
    private static final int HASH_CHARACTERS = 16;

    private DifferenceText() {}

    /** All of it in one line: the kind, the place, and the records of both sides. */
    public static String line(Difference difference) {
        ShownRecord inSource = difference.inSource();
        ShownRecord inTarget = difference.inTarget();
        return difference.kind().text() + ": " + place(difference)
                + (inSource == null ? "" : "; source " + record(inSource))
                + (inTarget == null ? "" : "; target " + record(inTarget));
    }

    /** Which offsets, and what is wrong with them, without the kind's name. */
    public static String place(Difference difference) {
        String many = difference.records() == 1 ? "" : " and " + number(difference.records() - 1) + " more";
        String source = difference.sourceOffset() < 0 ? "" : "source offset " + difference.sourceOffset();
        String target = difference.targetOffset() < 0 ? "" : "target offset " + difference.targetOffset();
        String where = switch (difference.kind()) {
            case MISSING ->
                source + many + " is not in the target" + (target.isEmpty() ? "" : ", where it should be at " + target);
            case EXTRA -> target + many + " is not in the source";
            case DOUBLED -> target + many + " is once more what is copied from " + source;
            case REORDERED ->
                source + " should be at " + target
                        + (difference.elsewhere() < 0 ? "" : " and is at target offset " + difference.elsewhere());
            case ALTERED -> source + many + " and " + target + " are not the same";
            case DAMAGED -> source + target + many + " cannot be read";
        };
        return difference.what().isEmpty()
                ? where
                : where + " (" + Printable.of(difference.what(), MOST_CHARACTERS) + ")";
    }

    /** A record on one line: offset, time, key, value and headers, each shortened. */
    public static String record(ShownRecord record) {
        return record.offset() + "  " + Instant.ofEpochMilli(record.timestamp()) + "  key " + field(record.key())
                + "  value " + field(record.value())
                + (record.headers().isEmpty() ? "" : "  headers ")
                + record.headers().stream()
                        .map(header -> header.name() + "=" + field(header.value()))
                        .collect(Collectors.joining(", "));
    }

    private static String field(ShownRecord.@Nullable Field field) {
        return field == null
                ? "null"
                : (field.text().startsWith("0x") ? field.text() : "\"" + field.text() + "\"") + " (" + field.bytes()
                        + " bytes, sha256 "
                        + field.sha256()
                                .substring(
                                        0,
                                        Math.min(HASH_CHARACTERS, field.sha256().length())) + ")";
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
