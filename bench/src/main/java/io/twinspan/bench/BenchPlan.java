package io.twinspan.bench;

import io.twinspan.bench.latency.Pace;
import io.twinspan.bench.load.Workload;
import io.twinspan.bench.tool.Tool;
import io.twinspan.testkit.cluster.Security;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be measured. Immutable.
 *
 * @param gigabytes size of the large topics on the wire
 * @param pace of the latency runs, or null for none
 * @param limit of one run
 * @param small brokers that start fast and serve no measurement
 * @param directory where each run keeps its files: configuration, output, the collector's log
 * @param profiled whether each program also records where it spends its time, which costs a little
 * @param security how clients of both clusters are let in
 */
public record BenchPlan(
        List<Tool> tools,
        List<Workload> topics,
        int rounds,
        double gigabytes,
        @Nullable Pace pace,
        Duration limit,
        boolean small,
        String commit,
        Path directory,
        boolean profiled,
        Security security) {
    public BenchPlan {
        tools = List.copyOf(tools);
        topics = List.copyOf(topics);
    }
}
