package io.twinspan.testkit.cluster;

import io.twinspan.testkit.process.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of one node of a {@link ProcessCluster}, from launch to end.
 *
 * <p>Immutable; the process behind it is not.
 */
final class BrokerProcess {

    private static final Logger LOGGER = LoggerFactory.getLogger(BrokerProcess.class);
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(60);

    private final ClusterLayout layout;
    private final int nodeId;
    private final JavaProcess process;

    private BrokerProcess(ClusterLayout layout, int nodeId, JavaProcess process) {
        this.layout = layout;
        this.nodeId = nodeId;
        this.process = process;
    }

    JavaProcess process() {
        return process;
    }

    static BrokerProcess launch(
            ClusterLayout layout, int nodeId, Kafka kafka, List<String> jvmOptions, List<String> launcher) {
        Path directory = layout.directory();
        Path properties = directory.resolve("node-" + nodeId + ".properties");
        List<String> options = new ArrayList<>(jvmOptions);
        // Kafka 4 logs by log4j 2, Kafka 3 by log4j 1; each ignores the other's setting.
        options.add("-Dlog4j2.configurationFile=" + write(directory.resolve("log4j2.properties"), LOG4J_2));
        options.add("-Dlog4j.configuration=file:" + write(directory.resolve("log4j.properties"), LOG4J_1));
        try (Writer writer = Files.newBufferedWriter(properties)) {
            Properties all = new Properties();
            all.putAll(layout.serverProperties(nodeId));
            all.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + properties, e);
        }
        JavaProcess process = JavaProcess.of("kafka.Kafka")
                .name(layout.name() + "-node-" + nodeId)
                .classPath(kafka.classPath())
                .jvmOptions(options)
                .launcher(launcher)
                .arguments(properties.toString())
                .log(directory.resolve("node-" + nodeId + ".out"))
                .start();
        return new BrokerProcess(layout, nodeId, process);
    }

    /** Returns when this broker itself answers and counts itself among the cluster's live brokers. */
    void awaitReady() {
        long deadline = System.nanoTime() + START.toNanos();
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.servers",
                layout.internalAddress(nodeId),
                "client.id",
                "testkit-readiness",
                "reconnect.backoff.ms",
                "50",
                "reconnect.backoff.max.ms",
                "50"))) {
            while (!knowsItself(admin)) {
                if (!process.isAlive()) {
                    throw new IllegalStateException(process + " ended while starting:\n" + process.logTail());
                }
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            process + " was not ready within " + START.toSeconds() + " s:\n" + process.logTail());
                }
            }
        }
    }

    private boolean knowsItself(Admin admin) {
        try {
            boolean known = admin.describeCluster().nodes().get(1, TimeUnit.SECONDS).stream()
                    .anyMatch(node -> node.id() == nodeId);
            if (!known) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            return known;
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.debug("{} is not ready yet", process, e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + process, e);
        }
    }

    void stop() {
        process.stop(STOP);
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static final String LOG4J_1 = """
            log4j.rootLogger=WARN, stdout
            log4j.appender.stdout=org.apache.log4j.ConsoleAppender
            log4j.appender.stdout.layout=org.apache.log4j.PatternLayout
            log4j.appender.stdout.layout.ConversionPattern=[%d] %p %m (%c)%n
            """;

    static final String LOG4J_2 = """
            status = error
            appender.stdout.type = Console
            appender.stdout.name = stdout
            appender.stdout.layout.type = PatternLayout
            appender.stdout.layout.pattern = [%d] %p %m (%c)%n
            rootLogger.level = warn
            rootLogger.appenderRef.stdout.ref = stdout
            """;
}
