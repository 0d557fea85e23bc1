package io.twinspan.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaProcessIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    /** Sleeps until it is stopped, and then ends with code 7 by its own shutdown. Stateless. */
    static final class Sleeper {
        private Sleeper() {}

        public static void main(String[] arguments) throws InterruptedException {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("goodbye")));
            System.out.println("hello " + arguments[0]);
            Thread.currentThread().join();
        }
    }

    /** Starts a sleeper as a child of its own, optionally frozen, and says its process id. Stateless. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws InterruptedException {
            JavaProcess child = JavaProcess.of(Sleeper.class.getName())
                    .arguments("grandchild")
                    .log(Path.of(arguments[0]))
                    .start();
            if (arguments[1].equals("frozen")) {
                child.pause();
            }
            System.out.println("child " + child.pid());
            Thread.currentThread().join();
        }
    }

    @Test
    void stopsAndSaysWhatItSaid() {
        JavaProcess child = sleeper();
        awaitLine(child.log(), "hello you");

        int code = child.stop(SOON);

        // 143 is 128 + SIGTERM.
        assertThat(code).isEqualTo(143);
        assertThat(child.logTail()).contains("hello you", "goodbye");
    }

    @Test
    void diesByKill9WithoutAWord() {
        JavaProcess child = sleeper();
        awaitLine(child.log(), "hello you");
        assertThat(child.cpuSeconds()).isPositive();
        assertThat(child.peakRssBytes()).isGreaterThan(10L << 20);

        child.kill9();

        assertThat(child.isAlive()).isFalse();
        assertThat(child.awaitExit(SOON)).isEqualTo(137);
        assertThat(child.logTail()).doesNotContain("goodbye");
        assertThatThrownBy(child::cpuSeconds).hasMessageContaining("is gone");
    }

    @Test
    void freezesAndThaws() {
        try (JavaProcess child = sleeper()) {
            awaitLine(child.log(), "hello you");
            child.pause();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(state(child.pid())).isEqualTo('T'));
            child.resume();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(state(child.pid())).isEqualTo('S'));
        }
    }

    @Test
    void endsWithItsParentEvenIfThatIsKilled() {
        assertThatChildEnds("running");
    }

    @Test
    void endsWithItsParentEvenIfItIsFrozen() {
        assertThatChildEnds("frozen");
    }

    private void assertThatChildEnds(String mode) {
        JavaProcess parent = JavaProcess.of(Parent.class.getName())
                .arguments(directory.resolve("grandchild.log").toString(), mode)
                .log(directory.resolve("parent.log"))
                .start();
        String line = awaitLine(parent.log(), "child ");
        long child = Long.parseLong(line.substring("child ".length()));
        assertThat(ProcessHandle.of(child)).isPresent();

        parent.kill9();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive))
                        .isEmpty());
    }

    private JavaProcess sleeper() {
        return JavaProcess.of(Sleeper.class.getName())
                .arguments("you")
                .jvmOptions(List.of("-Xmx32m", "-XX:+UseSerialGC"))
                .log(directory.resolve("sleeper.log"))
                .start();
    }

    private static char state(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String awaitLine(Path log, String start) {
        return await().atMost(SOON)
                .until(
                        () -> Files.readAllLines(log).stream()
                                .filter(line -> line.startsWith(start))
                                .findFirst()
                                .orElse(""),
                        line -> !line.isEmpty());
    }
}
