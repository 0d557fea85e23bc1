package io.twinspan.bench.tool;

import io.twinspan.testkit.process.JavaProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code twinspan run} as the distribution starts it. Immutable. */
public final class Twinspan implements Tool {
    private final ShippedCommand command;

    private Twinspan(ShippedCommand command) {
        this.command = command;
    }

    /** The one built in this directory of the project. */
    public static Twinspan of(Path root) {
        return new Twinspan(ShippedCommand.of(Distribution.script(root)));
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
    public JavaProcess start(Job job) {
        Path file = Mm2File.write(job, Map.of());
        return JavaProcess.of(command.mainClass())
                .name(name())
                .classPath(command.classPath())
                .jvmOptions(command.jvmOptions())
                .jvmOptions(Tool.observed(job))
                .arguments("run", file.toString())
                .log(job.log())
                .start();
    }
}
