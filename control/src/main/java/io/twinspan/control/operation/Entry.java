package io.twinspan.control.operation;

import java.util.Objects;

/**
 * One thing that happened in an operation, as its journal keeps it. Immutable.
 *
 * @param operation the operation's id
 * @param epoch how often the operation was taken up: 1 by whoever began it
 * @param writer a name that no other process has, past or present
 * @param number counts the entries of this epoch and writer from 0
 * @param step which step it is about; empty if it is about the operation as a whole
 * @param name for a note, its name in the step; else empty
 * @param text what is kept: the note, the plan of the operation, an error, a remark for people
 * @param timeMs when, in milliseconds since the epoch, by the writer's clock
 */
public record Entry(
        String operation,
        int epoch,
        String writer,
        int number,
        Type type,
        String step,
        String name,
        String text,
        long timeMs) {

    /** What happened. */
    public enum Type {
        /** The operation was begun. */
        OPENED,
        /** Another process took it up, to continue it or to take it back. */
        CLAIMED,
        /** What is to be done before a step is about to be done. */
        PREPARED,
        /** A step is about to be done; also if it was begun before. */
        BEGUN,
        /** A step keeps something, before it acts on it. */
        NOTED,
        /** A step is done. */
        DONE,
        /** A step has nothing to do. */
        SKIPPED,
        /** A step failed; it may be begun again. */
        FAILED,
        /** What a step has done is about to be taken back; also if that was begun before. */
        UNDO_BEGUN,
        /** What a step had done is taken back. */
        UNDONE,
        /** The operation is over. */
        CLOSED
    }

    public Entry {
        Objects.requireNonNull(type, "type");
        if (operation.isEmpty() || writer.isEmpty() || epoch < 1 || number < 0) {
            throw new IllegalArgumentException("entry " + number + " of epoch " + epoch + " of operation '" + operation
                    + "' by '" + writer + "' is of none");
        }
    }
}
