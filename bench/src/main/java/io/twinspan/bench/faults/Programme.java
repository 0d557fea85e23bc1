package io.twinspan.bench.faults;

import io.twinspan.bench.faults.fault.Fault;
import io.twinspan.bench.faults.fault.Faults;
import io.twinspan.bench.faults.report.FaultResult;
import io.twinspan.bench.faults.report.FaultResults;
import io.twinspan.bench.faults.scene.Stage;
import io.twinspan.bench.report.Machine;
import io.twinspan.bench.tool.Tool;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the list of faults for one program after the other, each on clusters of its own, and stores what it finds after every
 * fault, so that a run that is broken off has shown something. Confined to one thread.
 */
public final class Programme {
    /**
     * What is to happen. Immutable.
     *
     * @param faults by name, in order
     * @param together whether all happen to the same topics and processes, as in the short form
     * @param recoveryMs how long full speed is waited for
     * @param earlier what a run that was broken off has found already, which is not repeated
     * @param directory where the processes keep their files
     * @param out where the results go
     */
    public record Plan(
            List<Tool> tools,
            List<String> faults,
            boolean together,
            long seed,
            long recoveryMs,
            Stage.Wanted stage,
            List<FaultResult> earlier,
            Path directory,
            Path out,
            String commit) {
        public Plan {
            tools = List.copyOf(tools);
            faults = List.copyOf(faults);
            earlier = List.copyOf(earlier);
        }
    }

    private final Plan plan;
    private final Consumer<String> progress;
    private final String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    private final List<FaultResult> results = new ArrayList<>();
    private String line = "";
    private @Nullable Stage stage;

    /** Lines of progress go to the consumer. */
    public Programme(Plan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
        results.addAll(plan.earlier());
    }

    /** Runs all of it. */
    public FaultResults run() {
        try {
            for (Tool tool : plan.tools()) {
                if (plan.together()) {
                    play(
                            tool,
                            Faults.shortOnes().stream()
                                    .filter(fault -> plan.faults().contains(fault.name()))
                                    .toList());
                } else {
                    plan.faults().stream()
                            .filter(name -> !isKnown(tool, name))
                            .forEach(name -> play(tool, List.of(Faults.of(name))));
                }
                leave();
            }
            return found();
        } finally {
            leave();
        }
    }

    private boolean isKnown(Tool tool, String fault) {
        return plan.earlier().stream()
                .anyMatch(result ->
                        result.tool().equals(tool.name()) && result.fault().equals(fault));
    }

    private void play(Tool tool, List<Fault> faults) {
        List<String> missing =
                faults.stream().flatMap(fault -> fault.missing().stream()).toList();
        if (!missing.isEmpty()) {
            Fault fault = faults.get(0);
            results.add(FaultResult.without(
                    tool.name(), fault.name(), fault.what(), List.of(), "not possible here: " + missing.get(0)));
            return;
        }
        progress.accept(tool.name() + ": "
                + String.join(", ", faults.stream().map(Fault::name).toList()));
        String name =
                tool.name() + "-" + (plan.together() ? "short" : faults.get(0).name());
        List<FaultResult> found;
        try {
            found = new Act(
                            enter(),
                            tool,
                            new Act.Limits(plan.seed(), plan.recoveryMs()),
                            plan.directory().resolve(name),
                            progress)
                    .run(faults, "f" + results.size() + "-");
        } catch (RuntimeException e) {
            found = faults.stream()
                    .map(fault ->
                            FaultResult.without(tool.name(), fault.name(), fault.what(), List.of(), String.valueOf(e)))
                    .toList();
        }
        results.addAll(found);
        found.forEach(result -> progress.accept("  " + verdict(result)));
        found().write(plan.out());
        tidy(found.stream().anyMatch(result -> !result.failure().isEmpty()));
    }

    private static String verdict(FaultResult result) {
        if (!result.failure().isEmpty()) {
            return result.fault() + " BROKE OFF: " + result.failure();
        }
        return result.fault() + (result.passed() ? ": passed" : ": NOT PASSED") + "; of "
                + result.checked().records()
                + " records, " + result.lostSilently() + " lost silently, "
                + (result.checked().lost() - result.lostSilently()) + " lost and named ("
                + result.naming().word()
                + "), " + result.checked().doubled() + " doubled, "
                + result.checked().reordered() + " reordered, "
                + result.checked().other() + " otherwise wrong";
    }

    private Stage enter() {
        Stage known = stage;
        if (known == null) {
            progress.accept("starting two clusters of " + plan.stage().brokers() + " broker processes each");
            known = Stage.start(plan.stage());
            stage = known;
            line = known.line().description();
        }
        return known;
    }

    /** Leaves the stage as it was found, or a new one is set up for the next act. */
    private void tidy(boolean broken) {
        Stage known = stage;
        if (known == null || broken || !known.isWhole()) {
            leave();
            return;
        }
        try {
            known.clear();
        } catch (IllegalStateException e) {
            progress.accept("  starting afresh: " + e.getMessage());
            leave();
        }
    }

    private void leave() {
        Stage known = stage;
        stage = null;
        if (known != null) {
            known.close();
        }
    }

    private FaultResults found() {
        return new FaultResults(
                date,
                plan.commit(),
                plan.seed(),
                line,
                plan.stage().brokers() + " brokers a cluster, session timeout "
                        + plan.stage().sessionTimeoutMs() + " ms; two processes of the program, beside the target;"
                        + " about 800 records a second",
                Machine.here(),
                results);
    }
}
