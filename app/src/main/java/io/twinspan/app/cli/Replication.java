package io.twinspan.app.cli;

import io.twinspan.app.runner.Dedicated;
import io.twinspan.app.runner.Deployment;
import io.twinspan.app.runner.LivingFile;
import io.twinspan.app.runner.StopSignals;
import io.twinspan.app.runner.Upkeep;
import io.twinspan.control.preflight.Finding;
import io.twinspan.control.preflight.Preflight;
import io.twinspan.control.preflight.PreflightReport;
import io.twinspan.model.name.ClusterAlias;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks links, and replicates until it is told to stop: what {@code run} and {@code mirror} have in common. Confined to the main thread.
 */
final class Replication {
    private static final Logger LOGGER = LoggerFactory.getLogger(Replication.class);

    private final Console console;
    private final boolean fits;
    private final Upkeep upkeep;

    /**
     * @param fits whether replication factors are lowered to the number of brokers
     * @param upkeep what is done besides, and closed with the rest
     */
    Replication(Console console, boolean fits, Upkeep upkeep) {
        this.console = console;
        this.fits = fits;
        this.upkeep = upkeep;
    }

    /** Makes what looks for changes of the file. */
    interface Living {
        /**
         * Null if the file cannot be looked at again.
         *
         * @param silent clusters that do not answer yet
         */
        @Nullable
        LivingFile of(Dedicated dedicated, Set<ClusterAlias> silent);
    }

    /**
     * Checks, and replicates if the checks allow it; returns the exit code. Links whose cluster does not answer hold up no others.
     *
     * @param canWait whether they can be tried again
     */
    int run(Deployment deployment, boolean canWait, Living living) throws InterruptedException {
        PreflightReport report =
                new Preflight(Deployment.ANSWER_LIMIT, fits).examine(deployment.linkPlans(), deployment.plansOfFile());
        report.findings().forEach(this::print);
        if (report.worst().stops() && !(canWait && report.isPartlyReady())) {
            return ExitCode.of(report.worst()).code();
        }
        Set<ClusterAlias> silent = report.unreached();
        if (report.worst().stops()) {
            console.warning("links from and to " + silent
                    + " wait until these clusters answer, and are tried again every ten seconds; the others start");
        }
        Deployment able = deployment.without(report);
        return replicate(fits ? able.fitted(report) : able, silent, living);
    }

    private int replicate(Deployment deployment, Set<ClusterAlias> silent, Living living) throws InterruptedException {
        try (var dedicated = new Dedicated(deployment.notInto(silent).workerPlans());
                var besides = upkeep;
                var signals = StopSignals.calling(dedicated::requestStop);
                var file = living.of(dedicated, silent)) {
            LOGGER.info("starting {}{}", deployment, silent.isEmpty() ? "" : ", without workers for " + silent);
            dedicated.start();
            besides.apply(deployment);
            if (file != null) {
                file.start();
            }
            boolean asked = dedicated.awaitStopRequest();
            LOGGER.info("stopping; {} to end at once", signals.howToInsist());
            if (file != null) {
                file.stop();
            }
            besides.stop();
            dedicated.stop();
            LOGGER.info("stopped");
            return asked ? ExitCode.DONE.code() : ExitCode.NOT_DONE.code();
        }
    }

    private void print(Finding finding) {
        if (finding.kind().stops()) {
            console.error(finding.sentence());
        } else if (finding.kind() == Finding.Kind.WARNING) {
            console.warning(finding.sentence());
        }
    }
}
