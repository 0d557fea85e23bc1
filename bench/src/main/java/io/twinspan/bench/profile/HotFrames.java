package io.twinspan.bench.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * The samples of a flight recording that show the busiest thread at work: which method was executing, and under which method of ours.
 * Immutable.
 *
 * <p>Samples in native code are of threads that run there or wait there; calls that wait are left out.
 */
public final class HotFrames {
    private static final int SHOWN = 12;
    private static final String IN_JAVA = "jdk.ExecutionSample";
    private static final Set<String> EVENTS = Set.of(IN_JAVA, "jdk.NativeMethodSample");
    private static final List<String> WAITING = List.of("EPoll.wait", "socketAccept", "Net.poll");

    private final Map<String, Integer> executing;
    private final Map<String, Integer> ours;
    private final String thread;
    private final int samples;

    private HotFrames(Map<String, Integer> executing, Map<String, Integer> ours, String thread, int samples) {
        this.executing = Map.copyOf(executing);
        this.ours = Map.copyOf(ours);
        this.thread = thread;
        this.samples = samples;
    }

    private record Sample(String thread, boolean inJava, String executing, String ours) {}

    /** Reads what was recorded between two moments, in milliseconds since 1970. */
    public static HotFrames of(Path recording, long fromMillis, long toMillis) {
        Instant from = Instant.ofEpochMilli(fromMillis);
        Instant to = Instant.ofEpochMilli(toMillis);
        List<Sample> all;
        try {
            all = RecordingFile.readAllEvents(recording).stream()
                    .filter(event -> EVENTS.contains(event.getEventType().getName()))
                    .filter(event -> !event.getStartTime().isBefore(from)
                            && !event.getStartTime().isAfter(to))
                    .map(HotFrames::sample)
                    .filter(sample -> WAITING.stream().noneMatch(sample.executing()::endsWith))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the recording " + recording, e);
        }
        Map<String, Integer> threads = new HashMap<>();
        all.stream().filter(Sample::inJava).forEach(sample -> threads.merge(sample.thread(), 1, Integer::sum));
        String busiest =
                top(threads).stream().map(Map.Entry::getKey).findFirst().orElse("");
        Map<String, Integer> executing = new HashMap<>();
        Map<String, Integer> ours = new HashMap<>();
        int samples = 0;
        for (Sample sample : all) {
            if (sample.thread().equals(busiest)) {
                samples++;
                executing.merge(sample.executing(), 1, Integer::sum);
                ours.merge(sample.ours(), 1, Integer::sum);
            }
        }
        return new HotFrames(executing, ours, busiest, samples);
    }

    private static Sample sample(RecordedEvent event) {
        RecordedThread thread = event.getThread("sampledThread");
        RecordedStackTrace stack = event.getStackTrace();
        String name = thread == null || thread.getJavaName() == null ? "?" : thread.getJavaName();
        boolean inJava = event.getEventType().getName().equals(IN_JAVA);
        if (stack == null || stack.getFrames().isEmpty()) {
            return new Sample(name, inJava, "?", "?");
        }
        String ours = stack.getFrames().stream()
                .map(HotFrames::text)
                .filter(frame -> frame.startsWith("io.twinspan.") && !frame.startsWith("io.twinspan.bench."))
                .findFirst()
                .orElse("(none)");
        return new Sample(name, inJava, text(stack.getFrames().get(0)), ours);
    }

    private static String text(RecordedFrame frame) {
        RecordedMethod method = frame.getMethod();
        return method.getType().getName() + "." + method.getName();
    }

    private static List<Map.Entry<String, Integer>> top(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(SHOWN)
                .toList();
    }

    /** For people. */
    public String text() {
        StringBuilder text = new StringBuilder("thread " + thread + ", " + samples + " samples\n  executing\n");
        append(text, executing);
        text.append("  called by\n");
        append(text, ours);
        return text.toString();
    }

    private void append(StringBuilder text, Map<String, Integer> counts) {
        for (Map.Entry<String, Integer> entry : top(counts)) {
            text.append(String.format(
                    Locale.ROOT, "    %5.1f %%  %s%n", 100.0 * entry.getValue() / samples, entry.getKey()));
        }
    }
}
