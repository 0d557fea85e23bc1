package io.twinspan.bench.report;

import io.twinspan.bench.latency.LatencyResult;
import io.twinspan.bench.load.LoadedTopic;
import io.twinspan.bench.measure.CopyResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All that one benchmark found. Immutable.
 *
 * @param commit of the source tree, with "+" if it had been changed; empty if unknown
 * @param security how clients are let in
 * @param jvmOptions of each program
 * @param failures runs without a result, and why
 */
public record Results(
        String date,
        String commit,
        String security,
        Machine machine,
        Map<String, List<String>> jvmOptions,
        List<LoadedTopic> topics,
        List<CopyResult> copies,
        List<LatencyResult> latencies,
        List<String> failures) {
    public Results {
        jvmOptions = Map.copyOf(jvmOptions);
        topics = List.copyOf(topics);
        copies = List.copyOf(copies);
        latencies = List.copyOf(latencies);
        failures = List.copyOf(failures);
    }

    /** Stores them. */
    public void write(Path file) {
        Stored.write(this, file);
    }
}
