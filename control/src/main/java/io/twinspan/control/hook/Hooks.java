package io.twinspan.control.hook;

import io.twinspan.control.json.JsonText;
import io.twinspan.control.operation.Step;
import io.twinspan.control.operation.StepContext;
import io.twinspan.control.operation.StepHooks;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.error.Printable;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.name.LinkName;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs the hooks of an operation. Confined to its thread; each is bounded by what is left of the step's time. */
public final class Hooks implements StepHooks {
    private static final int MOST_CHARACTERS = 2_000;
    private static final int CALLS = 3;
    private static final long BETWEEN_CALLS_MS = 1_000;
    private static final int MOST_CALL_MS = 10_000;
    private static final Pattern LINE_ENDS = Pattern.compile("\\s*\\R\\s*");

    private final LinkName link;
    private final String kind;
    private final List<Hook> hooks;

    /** @param kind what the operation is, for those who are told */
    public Hooks(LinkName link, String kind, List<Hook> hooks) {
        this.link = link;
        this.kind = kind;
        this.hooks = List.copyOf(hooks);
    }

    /** What a program gets at its standard input, and an address as the body of a POST. Immutable. */
    record Notice(
            String operation,
            String kind,
            String link,
            String source,
            String target,
            String step,
            String when,
            String time) {}

    @Override
    public boolean has(When when, Step step) {
        return hooks.stream()
                .anyMatch(hook -> hook.when() == when && hook.step().equals(step.name()));
    }

    @Override
    public void call(When when, Step step, StepContext context) {
        for (Hook hook : hooks) {
            if (hook.when() == when && hook.step().equals(step.name())) {
                context.progress("hook " + hook);
                var notice = new Notice(
                        context.operation(),
                        kind,
                        link.toString(),
                        link.source().value(),
                        link.target().value(),
                        step.name(),
                        when.name().toLowerCase(Locale.ROOT),
                        Instant.ofEpochMilli(context.nowMs()).toString());
                if (hook.isAddress()) {
                    post(hook, notice, context);
                } else {
                    run(hook, notice, context);
                }
            }
        }
    }

    private static void run(Hook hook, Notice notice, StepContext context) {
        Path output = null;
        try {
            output = Files.createTempFile("twinspan-hook", ".out");
            var builder = new ProcessBuilder("/bin/sh", "-c", hook.target())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment(notice));
            Process process = builder.start();
            try {
                tell(process, notice);
                if (!process.waitFor(Math.max(1, context.leftMs()), TimeUnit.MILLISECONDS)) {
                    throw new TransientFailure("hook " + hook + " did not end within the step's time");
                }
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            if (process.exitValue() != 0) {
                throw new Inconsistent("hook " + hook + " ended with " + process.exitValue() + ": " + said(output));
            }
        } catch (IOException e) {
            throw new Inconsistent("hook " + hook + " cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("hook " + hook + " was interrupted", e);
        } finally {
            delete(output);
        }
    }

    /** The first of what a program said, which may be very much, and no text. */
    private static String said(Path output) throws IOException {
        try (var input = Files.newInputStream(output)) {
            byte[] first = input.readNBytes(4 * MOST_CHARACTERS);
            String text = new String(first, StandardCharsets.UTF_8).strip();
            return Printable.of(LINE_ENDS.matcher(text).replaceAll("; "), MOST_CHARACTERS);
        }
    }

    /** A program that does not read its input is none the worse. */
    private static void tell(Process process, Notice notice) {
        try (var input = process.getOutputStream()) {
            input.write(JsonText.line(notice).getBytes(StandardCharsets.UTF_8));
        } catch (IOException ignored) {
            // It has ended already, or closed its input.
        }
    }

    private static void delete(@Nullable Path output) {
        try {
            if (output != null) {
                Files.deleteIfExists(output);
            }
        } catch (IOException ignored) {
            // The temporary directory is not ours to keep clean at any price.
        }
    }

    private static Map<String, String> environment(Notice notice) {
        return Map.of(
                "TWINSPAN_OPERATION", notice.operation(),
                "TWINSPAN_KIND", notice.kind(),
                "TWINSPAN_LINK", notice.link(),
                "TWINSPAN_SOURCE", notice.source(),
                "TWINSPAN_TARGET", notice.target(),
                "TWINSPAN_STEP", notice.step(),
                "TWINSPAN_WHEN", notice.when());
    }

    private static void post(Hook hook, Notice notice, StepContext context) {
        String why = "";
        for (int calls = 0; calls < CALLS; calls++) {
            if (calls > 0) {
                context.pause(BETWEEN_CALLS_MS, "hook " + hook + ": " + why);
            }
            try {
                int status = post(hook.target(), notice, (int) Math.max(1, Math.min(MOST_CALL_MS, context.leftMs())));
                if (status / 100 == 2) {
                    return;
                }
                why = "it answered " + status;
                if (status / 100 == 4) {
                    break;
                }
            } catch (MalformedURLException | IllegalArgumentException e) {
                // Their messages have parts of the address.
                throw new Inconsistent("hook " + hook + " failed: its address cannot be read");
            } catch (IOException e) {
                why = String.valueOf(e.getMessage());
            }
        }
        throw new Inconsistent("hook " + hook + " failed: " + Printable.of(why, MOST_CHARACTERS));
    }

    private static int post(String address, Notice notice, int timeoutMs) throws IOException {
        var connection = (HttpURLConnection) URI.create(address).toURL().openConnection();
        try {
            connection.setConnectTimeout(timeoutMs);
            connection.setReadTimeout(timeoutMs);
            connection.setInstanceFollowRedirects(false);
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            try (var body = connection.getOutputStream()) {
                body.write(JsonText.line(notice).getBytes(StandardCharsets.UTF_8));
            }
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
