package io.twinspan.bench.tool;

import io.twinspan.testkit.process.JavaProcess;
import io.twinspan.testkit.process.ShippedCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Twinspan's data plane alone, without Connect around it, in a JVM with the options that {@code twinspan run} is shipped with. For
 * finding out what the data plane costs; the comparison with MirrorMaker 2 is {@link Twinspan}'s. Immutable.
 */
public final class BareLink implements Tool {
    private final List<String> jvmOptions;

    private BareLink(List<String> jvmOptions) {
        this.jvmOptions = jvmOptions;
    }

    /** With the options of the script in this directory of the project. */
    public static BareLink of(Path root) {
        return new BareLink(ShippedCommand.of(root.resolve("app/src/dist/bin/twinspan"), "run")
                .jvmOptions());
    }

    @Override
    public String name() {
        return "link";
    }

    @Override
    public List<String> jvmOptions() {
        return jvmOptions;
    }

    @Override
    public JavaProcess start(Job job, Surroundings surroundings) {
        JavaProcess.Builder process = JavaProcess.of(BareLinkMain.class.getName())
                .name(name())
                .jvmOptions(jvmOptions)
                .jvmOptions(Tool.observed(job))
                .jvmOptions(List.of("-Dlog4j2.configurationFile=twinspan-bench-log4j2.properties"))
                .arguments(
                        write(job.sourceClient(), job.directory().resolve("source.properties")),
                        write(job.targetClient(), job.directory().resolve("target.properties")),
                        job.topic(),
                        job.targetTopic(),
                        Integer.toString(job.partitions()),
                        Boolean.toString(job.readCommitted()))
                .launcher(surroundings.launcher())
                .log(job.log());
        surroundings.environment().forEach(process::environment);
        return process.start();
    }

    private static String write(Map<String, String> client, Path file) {
        Properties properties = new Properties();
        properties.putAll(client);
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        return file.toString();
    }
}
