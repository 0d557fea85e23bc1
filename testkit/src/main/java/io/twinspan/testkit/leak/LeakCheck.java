package io.twinspan.testkit.leak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Compares what there is after a test with what there was when the check began, and fails if something was left.
 *
 * <p>Confined to one thread.
 */
public final class LeakCheck {

    /** Names the file that holds every error logged; set by the build for all tests. */
    public static final String ERRORS_PROPERTY = "twinspan.test.errors";

    private static final List<String> CLIENT_BEANS = List.of(
            "kafka.producer:type=app-info,*",
            "kafka.consumer:type=app-info,*",
            "kafka.admin.client:type=app-info,*",
            "kafka.connect:type=app-info,*");
    private static final List<String> CLIENT_THREADS = List.of(
            "twinspan-", "kafka-producer-network-thread", "kafka-admin-client-thread", "kafka-coordinator-heartbeat");

    private Duration grace = Duration.ofSeconds(5);
    private final Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
    private final Set<String> clientsBefore = clients();
    private final @Nullable Path errors;
    private final long errorsBefore;
    private final List<String> prefixes = new ArrayList<>(CLIENT_THREADS);
    private final List<Pattern> expected = new ArrayList<>();

    private LeakCheck(@Nullable Path errors) {
        this.errors = errors;
        errorsBefore = errors == null ? 0 : errorLog(errors).length;
    }

    /** Begins a check; errors are looked for in the file that the build has set up, if it has. */
    public static LeakCheck begin() {
        String file = System.getProperty(ERRORS_PROPERTY);
        return begin(file == null ? null : Path.of(file));
    }

    static LeakCheck begin(@Nullable Path errors) {
        return new LeakCheck(errors);
    }

    /** Also watches threads whose names begin so. */
    public LeakCheck threads(String... more) {
        prefixes.addAll(Arrays.asList(more));
        return this;
    }

    /** Expects errors in whose line (logger, message, exception) this is found. */
    public LeakCheck expectErrors(String regex) {
        expected.add(Pattern.compile(regex));
        return this;
    }

    /** How long threads and clients may take to end; five seconds unless said. */
    public LeakCheck grace(Duration wanted) {
        grace = wanted;
        return this;
    }

    /** Fails, naming each, if threads, clients or unexpected errors were left; threads and clients get their grace to end. */
    public void verify() {
        long deadline = System.nanoTime() + grace.toNanos();
        List<String> left = left();
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            pause();
            left = left();
        }
        left.addAll(unexpectedErrors());
        if (!left.isEmpty()) {
            throw new AssertionError("left behind:\n  " + String.join("\n  ", left));
        }
    }

    private List<String> left() {
        List<String> left = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!threadsBefore.contains(thread)
                    && prefixes.stream().anyMatch(prefix -> thread.getName().startsWith(prefix))) {
                left.add("thread " + thread.getName());
            }
        }
        Set<String> clients = clients();
        clients.removeAll(clientsBefore);
        clients.forEach(client -> left.add("open client " + client));
        return left;
    }

    private static Set<String> clients() {
        Set<String> names = new HashSet<>();
        for (String pattern : CLIENT_BEANS) {
            try {
                ManagementFactory.getPlatformMBeanServer()
                        .queryNames(new ObjectName(pattern), null)
                        .forEach(name -> names.add(name.getCanonicalName()));
            } catch (MalformedObjectNameException e) {
                throw new IllegalStateException("not a bean name: " + pattern, e);
            }
        }
        return names;
    }

    private Set<String> unexpectedErrors() {
        if (errors == null) {
            return Set.of();
        }
        byte[] log = errorLog(errors);
        int from = (int) Math.min(errorsBefore, log.length);
        return new String(log, from, log.length - from, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .filter(line -> expected.stream()
                        .noneMatch(pattern -> pattern.matcher(line).find()))
                .map(line -> "logged error " + line)
                .collect(Collectors.toSet());
    }

    private static byte[] errorLog(Path file) {
        try {
            return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the errors logged to " + file, e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for threads to end", e);
        }
    }
}
