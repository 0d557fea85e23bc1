package io.twinspan.app.cli;

import io.twinspan.app.runner.Dedicated;
import io.twinspan.app.runner.Deployment;
import io.twinspan.app.runner.LivingFile;
import io.twinspan.app.runner.StopSignals;
import io.twinspan.app.runner.Upkeep;
import io.twinspan.control.preflight.Finding;
import io.twinspan.control.preflight.Preflight;
import io.twinspan.control.preflight.PreflightReport;
import java.util.function.Function;
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

    /**
     * Checks, and replicates if the checks allow it; returns the exit code.
     *
     * @param living makes what looks for changes of the file, or null
     */
    int run(Deployment deployment, Function<Dedicated, @Nullable LivingFile> living) throws InterruptedException {
        PreflightReport report =
                new Preflight(Deployment.ANSWER_LIMIT, fits).examine(deployment.linkPlans(), deployment.plansOfFile());
        report.findings().forEach(this::print);
        if (report.worst().stops()) {
            return ExitCode.of(report.worst()).code();
        }
        Deployment able = deployment.without(report);
        return replicate(fits ? able.fitted(report) : able, living);
    }

    private int replicate(Deployment deployment, Function<Dedicated, @Nullable LivingFile> living)
            throws InterruptedException {
        try (var dedicated = new Dedicated(deployment.workerPlans());
                var besides = upkeep;
                var signals = StopSignals.calling(dedicated::requestStop);
                var file = living.apply(dedicated)) {
            LOGGER.info("starting {}", deployment);
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
