package io.twinspan.app.cli;

import io.twinspan.app.runner.Deployment;
import io.twinspan.control.doctor.Diagnosis;
import io.twinspan.control.doctor.Doctor;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.json.JsonText;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what limits a link. Confined to the main thread. */
@Command(
        name = "doctor",
        header = "Says what limits a link, as measured, and the setting to change. Changes nothing.",
        description = {
            "",
            "Looks twice, some seconds apart, at every partition's speed, and asks both clusters about what may",
            "stand in the way: the line to the source's brokers, quotas, one hot partition, replicas that are",
            "not in sync, missing permissions, partitions that have stopped, retention that is about to",
            "overtake, tasks that are gone, the link's own bound. What limits most comes first, with the number",
            "to set.",
            "",
            "Run it near the link's processes: the time of a round trip to the source is measured from here. How",
            "busy these processes are cannot be seen from outside; it says where to see that.",
            "",
            "@|bold Examples:|@",
            "  twinspan doctor mm2.properties 'dc1->dc2'",
            "  twinspan doctor mm2.properties 'dc1->dc2' --seconds 60",
            "  twinspan doctor mm2.properties 'dc1->dc2' --json | jq '.findings[0]'",
            "",
            "Exit code 0 if the link is up to date, or only slower than it could be; 1 if something needs",
            "somebody; 3 if a cluster does not answer.",
            "",
        },
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private static final int MOST_SECONDS = 3_600;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private FileMixin file;

    @Parameters(index = "1", paramLabel = "LINK", description = "The link, as dc1->dc2.")
    @SuppressWarnings("NullAway.Init")
    private String link;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long the two looks are apart, 1 to " + MOST_SECONDS + "; ${DEFAULT-VALUE} if not given.")
    private int seconds = 10;

    @Option(names = "--json", description = "Print JSON, with every partition.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var console = new Console(spec.commandLine());
        if (seconds < 1 || seconds > MOST_SECONDS) {
            console.error("--seconds " + seconds + " must be 1 to " + MOST_SECONDS);
            return ExitCode.BAD_INPUT.code();
        }
        Optional<LinkView> chosen = LinkChoice.one(console, file.load(console), link);
        if (chosen.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        try (var doctor = new Doctor(chosen.get(), Clock.systemUTC(), Deployment.ANSWER_LIMIT)) {
            doctor.begin();
            TimeUnit.SECONDS.sleep(seconds);
            Diagnosis diagnosis = doctor.end();
            console.plain(json ? JsonText.indented(DoctorJson.of(diagnosis)) : new DoctorText(diagnosis).toString());
            return ExitCode.of(diagnosis).code();
        }
    }
}
