package io.twinspan.bench.faults.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.twinspan.bench.report.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * All that a run of the fault programme found. Immutable.
 *
 * @param commit of the source tree, with "+" if it had been changed; empty if unknown
 * @param seed that decides the order and the choices
 * @param line what lay between the source and the processes
 * @param setting brokers, load and processes, in words
 */
public record FaultResults(
        String date,
        String commit,
        long seed,
        String line,
        String setting,
        Machine machine,
        List<FaultResult> results) {
    public FaultResults {
        results = List.copyOf(results);
    }

    /** Those that a file holds, as {@link #write} left it. */
    public static FaultResults read(Path file) {
        try {
            return new ObjectMapper().readValue(file.toFile(), FaultResults.class);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read results from " + file + ": " + e.getMessage(), e);
        }
    }

    /** Stores them. */
    public void write(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot store the results in " + file + ": " + e.getMessage(), e);
        }
    }
}
