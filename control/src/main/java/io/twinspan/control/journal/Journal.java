package io.twinspan.control.journal;

import io.twinspan.model.error.TransientFailure;
import java.util.List;

/** A link's journal as those see it who keep something there. Implementations are confined to one thread. */
public interface Journal {
    /** Its name, for people. */
    String topic();

    /**
     * All of it, in the order of writing; nothing if nothing was ever written. Of a key, earlier records may be gone.
     *
     * @throws TransientFailure if the cluster does not answer
     */
    List<JournalRecord> read();

    /**
     * Adds records in their order, whose own offsets do not count, and returns the offsets that they got when all are durable.
     *
     * @throws TransientFailure if that failed; some may be there
     */
    List<Long> append(List<JournalRecord> records);
}
