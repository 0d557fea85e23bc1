package io.twinspan.app.cli;

import io.twinspan.app.runner.Deployment;
import io.twinspan.app.runner.StopSignals;
import io.twinspan.app.runner.WallTime;
import io.twinspan.control.failover.Failover;
import io.twinspan.control.failover.FailoverOptions;
import io.twinspan.control.fence.Canary;
import io.twinspan.control.hook.Hooks;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.operation.Operation;
import io.twinspan.control.operation.Operation.Result;
import io.twinspan.control.operation.OperationState;
import io.twinspan.control.operation.Step;
import io.twinspan.control.report.Author;
import io.twinspan.control.report.Report;
import io.twinspan.control.report.ReportKind;
import io.twinspan.control.report.Rto;
import io.twinspan.control.report.SealedReport;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.error.Misconfigured;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs a move of clients for a command, and prints what becomes of it. Confined to the main thread. */
final class MoveRun {
    private final Console console;
    private final FileMixin file;
    private final LinkView link;
    private final @Nullable LinkView back;
    private final Map<String, Object> canary;
    private final boolean json;
    private final boolean keeps;

    /**
     * @param canary the settings of the application whose permission is tried
     * @param keeps whether what failed stays as it is, to be continued
     */
    MoveRun(
            Console console,
            FileMixin file,
            LinkView link,
            @Nullable LinkView back,
            Map<String, Object> canary,
            boolean json,
            boolean keeps) {
        this.console = console;
        this.file = file;
        this.link = link;
        this.back = back;
        this.canary = Map.copyOf(canary);
        this.json = json;
        this.keeps = keeps;
    }

    /** What to do. */
    private interface Work {
        int run(Failover failover, Canary proof, WallTime time);
    }

    private int with(Work work) {
        var time = new WallTime();
        var parts = new Failover.Parts(
                time,
                new StepLines(console, json, time::nowMs),
                UUID.randomUUID().toString().substring(0, 8));
        try (var signals = StopSignals.calling(time::stop);
                var scene = new Scene(link, back, Clock.systemUTC(), Deployment.ANSWER_LIMIT);
                var proof = new Canary(link.source(), canary);
                var failover = new Failover(scene, parts)) {
            int code = work.run(failover, proof, time);
            if (time.isStopped()) {
                console.error("interrupted (" + signals.howToInsist() + " next time, to end at once)");
            }
            return code;
        }
    }

    /** Says what would be done. */
    int plan(FailoverOptions options) {
        return with((failover, proof, time) -> {
            Failover.Plan plan = failover.plan(options, proof);
            console.overwrite("");
            console.plain(json ? JsonText.indented(MovePlanText.json(plan)) : MovePlanText.of(plan, link));
            return (plan.isReady() ? ExitCode.DONE : ExitCode.NOT_DONE).code();
        });
    }

    /** Begins, and goes on to the end. */
    int begin(FailoverOptions options) {
        return with((failover, proof, time) -> {
            ReportKind of = kind(options);
            String id = of.id(Instant.now(), new SecureRandom().nextInt());
            say(of.words() + " " + link.name() + "  (" + id + ")");
            List<Step> steps = failover.steps(options, proof);
            Operation operation = failover.begin(id, options, hooks(options));
            return finish(failover, operation, operation.run(steps), steps, time);
        });
    }

    /** Goes on with what is not over. */
    int resume() {
        return with((failover, proof, time) -> {
            OperationState open = requireOpen(failover);
            FailoverOptions options = Failover.options(open);
            say("continuing " + open.operation() + " of link " + link.name());
            List<Step> steps = failover.steps(options, proof);
            Operation operation = failover.takeUp(open.operation(), hooks(options));
            return finish(failover, operation, operation.run(steps), steps, time);
        });
    }

    /** Takes back what is not over. */
    int undo() {
        return with((failover, proof, time) -> {
            OperationState open = requireOpen(failover);
            FailoverOptions options = Failover.options(open);
            say("taking back " + open.operation() + " of link " + link.name());
            List<Step> steps = failover.steps(options, proof);
            return takeBack(failover, failover.takeUp(open.operation(), hooks(options)), steps, ExitCode.DONE, "");
        });
    }

    private OperationState requireOpen(Failover failover) {
        return failover.open()
                .orElseThrow(() -> new Misconfigured(
                        "--resume",
                        "link " + link.name()
                                + " has no operation that is not over; 'twinspan reports' lists what was"));
    }

    private Hooks hooks(FailoverOptions options) {
        return new Hooks(
                link.name(),
                options.isEmergency() ? "emergency" : options.isFailback() ? "failback" : "planned",
                MoveOptions.hooks(options.hooks()));
    }

    private int finish(Failover failover, Operation operation, Result result, List<Step> steps, WallTime time) {
        if (result.isDone()) {
            return tell(
                    failover.end(
                            operation,
                            steps,
                            kind(operation),
                            author(operation),
                            file.path().toString(),
                            null),
                    "",
                    ExitCode.DONE);
        }
        console.error(Failover.describe(result));
        Step failed = result.failed();
        boolean isPast = operation.isPast(steps);
        if (keeps || isPast || time.isStopped() || failed == null) {
            console.error("operation " + operation.id() + " is not over: continue it with --resume"
                    + (isPast ? "" : ", or take it back with --undo"));
            return ExitCode.NOT_DONE.code();
        }
        say("taking back what was done:");
        return takeBack(failover, operation, steps, ExitCode.NOT_DONE, Failover.describe(result));
    }

    private int takeBack(Failover failover, Operation operation, List<Step> steps, ExitCode inTheEnd, String why) {
        Result result = operation.undo(steps);
        if (!result.isDone()) {
            console.error(Failover.describe(result));
            console.error("operation " + operation.id() + " is not taken back as a whole: try again with --undo");
            return ExitCode.NOT_DONE.code();
        }
        return tell(
                failover.end(
                        operation,
                        steps,
                        kind(operation),
                        author(operation),
                        file.path().toString(),
                        why),
                why,
                inTheEnd);
    }

    /** @param said what the report says and the operator was told already */
    private int tell(SealedReport kept, String said, ExitCode code) {
        Report report = kept.report();
        if (json) {
            console.plain(JsonText.indented(report));
            return code.code();
        }
        console.plain("");
        console.plain(report.verdict().words().toUpperCase(Locale.ROOT) + " in " + DurationText.of(report.took()) + ": "
                + withoutStart(report.sentence(), said));
        Rto rto = report.rto();
        if (rto != null) {
            console.plain("producers waited " + DurationText.of(Duration.ofMillis(rto.ms())) + ", " + rto.counted());
        }
        report.remarks()
                .forEach(remark ->
                        console.plain("- " + remark.what() + (remark.cure().isEmpty() ? "" : ". " + remark.cure())));
        console.plain("the report: twinspan reports " + file.path() + " show " + report.id());
        return code.code();
    }

    private static String withoutStart(String sentence, String said) {
        return !said.isEmpty() && sentence.startsWith(said + "; ") ? sentence.substring(said.length() + 2) : sentence;
    }

    private ReportKind kind(Operation operation) {
        return kind(Failover.options(operation.state()));
    }

    private ReportKind kind(FailoverOptions options) {
        return options.isEmergency()
                ? ReportKind.EMERGENCY_FAILOVER
                : options.isFailback() ? ReportKind.FAILBACK : ReportKind.FAILOVER;
    }

    private Author author(Operation operation) {
        FailoverOptions options = Failover.options(operation.state());
        var given = new TreeMap<String, String>();
        given.put("topics", options.topics());
        given.put("fence", options.fence().text());
        given.put("verify", options.verify().text());
        given.put("reverse", Boolean.toString(options.reverse()));
        given.put("emergency", Boolean.toString(options.isEmergency()));
        given.put("accept", String.join(",", options.accepted()));
        given.put("hooks", MoveOptions.hooks(options.hooks()).toString());
        return Who.author(Who.runsThis(), given, file.text());
    }

    private void say(String sentence) {
        if (!json) {
            console.plain(sentence);
        }
    }
}
