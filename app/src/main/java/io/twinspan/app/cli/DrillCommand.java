package io.twinspan.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.twinspan.app.runner.Deployment;
import io.twinspan.app.runner.StopSignals;
import io.twinspan.app.runner.WallTime;
import io.twinspan.control.drill.Application;
import io.twinspan.control.drill.Drill;
import io.twinspan.control.drill.DrillOptions;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.report.Report;
import io.twinspan.control.report.SealedReport;
import io.twinspan.control.report.view.ReportHtml;
import io.twinspan.control.scene.Scene;
import io.twinspan.control.verify.VerifiedLink;
import io.twinspan.model.error.ReplicationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds out whether a failover would work, and changes nothing. Confined to the main thread. */
@Command(
        name = "drill",
        header = "Proves whether a failover would work today; changes nothing.",
        description = {
            "",
            "Makes all checks of 'failover', takes the time of its steps as far as they change nothing, and has",
            "every consumer group read on both sides from where it stands: the next records on the source, and",
            "those at the translated place on the target must be the same. With --as-principal it tries as an",
            "application, by its own settings, whether it could read and write on the target afterwards.",
            "Production goes on meanwhile. Only a report is written, to the link's journal on the target.",
            "",
            "@|bold Examples:|@",
            "  twinspan drill mm2.properties 'dc1->dc2'",
            "  twinspan drill mm2.properties 'dc1->dc2' --records 100 --groups 'billing.*'",
            "  twinspan drill mm2.properties 'dc1->dc2' --sample 50            50 groups at random",
            "  twinspan drill mm2.properties 'dc1->dc2' --as-principal shop.properties",
            "  twinspan drill mm2.properties 'dc1->dc2' --html drill.html",
            "",
            "Needs what 'failover --dry-run' needs, and READ on the topics of both sides. What it proves, and",
            "what not, and how to have it done every week: docs/how-to/drill.md.",
            "",
        },
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class DrillCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private FileMixin file;

    @Parameters(index = "1", paramLabel = "LINK", description = "The link, as dc1->dc2.")
    @SuppressWarnings("NullAway.Init")
    private String link;

    @Mixin
    private DrillMixin what = new DrillMixin();

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Option(names = "--html", paramLabel = "PATH", description = "Also write the report to this file, as a page.")
    private @Nullable Path html;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        var console = new Console(spec.commandLine());
        Optional<Deployment> loaded = what.isPossible(console) ? file.load(console) : Optional.empty();
        Optional<LinkView> chosen = LinkChoice.one(console, loaded, link);
        if (chosen.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        LinkView view = chosen.get();
        VerifiedLink verified = loaded.get().verifiedLinks().stream()
                .filter(one -> one.view().name().equals(view.name()))
                .findFirst()
                .orElseThrow();
        return drill(console, verified, loaded.get().back(view.name()));
    }

    private int drill(Console console, VerifiedLink verified, @Nullable LinkView back) {
        List<Application> applications = what.applications(verified.view().target());
        DrillOptions options = what.options();
        var time = new WallTime();
        try (var signals = StopSignals.calling(time::stop);
                var scene = new Scene(verified.view(), back, Clock.systemUTC(), Deployment.ANSWER_LIMIT)) {
            var parts = new Drill.Parts(
                    time,
                    json ? sentence -> {} : console::overwrite,
                    Who.author(Who.runsThis(), options.told(), file.text()),
                    file.path().toString());
            try {
                SealedReport kept = new Drill(scene, verified, options, applications, parts).run();
                console.overwrite("");
                return tell(console, kept);
            } catch (ReplicationException e) {
                if (!time.isStopped()) {
                    throw e;
                }
                console.error(e.getMessage() + " (" + signals.howToInsist() + " next time, to end at once)");
                return ExitCode.NOT_DONE.code();
            }
        }
    }

    private int tell(Console console, SealedReport kept) {
        Report report = kept.report();
        console.plain(
                json
                        ? JsonText.indented(report)
                        : new DrillText(console, file.path().toString()).of(report));
        Path page = html;
        if (page != null) {
            try {
                Files.writeString(page, ReportHtml.of(kept), UTF_8);
            } catch (IOException e) {
                console.error("cannot write " + page + ": " + e);
                return ExitCode.BAD_INPUT.code();
            }
        }
        return (Drill.succeeded(report) ? ExitCode.DONE : ExitCode.NOT_DONE).code();
    }
}
