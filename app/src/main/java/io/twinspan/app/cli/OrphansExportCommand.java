package io.twinspan.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.twinspan.control.orphan.OrphanLine;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Writes orphans to a file or a topic. Confined to the main thread. */
@Command(
        name = "export",
        header = "Writes orphans as lines of JSON, or into a topic.",
        description = {
            "",
            "Each line has topic, partition, offset, timestamp, key, value and headers; bytes that are no UTF-8",
            "are in keyBase64 and valueBase64. Into a topic of the target, each is appended exactly once, as it",
            "is, with a header twinspan.orphan that says where it was, as orders-3@1234; broken off, it goes on",
            "where it stopped.",
            "",
            "@|bold Examples:|@",
            "  twinspan orphans mm2.properties 'dc1->dc2' export --output orphans.jsonl",
            "  twinspan orphans mm2.properties 'dc1->dc2' export --to-topic orphans-of-dc1",
            "",
        },
        customSynopsis = "twinspan orphans FILE LINK export [--output=PATH | --to-topic=TOPIC]",
        optionListHeading = "%nOptions:%n",
        mixinStandardHelpOptions = true)
final class OrphansExportCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private OrphansCommand orphans;

    @ArgGroup
    private Where where = new Where();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** At most one of these. Confined to the main thread. */
    private static final class Where {
        @Option(names = "--output", paramLabel = "PATH", description = "Write lines to this file, which must be new.")
        private @Nullable Path output;

        @Option(names = "--to-topic", paramLabel = "TOPIC", description = "Append them to this topic of the target.")
        private @Nullable String topic;
    }

    @Override
    public Integer call() {
        var console = new Console(spec.commandLine());
        String topic = where.topic;
        Path output = where.output;
        return orphans.with(console, found -> {
            if (topic != null) {
                return new OrphansAppend(console, found, orphans.name()).run(topic);
            }
            ExitCode code = output == null ? print(console, found) : write(console, found, output);
            found.remarks().forEach(console::warning);
            return code;
        });
    }

    private ExitCode print(Console console, OrphansCommand.Found found) {
        PrintWriter out = spec.commandLine().getOut();
        found.read(console, (range, orphan) -> out.append(OrphanLine.of(orphan)).append('\n'));
        out.flush();
        return ExitCode.DONE;
    }

    private static ExitCode write(Console console, OrphansCommand.Found found, Path output) {
        long[] count = {0};
        try (BufferedWriter out = Files.newBufferedWriter(output, UTF_8, StandardOpenOption.CREATE_NEW)) {
            found.read(console, (range, orphan) -> {
                try {
                    out.append(OrphanLine.of(orphan)).append('\n');
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                count[0]++;
            });
        } catch (FileAlreadyExistsException e) {
            console.error(output + " exists already; name a new file");
            return ExitCode.BAD_INPUT;
        } catch (IOException | UncheckedIOException e) {
            console.error("cannot write " + output + ": " + e.getMessage() + "; what it has is not all");
            return ExitCode.NOT_DONE;
        }
        console.plain(Amounts.records(count[0]) + " are in " + output);
        return ExitCode.DONE;
    }
}
