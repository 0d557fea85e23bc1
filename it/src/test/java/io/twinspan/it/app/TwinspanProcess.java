package io.twinspan.it.app;

import io.twinspan.app.cli.Main;
import io.twinspan.testkit.process.JavaProcess;
import java.nio.file.Path;
import java.util.List;

/** The twinspan command as a process of its own, with the memory that bin/twinspan gives it. Stateless. */
public final class TwinspanProcess {
    private TwinspanProcess() {}

    static JavaProcess start(String name, List<String> jvmOptions, String... arguments) {
        return JavaProcess.of(Main.class.getName())
                .name(name)
                .jvmOptions(List.of("-XX:+UseSerialGC", "-Dlog4j2.configurationFile=twinspan-log4j2.properties"))
                .jvmOptions(jvmOptions)
                .arguments(arguments)
                .start();
    }

    static JavaProcess run(String name, String file) {
        return start(name, List.of("-Xms64m", "-Xmx192m", "-XX:MaxDirectMemorySize=192m"), "run", file);
    }

    /** {@code twinspan run FILE}, which appends what it says to this log. */
    public static JavaProcess run(String name, Path file, Path log) {
        return run(name, file, log, List.of());
    }

    /** The same, started by another command, such as {@code nice}. */
    public static JavaProcess run(String name, Path file, Path log, List<String> launcher) {
        return JavaProcess.of(Main.class.getName())
                .name(name)
                .launcher(launcher)
                .jvmOptions(List.of("-XX:+UseSerialGC", "-Dlog4j2.configurationFile=twinspan-log4j2.properties"))
                .jvmOptions(List.of("-Xss512k", "-Xms64m", "-Xmx192m", "-XX:MaxDirectMemorySize=192m"))
                .jvmOptions(List.of("-XX:MaxMetaspaceSize=128m", "-XX:ReservedCodeCacheSize=64m"))
                .arguments("run", file.toString())
                .log(log)
                .start();
    }
}
