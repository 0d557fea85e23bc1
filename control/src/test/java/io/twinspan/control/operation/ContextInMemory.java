package io.twinspan.control.operation;

import io.twinspan.control.json.JsonText;
import io.twinspan.model.error.TransientFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a step is given, with notes in memory, and time that passes when somebody waits. Confined to one test. */
public final class ContextInMemory implements StepContext {
    private final String operation;
    private final long deadlineMs;
    private final Map<String, Map<String, String>> notes = new HashMap<>();
    private final List<String> sentences = new ArrayList<>();
    private long nowMs;

    /** A context that begins at a time and has so many milliseconds. */
    public ContextInMemory(String operation, long nowMs, long limitMs) {
        this.operation = operation;
        this.nowMs = nowMs;
        this.deadlineMs = nowMs + limitMs;
    }

    /** Has another step leave something. */
    public ContextInMemory with(String step, String name, Object value) {
        notes.computeIfAbsent(step, unused -> new HashMap<>()).put(name, JsonText.line(value));
        return this;
    }

    /** Lets time pass. */
    public void passes(long ms) {
        nowMs += ms;
    }

    /** What was said of the progress, in order. */
    public List<String> sentences() {
        return List.copyOf(sentences);
    }

    @Override
    public String operation() {
        return operation;
    }

    @Override
    public Map<String, String> notes() {
        return notesOf("");
    }

    @Override
    public Map<String, String> notesOf(String step) {
        return Map.copyOf(notes.getOrDefault(step, Map.of()));
    }

    @Override
    public void note(String name, String text) {
        notes.computeIfAbsent("", unused -> new HashMap<>()).put(name, text);
    }

    @Override
    public long nowMs() {
        return nowMs;
    }

    @Override
    public void progress(String sentence) {
        sentences.add(sentence);
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
