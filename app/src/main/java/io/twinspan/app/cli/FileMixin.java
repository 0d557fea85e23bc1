package io.twinspan.app.cli;

import io.twinspan.app.runner.Deployment;
import io.twinspan.model.option.Problem;
import io.twinspan.model.option.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/** The FILE of every command that takes one. Confined to the main thread. */
final class FileMixin {
    @Parameters(index = "0", paramLabel = "FILE", description = "MirrorMaker 2 properties file.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    private String text = "";

    Path path() {
        return file;
    }

    /** What the file held when it was read. */
    String text() {
        return text;
    }

    /** Reads the file and prints all its problems; empty if it cannot be used. */
    Optional<Deployment> load(Console console) {
        return read(console, file)
                .map(read -> {
                    text = read;
                    return Deployment.of(file.toString(), read);
                })
                .filter(deployment -> !report(console, deployment.problems()));
    }

    /** The same for a file that is given otherwise. */
    static Optional<Deployment> load(Console console, Path file) {
        return read(console, file)
                .map(read -> Deployment.of(file.toString(), read))
                .filter(deployment -> !report(console, deployment.problems()));
    }

    private static Optional<String> read(Console console, Path file) {
        try {
            return Optional.of(Files.readString(file, Deployment.CHARSET));
        } catch (NoSuchFileException e) {
            console.error("there is no file " + file);
            return Optional.empty();
        } catch (IOException e) {
            console.error("cannot read " + file + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static boolean report(Console console, Problems problems) {
        for (Problem problem : problems.all()) {
            String line = problem.describe(problems.file());
            if (problem.isError()) {
                console.error(line);
            } else {
                console.warning(line);
            }
        }
        return problems.hasErrors();
    }
}
