package io.twinspan.app.cli;

import io.twinspan.model.error.ReplicationException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Where the process begins and ends. Confined to the main thread. */
public final class Main {
    private static final String LOG_LEVEL = "twinspan.log.level";
    private static final String LOG_LEVEL_KAFKA = "twinspan.log.kafka.level";
    private static final String LOG_FILE = "log4j2.configurationFile";

    private Main() {}

    public static void main(String[] args) {
        chooseLogging(List.of(args));
        int code = commandLine().execute(args);
        // Not a return: threads of clients that hang must not keep the process.
        System.exit(code);
    }

    /** Runs a command inside another program, printing to its writers; returns the exit code. */
    public static int execute(PrintWriter out, PrintWriter err, String... args) {
        return commandLine().setOut(out).setErr(err).execute(args);
    }

    /** Before the first logger exists: a run tells what it does, other commands print their own answer. */
    private static void chooseLogging(List<String> args) {
        boolean runs = args.contains("run") || args.contains("mirror");
        setIfAbsent(LOG_LEVEL, runs ? "info" : "error");
        setIfAbsent(LOG_LEVEL_KAFKA, runs ? "warn" : "error");
        setIfAbsent(LOG_FILE, "twinspan-log4j2.properties");
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** The whole command, ready to be executed; tests give it writers of their own. */
    static CommandLine commandLine() {
        var line = new CommandLine(new TwinspanCommand());
        line.setUsageHelpAutoWidth(false).setUsageHelpWidth(100).setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((error, command, parsed) -> fail(error, command));
        Map<String, String> codes = Stream.of(ExitCode.values())
                .collect(Collectors.toMap(
                        code -> Integer.toString(code.code()), ExitCode::meaning, (a, b) -> a, LinkedHashMap::new));
        withExitCodes(line, codes);
        return line;
    }

    private static void withExitCodes(CommandLine line, Map<String, String> codes) {
        CommandSpec spec = line.getCommandSpec();
        spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(codes);
        line.getSubcommands().values().forEach(subcommand -> withExitCodes(subcommand, codes));
    }

    private static int fail(Exception error, CommandLine command) {
        LoggerFactory.getLogger(Main.class).debug("the command failed", error);
        var console = new Console(command);
        if (error instanceof ReplicationException known) {
            console.error(String.valueOf(known.getMessage()));
            return ExitCode.of(known).code();
        }
        console.error("unexpected " + error.getClass().getName() + ": " + error.getMessage()
                + " (this is a defect of twinspan; TWINSPAN_OPTS=-D" + LOG_LEVEL + "=debug shows where)");
        return ExitCode.NOT_DONE.code();
    }
}
