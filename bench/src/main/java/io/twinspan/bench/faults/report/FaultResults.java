package io.twinspan.bench.faults.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinspan.bench.report.Machine;
import io.twinspan.bench.report.Stored;
import java.io.IOException;
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
        Stored.write(this, file);
    }
}
