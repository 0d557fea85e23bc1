package io.twinspan.bench.tool;

import io.twinspan.testkit.process.Distribution;
import io.twinspan.testkit.process.JavaProcess;
import io.twinspan.testkit.process.ShippedCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code twinspan run} as the distribution starts it. Immutable. */
public final class Twinspan implements Tool {
    private final ShippedCommand command;

    private Twinspan(ShippedCommand command) {
        this.command = command;
    }

    /** The one built in this directory of the project. */
    public static Twinspan of(Path root) {
        return new Twinspan(ShippedCommand.of(Distribution.script(root), "run"));
    }

    @Override
    public String name() {
        return "twinspan";
    }

    @Override
    public List<String> jvmOptions() {
        return command.jvmOptions();
    }

    @Override
    public JavaProcess start(Job job, Surroundings surroundings) {
        Path file = Mm2File.write(job, surroundings.settings());
        JavaProcess.Builder process = JavaProcess.of(command.mainClass())
                .name(name())
                .classPath(command.classPath())
                .jvmOptions(command.jvmOptions())
                .jvmOptions(Tool.observed(job))
                .arguments("run", file.toString())
                .launcher(surroundings.launcher())
                .log(job.log());
        surroundings.environment().forEach(process::environment);
        return process.start();
    }

    /** What another command of the distribution, such as {@code status FILE}, says; it ends within a minute. */
    public String ask(Path directory, String... arguments) {
        Path out = directory.resolve(arguments[0] + ".out");
        try {
            Files.deleteIfExists(out);
            try (JavaProcess process = JavaProcess.of(command.mainClass())
                    .name(name() + " " + arguments[0])
                    .classPath(command.classPath())
                    .arguments(arguments)
                    .log(out)
                    .start()) {
                process.awaitExit(Duration.ofMinutes(1));
            }
            return Files.readString(out);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot ask " + arguments[0], e);
        }
    }
}
