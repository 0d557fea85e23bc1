package io.twinspan.app.demo;

import io.twinspan.app.runner.Dedicated;
import io.twinspan.app.runner.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The link of the demo: a properties file, and the runner that every {@code twinspan run} has. Confined to one thread.
 *
 * @param file where the properties are, so that other commands can be tried on them
 */
record DemoLink(Path file, Dedicated dedicated) implements AutoCloseable {

    static DemoLink start(DemoClusters clusters) {
        String properties = properties(clusters);
        Deployment deployment = Deployment.of("demo.properties", properties);
        deployment.problems().throwIfErrors();
        Path file = write(properties);
        var dedicated = new Dedicated(deployment.workerPlans());
        try {
            dedicated.start();
        } catch (RuntimeException e) {
            delete(file);
            throw e;
        }
        return new DemoLink(file, dedicated);
    }

    private static String properties(DemoClusters clusters) {
        String topics = Arrays.stream(DemoTopic.values()).map(DemoTopic::topic).collect(Collectors.joining(", "));
        return """
                # The link of the demo; it lives as long as the demo runs.
                clusters = dc1, dc2
                dc1.bootstrap.servers = %s
                dc2.bootstrap.servers = %s
                dc1->dc2.enabled = true
                dc1->dc2.topics = %s, demo-.*
                emit.heartbeats.enabled = false
                # One broker each.
                replication.factor = 1
                offset-syncs.topic.replication.factor = 1
                checkpoints.topic.replication.factor = 1
                config.storage.replication.factor = 1
                offset.storage.replication.factor = 1
                status.storage.replication.factor = 1
                # Small and quick, for a demo.
                offset.storage.partitions = 1
                status.storage.partitions = 1
                refresh.topics.interval.seconds = 2
                link.tip.interval.ms = 500
                """.formatted(clusters.dc1().bootstrapServers(), clusters.dc2().bootstrapServers(), topics);
    }

    private static Path write(String properties) {
        try {
            Path file = Files.createTempFile("twinspan-demo-", ".properties");
            return Files.writeString(file, properties, Deployment.CHARSET);
        } catch (IOException e) {
            throw new UncheckedIOException("the demo's properties cannot be written", e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }

    @Override
    public void close() {
        dedicated.close();
        delete(file);
    }
}
