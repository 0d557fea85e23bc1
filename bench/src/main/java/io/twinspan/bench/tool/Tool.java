package io.twinspan.bench.tool;

import io.twinspan.testkit.process.JavaProcess;
import java.util.List;

/** A program that replicates. Immutable. */
public interface Tool {

    /** As on the command line and in results, such as {@code mm2-tuned}. */
    String name();

    /** The options of its JVM, for the record. */
    List<String> jvmOptions();

    /** Starts it on a job; its output goes to the job's log. */
    JavaProcess start(Job job, Surroundings surroundings);

    /** Options that have a JVM say what its collector did, by which allocation is estimated, and record a profile if wanted. */
    static List<String> observed(Job job) {
        String collector = "-Xlog:gc:file=" + job.gcLog() + ":timemillis:filecount=0";
        return job.profiled()
                ? List.of(
                        collector,
                        "-XX:StartFlightRecording=settings=profile,filename=" + job.profile(),
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:+DebugNonSafepoints")
                : List.of(collector);
    }
}
