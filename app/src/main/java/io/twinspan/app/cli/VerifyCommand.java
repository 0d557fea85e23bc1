package io.twinspan.app.cli;

import io.twinspan.app.runner.Deployment;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.verify.Verification;
import io.twinspan.control.verify.VerifiedLink;
import io.twinspan.control.verify.VerifyRequest;
import io.twinspan.control.verify.result.Verdict;
import io.twinspan.control.verify.result.VerifyReport;
import java.time.Clock;
import java.util.ArrayList;
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

/** Compares what both sides of a link hold. Confined to the main thread. */
@Command(
        name = "verify",
        header = "Compares what the target holds with what the source holds, record by record.",
        description = {
            "",
            "Reads both clusters and compares them through the link's stored positions: nothing missing, nothing",
            "doubled, the same order, the same key, value, headers and timestamp. A difference is shown with its",
            "offsets and both records. It works from any machine, while the link runs or not; what the link",
            "copies after the start is not compared. It writes nothing but how far it is, to the link's journal.",
            "",
            "@|bold Examples:|@",
            "  twinspan verify mm2.properties",
            "  twinspan verify mm2.properties 'dc1->dc2' --topics 'orders.*' --rate 50MB",
            "  twinspan verify mm2.properties --since 24h",
            "  twinspan verify mm2.properties --last 10000        of each partition",
            "  twinspan verify mm2.properties --resume            go on with the one that was interrupted",
            "  twinspan verify mm2.properties --json | jq '.links[0].verdict'",
            "",
            "Needs READ and DESCRIBE on the topics of both sides and on the positions topic; with",
            "DESCRIBE_CONFIGS it knows which topics are compacted. Exit code 1 if something differs, or cannot be",
            "compared at all. What it proves, and what not: docs/how-to/verify.md.",
            "",
        },
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    private static final long STEP_MS = 500;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private FileMixin file;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "LINK",
            description = "One link, as dc1->dc2; all if not given.")
    private @Nullable String link;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private VerifyMixin what;

    @Option(
            names = "--rate",
            paramLabel = "SIZE",
            converter = Quantities.Bytes.class,
            description = "Bytes a second of both clusters together, as 50MB; no bound if not given.")
    private long rate = VerifyRequest.UNLIMITED;

    @Option(
            names = "--resume",
            description = "Go on with the last verification of the link that did not end, from any machine.")
    private boolean resume;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        var console = new Console(spec.commandLine());
        if (resume && what.isGiven()) {
            console.error("--resume goes on with what was asked for then; leave out the options that choose something");
            return ExitCode.BAD_INPUT.code();
        }
        Optional<Deployment> loaded = what.isPossible(console) ? file.load(console) : Optional.empty();
        if (loaded.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        List<VerifiedLink> all = loaded.get().verifiedLinks();
        List<String> chosen = LinkChoice.choose(
                        console, all.stream().map(VerifiedLink::view).toList(), link)
                .stream()
                .map(view -> view.name().toString())
                .toList();
        if (chosen.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        var reports = new ArrayList<VerifyReport>();
        for (VerifiedLink one : all) {
            if (chosen.contains(one.view().name().toString())) {
                verify(console, one).ifPresent(reports::add);
            }
        }
        if (reports.isEmpty()) {
            console.error("there is no verification to go on with: all that were begun have ended");
            return ExitCode.BAD_INPUT.code();
        }
        console.plain(
                json
                        ? JsonText.indented(VerifyJson.of(reports))
                        : new VerifyText(console, file.path().toString()).of(reports));
        boolean isEqual = reports.stream().allMatch(report -> report.verdict() == Verdict.EQUAL);
        return (isEqual ? ExitCode.DONE : ExitCode.NOT_DONE).code();
    }

    /** Empty if there is nothing to go on with. */
    private Optional<VerifyReport> verify(Console console, VerifiedLink one) {
        Clock clock = Clock.systemUTC();
        Optional<Verification> opened = resume
                ? Verification.resume(one, rate, clock, Deployment.ANSWER_LIMIT)
                : Optional.of(Verification.begin(one, what.request(clock).at(rate), clock, Deployment.ANSWER_LIMIT));
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (Verification verification = opened.get()) {
            var watch = new VerifyWatch(console, one.view().name().toString(), clock);
            while (!verification.step(STEP_MS)) {
                watch.tell(verification.progress());
            }
            watch.done();
            return Optional.of(verification.report());
        }
    }
}
