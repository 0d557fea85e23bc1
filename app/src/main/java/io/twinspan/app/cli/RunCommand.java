package io.twinspan.app.cli;

import io.twinspan.app.runner.Deployment;
import io.twinspan.app.runner.LivingFile;
import io.twinspan.app.runner.Reload;
import io.twinspan.app.runner.Upkeep;
import io.twinspan.model.name.ClusterAlias;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Dedicated mode: replicates until it is told to stop. Confined to the main thread. */
@Command(
        name = "run",
        header = "Replicates what the file says, until Ctrl-C or SIGTERM.",
        description = {
            "",
            "Checks the file and both clusters of every link first (as 'check' does) and starts nothing if a",
            "link could not work. A cluster that does not answer holds up only its own links, which start",
            "once it does; if no link can start, that is an error. One Kafka Connect worker for each target",
            "cluster runs in this process.",
            "Processes with the same file share the work, and take over from each other within seconds.",
            "A changed file is applied without a restart, after the same checks; the log shows what changes.",
            "With link.drill.interval.seconds and link.verify.interval.seconds it drills failovers and compares",
            "both sides by itself: docs/how-to/drill.md, docs/how-to/verify.md.",
            "",
            "@|bold Examples:|@",
            "  twinspan run mm2.properties",
            "  twinspan run mm2.properties --clusters dc2          only links into dc2; run it near dc2",
            "  twinspan run mm2.properties --fit-replication       a try-out on clusters with fewer brokers",
            "",
            "Several machines need 'listeners' and 'rest.advertised.host.name' in the file; on one machine,",
            "processes find each other by themselves.",
            "",
            "Ctrl-C or SIGTERM stops in order (exit code 0); a second one ends at once.",
            "",
        },
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private FileMixin file;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClustersMixin clusters;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var console = new Console(spec.commandLine());
        Optional<Deployment> loaded = file.load(console);
        if (loaded.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        Optional<Set<ClusterAlias>> targets = clusters.targets(console, loaded.get());
        if (targets.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        Set<ClusterAlias> chosen = clusters.isGiven() ? targets.get() : Set.of();
        boolean fits = clusters.fitsReplication();
        String name = file.path().toString();
        Upkeep upkeep = ByItself.upkeep(name, file.text());
        return new Replication(console, fits, upkeep)
                .run(
                        loaded.get().into(targets.get()),
                        Files.isRegularFile(file.path()),
                        (dedicated, silent) -> new LivingFile(
                                file.path(),
                                file.text(),
                                silent.isEmpty(),
                                new Reload(
                                        name,
                                        chosen,
                                        fits,
                                        new Reload.InForce(file.text(), silent),
                                        dedicated,
                                        upkeep)));
    }
}
