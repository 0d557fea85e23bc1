package io.twinspan.app.cli;

import io.twinspan.app.runner.Deployment;
import io.twinspan.control.inventory.HeartbeatReader;
import io.twinspan.control.inventory.HeartbeatStatus;
import io.twinspan.control.json.JsonText;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says which heartbeats arrived where, and by which way. Confined to the main thread. */
@Command(
        name = "heartbeats",
        header = "Says which heartbeats arrived in which cluster, and when.",
        description = {
            "",
            "Reads the topics 'heartbeats', 'dc1.heartbeats' and so on of every cluster of the file: one line for",
            "each link's last heartbeat there. PATH is the way that it took: the link that emitted it, and then",
            "those that replicated it. One that is old tells of a link on its path that does not run.",
            "",
            "@|bold Examples:|@",
            "  twinspan heartbeats mm2.properties",
            "  twinspan heartbeats mm2.properties --json | jq '.[] | select(.ageMs > 10000)'",
            "",
        },
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        mixinStandardHelpOptions = true)
final class HeartbeatsCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private FileMixin file;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        var console = new Console(spec.commandLine());
        Optional<Deployment> loaded = file.load(console);
        if (loaded.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        List<HeartbeatStatus> heartbeats = new HeartbeatReader(Clock.systemUTC(), Deployment.ANSWER_LIMIT)
                .read(loaded.get().heartbeatPlaces());
        if (json) {
            console.plain(JsonText.indented(heartbeats.stream().map(Row::of).toList()));
        } else {
            console.plain(heartbeats.isEmpty() ? "no heartbeats" : table(heartbeats));
        }
        return ExitCode.DONE.code();
    }

    /**
     * The shape of {@code --json}, which scripts rely on. Immutable.
     *
     * @param time when the heartbeat was emitted, in ISO 8601
     */
    record Row(String cluster, String topic, String source, String target, List<String> path, String time, long ageMs) {
        static Row of(HeartbeatStatus heartbeat) {
            return new Row(
                    heartbeat.cluster(),
                    heartbeat.topic(),
                    heartbeat.source(),
                    heartbeat.target(),
                    heartbeat.path(),
                    Instant.ofEpochMilli(heartbeat.timestampMs()).toString(),
                    heartbeat.ageMs());
        }
    }

    static String table(List<HeartbeatStatus> heartbeats) {
        var table = new TextTable();
        table.row("CLUSTER", "TOPIC", "LINK", "PATH", "EMITTED", "AGE");
        for (HeartbeatStatus heartbeat : heartbeats) {
            table.row(
                    heartbeat.cluster(),
                    heartbeat.topic(),
                    heartbeat.source() + "->" + heartbeat.target(),
                    String.join(" -> ", heartbeat.path()),
                    Instant.ofEpochMilli(heartbeat.timestampMs()).toString(),
                    Amounts.age(heartbeat.ageMs()));
        }
        return table.toString();
    }
}
