package io.twinspan.bench.verify;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.twinspan.bench.load.LoadedTopic;
import io.twinspan.bench.report.Machine;
import io.twinspan.bench.report.Stored;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that one benchmark of {@code twinspan verify} found. Immutable.
 *
 * @param commit of the source tree, with "+" if it had been changed; empty if unknown
 * @param jvmOptions of the command and the brokers
 * @param targetBytes the size of the copy, as stored
 * @param programs what each of them does
 * @param failures runs without a result, and why
 */
public record VerifyResults(
        String date,
        String commit,
        Machine machine,
        Map<String, List<String>> jvmOptions,
        LoadedTopic topic,
        long targetBytes,
        Map<String, String> programs,
        List<Pass> passes,
        List<String> failures) {
    public VerifyResults {
        jvmOptions = Map.copyOf(jvmOptions);
        passes = List.copyOf(passes);
        failures = List.copyOf(failures);
    }

    /** The medians of each program, in the order of {@link #programs}; without those that have no run. */
    @JsonProperty
    public List<Summary> summaries() {
        List<Pass> starts = of(Verifying.START);
        List<Summary> summaries = new ArrayList<>();
        for (String program : programs.keySet()) {
            List<Pass> runs = of(program);
            if (!runs.isEmpty()) {
                boolean isVerify = program.equals(Verifying.VERIFY) && !starts.isEmpty();
                summaries.add(Summary.of(runs, isVerify ? starts : List.of(), topic.wireBytes(), targetBytes));
            }
        }
        return summaries;
    }

    private List<Pass> of(String program) {
        return passes.stream().filter(pass -> pass.program().equals(program)).toList();
    }

    /** Stores them. */
    public void write(Path file) {
        Stored.write(this, file);
    }
}
