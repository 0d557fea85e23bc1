package io.twinspan.app.runner;

import io.twinspan.control.preflight.Finding;
import io.twinspan.control.preflight.LinkReport;
import io.twinspan.control.preflight.Preflight;
import io.twinspan.control.preflight.PreflightReport;
import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.option.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies a changed file to the workers that run, after the same checks as at the start, and shows in the log first what will
 * change. Confined to the thread of {@link LivingFile}.
 */
public final class Reload implements LivingFile.Change {
    private static final Logger LOGGER = LoggerFactory.getLogger(Reload.class);

    private final String file;
    private final Set<ClusterAlias> chosen;
    private final boolean fitReplication;
    private final Dedicated dedicated;
    private final Upkeep upkeep;
    private InForce inForce;
    private List<Problem> reportedProblems = List.of();
    private List<Finding> reported = List.of();
    private List<Finding> reportedLeftOut = List.of();

    /**
     * What was applied last. Immutable.
     *
     * @param silent clusters that did not answer then
     */
    public record InForce(String text, Set<ClusterAlias> silent) {
        public InForce {
            silent = Set.copyOf(silent);
        }
    }

    /**
     * Applies nothing yet.
     *
     * @param chosen the targets that this process works for; empty for all
     */
    public Reload(
            String file,
            Set<ClusterAlias> chosen,
            boolean fitReplication,
            InForce inForce,
            Dedicated dedicated,
            Upkeep upkeep) {
        this.file = file;
        this.chosen = Set.copyOf(chosen);
        this.fitReplication = fitReplication;
        this.inForce = inForce;
        this.dedicated = dedicated;
        this.upkeep = upkeep;
    }

    @Override
    public LivingFile.Outcome apply(String text) {
        Deployment all = Deployment.of(file, text);
        reportProblems(all.problems().all());
        if (all.problems().hasErrors() || all.linkNames().isEmpty()) {
            LOGGER.error(
                    "{} has changed, and cannot be used{}; the links go on as before, until it is mended",
                    file,
                    all.problems().hasErrors() ? "" : ": no link is enabled in it");
            return LivingFile.Outcome.REFUSED;
        }
        Deployment deployment = chosen.isEmpty() ? all : all.into(chosen);
        PreflightReport report = new Preflight(Deployment.ANSWER_LIMIT, fitReplication)
                .examine(deployment.linkPlans(), deployment.plansOfFile());
        boolean isAgain = text.equals(inForce.text());
        // A cluster that has not answered before is not worse than it was; any other one could be a mistake in the
        // file.
        boolean mayWait = isAgain || inForce.silent().containsAll(report.unreached());
        boolean isReady = !report.worst().stops() || (mayWait && report.onlyAwaits());
        report(report, isReady, isAgain);
        if (!isReady) {
            return LivingFile.Outcome.NOT_NOW;
        }
        Deployment able = deployment.without(report);
        apply(plans(fitReplication ? able.fitted(report) : able, report.unreached()), isAgain);
        inForce = new InForce(text, report.unreached());
        upkeep.apply(able, text);
        return report.unreached().isEmpty() ? LivingFile.Outcome.APPLIED : LivingFile.Outcome.PARTLY;
    }

    /** Of a target that does not answer, the worker goes on as it is, or waits. */
    private List<WorkerPlan> plans(Deployment able, Set<ClusterAlias> silent) {
        var plans = new ArrayList<>(able.notInto(silent).workerPlans());
        Set<ClusterAlias> wanted = able.targets();
        dedicated.plans().stream()
                .filter(plan -> silent.contains(plan.target()) && wanted.contains(plan.target()))
                .forEach(plans::add);
        return plans;
    }

    private void reportProblems(List<Problem> problems) {
        if (problems.equals(reportedProblems)) {
            return;
        }
        for (Problem problem : problems) {
            if (problem.isError()) {
                LOGGER.error("{}", problem.describe(file));
            } else {
                LOGGER.warn("{}", problem.describe(file));
            }
        }
        reportedProblems = problems;
    }

    private void report(PreflightReport report, boolean isReady, boolean isAgain) {
        List<Finding> leftOut = report.links().stream()
                .filter(LinkReport::leftOut)
                .flatMap(link -> link.findings().stream())
                .toList();
        leftOut.stream()
                .filter(finding -> !reportedLeftOut.contains(finding))
                .forEach(finding -> LOGGER.warn("{}", finding.sentence()));
        reportedLeftOut = leftOut;
        List<Finding> stopping = report.findings().stream()
                .filter(finding -> finding.kind().stops())
                .toList();
        if (!isReady && !stopping.equals(reported)) {
            stopping.forEach(finding -> LOGGER.error("{}", finding.sentence()));
            LOGGER.error(
                    "{}; they go on as before, and it is tried again",
                    isAgain
                            ? "a cluster answers again, but its links would not work"
                            : file + " has changed, but its links would not work");
        }
        reported = stopping;
    }

    private void apply(List<WorkerPlan> plans, boolean isAgain) {
        List<PlanChange> changes = PlanChange.between(dedicated.plans(), plans);
        if (changes.isEmpty()) {
            if (!isAgain) {
                LOGGER.info("{} has changed, but nothing that runs here", file);
            }
            return;
        }
        LOGGER.info(
                "{}:",
                isAgain
                        ? "a cluster that links have waited for answers"
                        : file + " has changed; applying without a restart of the process");
        for (PlanChange change : changes) {
            String what = switch (change.kind()) {
                case START -> "starts";
                case STOP -> "stops";
                case RESTART -> "restarts, its links pause for some seconds";
                case RECONFIGURE -> "goes on with other connectors";
            };
            LOGGER.info("  the worker for target {} {}", change.target(), what);
            change.lines().forEach(line -> LOGGER.info("    {}", line));
        }
        dedicated.apply(plans);
    }
}
