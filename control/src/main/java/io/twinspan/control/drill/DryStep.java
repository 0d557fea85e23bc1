package io.twinspan.control.drill;

import io.twinspan.control.operation.Step;
import java.time.Instant;
import java.util.List;

/**
 * A step of a failover that was gone through without changing anything. Immutable.
 *
 * @param what what it does, in one sentence
 * @param beganMs when, in milliseconds since the epoch
 * @param measuredMs how long that took of it which changes nothing
 * @param estimatedMs about how long the rest would take
 * @param limitMs how long it may take
 * @param told what there is to say, for people
 */
record DryStep(String name, String what, long beganMs, long measuredMs, long estimatedMs, long limitMs, String told) {

    /** What a failover's step would take. */
    static DryStep of(Step step, long beganMs, long measuredMs, long estimatedMs, String told) {
        return new DryStep(
                step.name(),
                step.title(),
                beganMs,
                measuredMs,
                estimatedMs,
                step.limit().toMillis(),
                told);
    }

    long totalMs() {
        return measuredMs + estimatedMs;
    }

    /** As a report has it. */
    io.twinspan.control.report.Step reported() {
        String how;
        if (estimatedMs == 0) {
            how = "measured";
        } else if (measuredMs == 0) {
            how = "estimated, since it would change something";
        } else {
            how = measuredMs + " ms measured, the rest estimated";
        }
        return new io.twinspan.control.report.Step(
                name,
                what,
                Instant.ofEpochMilli(beganMs),
                totalMs(),
                limitMs,
                io.twinspan.control.report.Step.Outcome.DONE,
                1,
                told.isEmpty() ? List.of(how) : List.of(how, told));
    }
}
