package io.twinspan.app.cli;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A moment as people write it: ISO 8601, with its offset from UTC. Thread-safe: keeps nothing. */
final class InstantText implements ITypeConverter<Instant> {

    @Override
    public Instant convert(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new TypeConversionException(
                    "'" + text
                            + "' is no time; write it as 2026-11-30T18:51:00Z, or with an offset from UTC, 2026-11-30T19:51:00+01:00");
        }
    }
}
