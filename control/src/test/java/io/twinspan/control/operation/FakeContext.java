package io.twinspan.control.operation;

import io.twinspan.control.json.JsonText;
import io.twinspan.model.error.TransientFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A step's surroundings without a journal, with a clock that waiting moves. Confined to the test's thread. */
public final class FakeContext implements StepContext {
    private final List<String> said = new ArrayList<>();
    private final String step;
    private final Map<String, Map<String, String>> notes = new HashMap<>();
    private long nowMs = 1_790_000_000_000L;
    private final long deadlineMs;

    public FakeContext(String step, long limitMs) {
        this.step = step;
        this.deadlineMs = nowMs + limitMs;
    }

    /** What was said to whoever watches. */
    public List<String> said() {
        return List.copyOf(said);
    }

    /** What another step has left. */
    public FakeContext with(String other, String name, Object value) {
        notes.computeIfAbsent(other, unused -> new HashMap<>()).put(name, JsonText.line(value));
        return this;
    }

    /** Lets time pass. */
    public void passes(long ms) {
        nowMs += ms;
    }

    @Override
    public String operation() {
        return "failover-1";
    }

    @Override
    public Map<String, String> notes() {
        return notesOf(step);
    }

    @Override
    public Map<String, String> notesOf(String other) {
        return notes.getOrDefault(other, Map.of());
    }

    @Override
    public void note(String name, String text) {
        notes.computeIfAbsent(step, unused -> new HashMap<>()).put(name, text);
    }

    @Override
    public long nowMs() {
        return nowMs;
    }

    @Override
    public void progress(String sentence) {
        said.add(sentence);
    }

    @Override
    public void pause(long ms, String waitingFor) {
        if (nowMs >= deadlineMs) {
            throw new TransientFailure("time is up: " + waitingFor);
        }
        nowMs += ms;
    }

    @Override
    public long leftMs() {
        return Math.max(0, deadlineMs - nowMs);
    }
}
