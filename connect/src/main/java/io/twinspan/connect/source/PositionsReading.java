package io.twinspan.connect.source;

import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.TransientFailure;
import java.time.Duration;

/**
 * The reading of the positions topic, as far as a task sees it; a test puts another in its place. Confined to the task's thread.
 */
public interface PositionsReading extends AutoCloseable {

    /**
     * Reads on, for about as long as given; returns whether everything is read.
     *
     * @throws Misconfigured if only an operator can help
     * @throws TransientFailure if the cluster could not be reached or does not have the topic; call again
     */
    boolean advance(Duration atMost);

    /** How many partitions the topic has; known once everything is read. */
    int partitions();

    @Override
    void close();

    /** Begins to read. */
    interface Factory {
        PositionsReading open(SourceSettings settings, String topic, KnownPositions known);
    }
}
