package io.twinspan.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How results are stored. Thread-safe: keeps nothing. */
public final class Stored {
    private Stored() {}

    /** Writes results as JSON that people can read, too. */
    public static void write(Object results, Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), results);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot store the results in " + file + ": " + e.getMessage(), e);
        }
    }
}
