package io.twinspan.app.cli;

import io.twinspan.app.runner.Deployment;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.preflight.Preflight;
import io.twinspan.control.preflight.PreflightReport;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says whether the links of a file would work, and what is missing. Confined to the main thread. */
@Command(
        name = "check",
        header = "Says whether the links of the file would work, and what is missing. Changes nothing.",
        description = {
            "",
            "Reads the file, contacts both clusters of every link, and looks at permissions, replication",
            "factors, topics and size limits. What is missing comes with the key or the kafka-acls.sh line.",
            "",
            "@|bold Examples:|@",
            "  twinspan check mm2.properties",
            "  twinspan check mm2.properties --json | jq .links[].findings",
            "",
        },
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private FileMixin file;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClustersMixin clusters;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        var console = new Console(spec.commandLine());
        Optional<Deployment> loaded = clusters.load(console, file);
        if (loaded.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        PreflightReport report = new Preflight(Deployment.ANSWER_LIMIT, clusters.fitsReplication())
                .examine(loaded.get().linkPlans(), loaded.get().plansOfFile());
        if (json) {
            console.plain(JsonText.indented(report));
        } else {
            new CheckText(console).print(report);
        }
        return ExitCode.of(report.worst()).code();
    }
}
