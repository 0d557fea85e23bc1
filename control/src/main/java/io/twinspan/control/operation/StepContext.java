package io.twinspan.control.operation;

import io.twinspan.model.error.TransientFailure;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a step that runs is given: its notes, its time, and whoever listens. Confined to one thread. */
public interface StepContext {

    /** The operation's id. */
    String operation();

    /** What this step has noted, in this run of it or an earlier one. */
    Map<String, String> notes();

    /** What another step has noted. */
    Map<String, String> notesOf(String step);

    /** Keeps something for this step, durably, in place of what it kept under the name before. */
    void note(String name, String text);

    /** A note, or null. */
    default @Nullable String note(String name) {
        return notes().get(name);
    }

    /** The time in milliseconds since the epoch. */
    long nowMs();

    /** Says how far the step is, for whoever watches; each sentence replaces the one before. */
    void progress(String sentence);

    /**
     * Waits a little, as part of waiting for something else.
     *
     * @param waitingFor what for, for people: it is named when time is up
     * @throws TransientFailure if the step's time is up, or the process is to end
     */
    void pause(long ms, String waitingFor);

    /** How much of the step's time is left, in milliseconds; 0 or more. */
    long leftMs();
}
