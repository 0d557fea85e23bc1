package io.twinspan.bench.verify.plain;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * What a plain reader got. Immutable.
 *
 * @param bytes stored bytes of both sides, where the reader counts them; else 0
 * @param records of both sides, where the reader counts them; else 0
 * @param seconds from the first request for records to the last answer
 */
public record PlainRead(long bytes, long records, double seconds) {

    /** The one that a file holds. */
    public static PlainRead read(Path file) {
        try {
            return new ObjectMapper().readValue(file.toFile(), PlainRead.class);
        } catch (IOException e) {
            throw new IllegalStateException("the reader left nothing in " + file + ": " + e.getMessage(), e);
        }
    }

    void write(Path file) {
        try {
            new ObjectMapper().writeValue(file.toFile(), this);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
