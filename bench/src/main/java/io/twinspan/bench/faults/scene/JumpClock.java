package io.twinspan.bench.faults.scene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The wall clock of some processes, which can jump while the machine's goes on: by {@code dev/clock/jumpclock.c}, which they load
 * first. (Under libfaketime, copying had not settled after 150 s on a busy machine.) Confined to one thread.
 */
public final class JumpClock {
    private final Path file;
    private final Path library;

    private JumpClock(Path file, Path library) {
        this.file = file;
        this.library = library;
    }

    /** Why this machine cannot have one, or empty. */
    public static Optional<String> missing() {
        return Shell.has("gcc")
                ? Optional.empty()
                : Optional.of("it takes gcc (Debian: gcc, libc6-dev) for the clock that jumps");
    }

    /** Builds one, whose files lie in a directory. */
    static JumpClock build(Path root, Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + directory, e);
        }
        Path library = directory.resolve("jumpclock.so").toAbsolutePath();
        Shell.run(
                Map.of(),
                List.of(
                        "gcc",
                        "-O2",
                        "-shared",
                        "-fPIC",
                        "-o",
                        library.toString(),
                        root.resolve("dev/clock/jumpclock.c").toString(),
                        "-ldl"));
        JumpClock clock = new JumpClock(directory.resolve("jumpclock.offset").toAbsolutePath(), library);
        clock.jump(0);
        return clock;
    }

    /** What processes need that are to have this clock. */
    public Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "JUMPCLOCK_FILE", file.toString());
    }

    /** Sets it so many seconds off the machine's. */
    public void jump(long seconds) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(0, seconds);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // In place: the processes have mapped it.
            channel.write(bytes, 0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set the processes' clock", e);
        }
    }
}
