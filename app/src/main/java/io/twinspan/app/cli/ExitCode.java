package io.twinspan.app.cli;

import io.twinspan.control.doctor.Diagnosis;
import io.twinspan.control.inventory.Inventory;
import io.twinspan.control.preflight.Finding;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.error.TransientFailure;

/** How the command ends, for scripts. Immutable. */
public enum ExitCode {
    /** What was asked for is done. */
    DONE(0, "done"),
    /** It is not safe, or was not done: a permission is missing, a lane has failed, records differ. */
    NOT_DONE(1, "not safe or not done: a permission is missing, a partition has failed, records differ"),
    /** The command line or the file has to be changed. */
    BAD_INPUT(2, "the command line or the file has to be changed"),
    /** A cluster cannot be reached. */
    UNREACHABLE(3, "a cluster cannot be reached");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** What the process returns. */
    public int code() {
        return code;
    }

    /** For {@code --help}. */
    String meaning() {
        return meaning;
    }

    static ExitCode of(Finding.Kind worst) {
        return switch (worst) {
            case NOTE, WARNING -> DONE;
            case REFUSED -> NOT_DONE;
            case MISCONFIGURED -> BAD_INPUT;
            case UNREACHABLE -> UNREACHABLE;
        };
    }

    static ExitCode of(Inventory inventory) {
        if (inventory.isIncomplete()) {
            return UNREACHABLE;
        }
        return inventory.hasFailures() ? NOT_DONE : DONE;
    }

    static ExitCode of(Diagnosis diagnosis) {
        if (!diagnosis.isReached()) {
            return UNREACHABLE;
        }
        return diagnosis.needsSomebody() ? NOT_DONE : DONE;
    }

    static ExitCode of(ReplicationException error) {
        if (error instanceof Misconfigured) {
            return BAD_INPUT;
        }
        return error instanceof TransientFailure ? UNREACHABLE : NOT_DONE;
    }
}
