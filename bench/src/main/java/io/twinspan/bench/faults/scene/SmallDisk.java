package io.twinspan.bench.faults.scene;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A disk of a few hundred megabytes in memory, which can be filled and freed. Confined to one thread. */
public final class SmallDisk implements AutoCloseable {
    private static final int MEGABYTES = 400;

    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Why this machine cannot have one, or empty. */
    public static Optional<String> missing() {
        return Shell.isRoot() && Shell.has("mount")
                ? Optional.empty()
                : Optional.of("only root may mount the small disk that runs full");
    }

    static SmallDisk mount() {
        try {
            Path directory = Files.createTempDirectory("twinspan-small-disk-");
            Shell.run(
                    Map.of(),
                    List.of("mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m", "tmpfs", directory.toString()));
            return new SmallDisk(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory for a small disk", e);
        }
    }

    /** Where a broker keeps its logs on it. */
    Path logs() {
        return directory.resolve("logs");
    }

    /** Leaves not a byte free. */
    public void fill() {
        byte[] block = new byte[1 << 16];
        try (OutputStream filler = Files.newOutputStream(directory.resolve("filler"))) {
            for (long written = 0; written < (long) MEGABYTES << 20; written += block.length) {
                filler.write(block);
            }
        } catch (IOException expected) {
            // It is full.
            return;
        }
    }

    /** Frees what {@link #fill} took. */
    public void free() {
        try {
            Files.deleteIfExists(directory.resolve("filler"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot free the small disk " + directory, e);
        }
    }

    @Override
    public void close() {
        // Even while a broker that is being killed still has files open.
        Shell.run(Map.of(), List.of("umount", "-l", directory.toString()));
        try {
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }
}
