package io.twinspan.testkit.cluster;

import io.twinspan.testkit.process.JavaProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A distributed Connect worker as Kafka ships it, in a JVM of its own whose class path has nothing of ours: plug-ins come from its
 * {@code plugin.path} only. Thread-safe.
 */
public final class ConnectProcess extends ConnectWorker {
    private static final Duration START = Duration.ofMinutes(2);
    private static final int OK = 200;

    private final JavaProcess process;
    private final String address;

    private ConnectProcess(JavaProcess process, int port) {
        super(URI.create("http://127.0.0.1:" + port + "/"));
        this.process = process;
        this.address = "127.0.0.1:" + port;
    }

    /** The jars of Kafka of this JVM and what they need, without ours. */
    public static String stockClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("twinspan-"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * Launches a worker; {@link #awaitReady} waits for it.
     *
     * @param group the name of the Connect cluster, also the start of its topics' names
     * @param directory where its files are written
     * @param settings the worker's settings that differ
     */
    public static ConnectProcess launch(
            KafkaCluster cluster, String group, Path directory, String classPath, Map<String, String> settings) {
        int port = Ports.free();
        var all = new Properties();
        all.putAll(settings(cluster, group, settings));
        all.put("listeners", "http://127.0.0.1:" + port);
        Path file = directory.resolve("worker-" + port + ".properties");
        Path logging = directory.resolve("log4j2-connect.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            all.store(writer, null);
            Files.writeString(logging, BrokerProcess.LOG4J_2);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        JavaProcess process = JavaProcess.of("org.apache.kafka.connect.cli.ConnectDistributed")
                .name("connect-" + port)
                .classPath(classPath)
                .jvmOptions(List.of("-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"))
                .jvmOptions(List.of("-Dlog4j2.configurationFile=" + logging))
                .arguments(file.toString())
                .log(directory.resolve("worker-" + port + ".log"))
                .start();
        return new ConnectProcess(process, port);
    }

    /** Returns when the worker answers requests. */
    public ConnectProcess awaitReady() {
        long deadline = System.nanoTime() + START.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException(process + " did not start:\n" + process.logTail());
            }
        }
        return this;
    }

    private boolean answers() {
        try {
            if (request("GET", "/connectors", "").status() == OK) {
                return true;
            }
        } catch (UncheckedIOException notYet) {
            // Nobody listens yet.
        }
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + process, e);
        }
        return false;
    }

    /** What the group calls this worker. */
    public String workerId() {
        return address;
    }

    /** {@code kill -9}. */
    public void kill9() {
        process.kill9();
    }

    /** The last lines that it wrote. */
    public String logTail() {
        return process.logTail();
    }

    @Override
    public void close() {
        process.close();
    }

    @Override
    public String toString() {
        return process.toString();
    }
}
