package io.twinspan.app.cli;

import io.twinspan.app.runner.Deployment;
import io.twinspan.connect.source.LinkPreview;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.preflight.Finding;
import io.twinspan.control.preflight.Preflight;
import io.twinspan.model.name.LinkName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what links would change on their targets. Confined to the main thread. */
@Command(
        name = "plan",
        header = "Says what the links would change on their targets. Changes nothing.",
        description = {
            "",
            "Looks at both clusters of every link as a running link does: topics that would be created,",
            "partitions added, configs altered, ACLs added and removed.",
            "",
            "@|bold Examples:|@",
            "  twinspan plan mm2.properties",
            "  twinspan plan mm2.properties --json | jq '.[].configs'",
            "",
            "Exit code 0 whether there is something to change or not.",
            "",
        },
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
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
        Deployment deployment = loaded.get();
        List<Finding> rounds =
                new Preflight(Deployment.ANSWER_LIMIT, clusters.fitsReplication()).rounds(deployment.plansOfFile());
        if (!rounds.isEmpty()) {
            rounds.forEach(round -> console.error(round.sentence()));
            return ExitCode.BAD_INPUT.code();
        }
        if (clusters.fitsReplication()) {
            deployment = deployment.fitted(new Preflight(Deployment.ANSWER_LIMIT, true)
                    .examine(deployment.linkPlans(), deployment.plansOfFile()));
        }
        Map<LinkName, LinkPreview> previews = deployment.previews();
        console.plain(json ? JsonText.indented(PlanJson.of(previews)) : new PlanText(console).of(previews));
        return ExitCode.DONE.code();
    }
}
