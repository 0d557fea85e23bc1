package io.twinspan.it.differential;

import static org.awaitility.Awaitility.await;

import io.twinspan.it.app.Cli;
import io.twinspan.it.app.TwinspanProcess;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.process.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/**
 * One source, dc1, and two targets: dc2, to which MirrorMaker 2 replicates it, and dc3, to which Twinspan does with the same file. The
 * alias differs, since both write to the source, too. Confined to the test's thread.
 */
final class Stage implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(150);

    final EmbeddedCluster source = cluster("dc1");
    final EmbeddedCluster theirs = cluster("dc2");
    final EmbeddedCluster ours = cluster("dc3");

    private final Path directory;
    private final Map<String, String> settings;
    private @Nullable JavaProcess mirrorMaker;
    private @Nullable JavaProcess twinspan;

    /** @param settings what the file says besides where the clusters are, written for a target called dc2 */
    Stage(Path directory, Map<String, String> settings) {
        this.directory = directory;
        this.settings = Map.copyOf(settings);
    }

    /** Brokers that keep ACLs and let everybody do everything. */
    private static EmbeddedCluster cluster(String name) {
        return EmbeddedCluster.builder(name)
                .setting("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .setting("super.users", "User:ANONYMOUS")
                .start();
    }

    void startBoth() throws Exception {
        mirrorMaker = JavaProcess.of("org.apache.kafka.connect.mirror.MirrorMaker")
                .name("mirrormaker")
                .jvmOptions(List.of(
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlog4j2.configurationFile=twinspan-log4j2.properties",
                        "-Dtwinspan.log.kafka.level=info"))
                .arguments(file("dc2", theirs).toString())
                .log(directory.resolve("mirrormaker.log"))
                .start();
        twinspan = TwinspanProcess.run("twinspan", file("dc3", ours), directory.resolve("twinspan.log"));
    }

    private Path file(String target, EmbeddedCluster cluster) throws Exception {
        var properties = new HashMap<String, String>();
        settings.forEach((key, value) -> properties.put(key.replace("dc2", target), value));
        properties.put("clusters", "dc1, " + target);
        properties.put("dc1.bootstrap.servers", source.bootstrapServers());
        properties.put(target + ".bootstrap.servers", cluster.bootstrapServers());
        return Cli.file(Files.createDirectories(directory.resolve(target)), properties);
    }

    /** Waits until it holds, while both run. */
    void soon(ThrowingRunnable assertion) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(1000)).untilAsserted(() -> {
            requireRunning(mirrorMaker);
            requireRunning(twinspan);
            assertion.run();
        });
    }

    private static void requireRunning(@Nullable JavaProcess process) {
        if (process == null || !process.isAlive()) {
            throw new IllegalStateException(process + " has ended:\n" + (process == null ? "" : process.logTail()));
        }
    }

    @Override
    public void close() {
        for (JavaProcess process : new JavaProcess[] {mirrorMaker, twinspan}) {
            if (process != null) {
                process.close();
            }
        }
        ours.close();
        theirs.close();
        source.close();
    }
}
