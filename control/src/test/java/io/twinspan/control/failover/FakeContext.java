package io.twinspan.control.failover;

import io.twinspan.control.json.JsonText;
import io.twinspan.control.operation.StepContext;
import io.twinspan.model.error.TransientFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A step's surroundings without a journal, with a clock that waiting moves. Confined to the test's thread. */
final class FakeContext implements StepContext {
    final List<String> said = new ArrayList<>();
    private final String step;
    private final Map<String, Map<String, String>> notes = new HashMap<>();
    private long nowMs = 1_790_000_000_000L;
    private final long deadlineMs;

    FakeContext(String step, long limitMs) {
        this.step = step;
        this.deadlineMs = nowMs + limitMs;
    }

    /** What another step has left. */
    FakeContext with(String other, String name, Object value) {
        notes.computeIfAbsent(other, unused -> new HashMap<>()).put(name, JsonText.line(value));
        return this;
    }

    void passes(long ms) {
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
