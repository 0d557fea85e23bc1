package io.twinspan.app.cli;

import io.twinspan.app.demo.Demo;
import io.twinspan.app.runner.StopSignals;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows replication between two real clusters on this machine. Confined to the main thread. */
@Command(
        name = "demo",
        header = "Two real Kafka clusters on this machine, producers, and a link between them.",
        description = {
            "",
            "Everything runs in this process, on free ports of 127.0.0.1; data is in a temporary directory and is",
            "deleted at the end. Ends with Enter or Ctrl-C.",
            "",
            "@|bold Examples:|@",
            "  twinspan demo                 watch",
            "  twinspan demo --once          one round: produce, replicate, compare record by record; exit code 0 only",
            "                                if nothing is lost, doubled, reordered or altered",
            "",
        },
        optionListHeading = "%nOptions:%n",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--once", description = "One round without a keyboard, with a comparison at its end.")
    private boolean once;

    @Option(names = "--seconds", paramLabel = "N", description = "End by itself after so many seconds.")
    private int seconds;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var console = new Console(spec.commandLine());
        if (!hasBrokers()) {
            console.error("the demo needs the brokers in lib/demo on its class path; start it with bin/twinspan");
            return ExitCode.NOT_DONE.code();
        }
        var demo = new Demo(console::plain, System.getProperty("twinspan.command", "twinspan"));
        StopSignals signals = StopSignals.calling(demo::requestStop);
        try {
            if (once) {
                return (demo.once() ? ExitCode.DONE : ExitCode.NOT_DONE).code();
            }
            stopAtEnter(demo);
            demo.run(seconds);
            return ExitCode.DONE.code();
        } finally {
            signals.close();
        }
    }

    private static boolean hasBrokers() {
        try {
            Class.forName("io.twinspan.testkit.cluster.EmbeddedCluster", false, DemoCommand.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Without a keyboard, the input is at its end at once, and Ctrl-C remains. */
    private static void stopAtEnter(Demo demo) {
        var reader = new Thread(
                () -> {
                    try {
                        if (System.in.read() >= 0) {
                            demo.requestStop();
                        }
                    } catch (IOException expected) {
                        return;
                    }
                },
                "twinspan-demo-enter");
        reader.setDaemon(true);
        reader.start();
    }
}
