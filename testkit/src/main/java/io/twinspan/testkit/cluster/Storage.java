package io.twinspan.testkit.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * The directories of a cluster's nodes: formats them as {@code kafka-storage.sh format} does, and removes them.
 *
 * <p>Stateless.
 */
final class Storage {

    private Storage() {}

    static void format(ClusterLayout layout, int nodeId, MetadataVersion version) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Path directory = layout.nodeDirectory(nodeId);
        try {
            Files.createDirectories(directory);
            new Formatter()
                    .setClusterId(layout.clusterId())
                    .setNodeId(nodeId)
                    .addDirectory(directory.toString())
                    .setMetadataLogDirectory(directory.toString())
                    .setReleaseVersion(version)
                    .setControllerListenerName(ClusterLayout.CONTROLLER_LISTENER)
                    .setScramArguments(layout.scramCredentials())
                    .setPrintStream(new PrintStream(printed, true, StandardCharsets.UTF_8))
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException(
                    "cannot format the storage of node " + nodeId + " of cluster " + layout.name() + " in " + directory
                            + ": " + printed.toString(StandardCharsets.UTF_8),
                    e);
        }
    }

    /**
     * Takes back the broker's word that it shut down cleanly, so that the next start recovers its logs as after a crash.
     */
    static void forgetCleanShutdown(Path nodeDirectory) {
        try {
            Files.deleteIfExists(nodeDirectory.resolve(".kafka_cleanshutdown"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the clean-shutdown mark in " + nodeDirectory, e);
        }
    }

    static void delete(Path directory) {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    // A broker's background tasks may remove files while we look.
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                        throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException expected) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }
}
