package io.twinspan.control.operation;

import io.twinspan.model.error.Fenced;
import io.twinspan.model.error.TransientFailure;
import java.util.List;

/** Where the entries of operations are kept, in one order that everybody sees. Confined to one thread. */
public interface Journal {

    /**
     * All entries that there are by now, in their order.
     *
     * @throws TransientFailure if they cannot be read
     */
    List<Entry> entries();

    /**
     * Adds one, and returns when it is kept.
     *
     * @throws TransientFailure if it is not known to be kept
     */
    void append(Entry entry);

    /**
     * Adds one on behalf of a process, and makes sure that the operation is still this process's.
     *
     * @throws Fenced if another process has taken it up since
     */
    default void appendOwned(Entry entry) {
        append(entry);
        OperationState now = OperationState.of(entry.operation(), entries());
        if (!now.isOwnedBy(entry.epoch(), entry.writer())) {
            throw new Fenced("operation " + entry.operation() + " was taken up by another process (" + now.writer()
                    + "), so this one does nothing more in it");
        }
    }
}
