package io.twinspan.bench.verify;

import io.twinspan.bench.load.Workload;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What is to be measured. Immutable.
 *
 * @param root of the project
 * @param gigabytes size of the topic on the wire, of one side
 * @param unpacked whether the target's brokers store the copy uncompressed, so that no batch can be compared as bytes
 * @param limit of one run
 * @param small brokers that start fast and serve no measurement
 * @param profiled whether the command also records where it spends its time, which costs a little
 * @param commit of the source tree
 * @param directory where the runs keep their files; nobody else's
 */
public record VerifyPlan(
        Path root,
        Workload workload,
        double gigabytes,
        int partitions,
        boolean unpacked,
        int rounds,
        Duration limit,
        boolean small,
        boolean profiled,
        String commit,
        Path directory) {
    public VerifyPlan {
        if (gigabytes <= 0) {
            throw new IllegalArgumentException("--gigabytes must be more than 0");
        }
        if (partitions < 1 || partitions > 1_000) {
            throw new IllegalArgumentException("--partitions goes from 1 to 1000");
        }
        if (rounds < 1) {
            throw new IllegalArgumentException("--rounds begins at 1");
        }
        if (unpacked && workload == Workload.NONE) {
            throw new IllegalArgumentException(
                    "--unpacked needs a topic that is compressed: another --codec than none");
        }
    }
}
