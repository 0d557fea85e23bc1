package io.twinspan.control.operation;

/** Hears how an operation gets on. Called on the operation's thread. */
public interface Observer {
    /** A step begins. */
    void begins(Step step, int number, int of);

    /** How far it is; each sentence replaces the one before. */
    void progress(Step step, String sentence);

    /** A step is over: done, skipped, failed or taken back. */
    void ends(Step step, Entry.Type how, String text, long tookMs);
}
