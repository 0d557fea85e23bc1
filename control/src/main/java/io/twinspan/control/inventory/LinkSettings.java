package io.twinspan.control.inventory;

import java.util.List;

/**
 * What the file says of a link that tells how fast it may be. Immutable.
 *
 * @param copiesByRecord whether records go through Connect one by one
 * @param tasksMax how many tasks it may have
 * @param fetchConnections how many connections each task opens to each source broker
 * @param rateBytes how many bytes a second each task fetches at most; -1 for no limit
 * @param sourceClientIds what source brokers know its first tasks by
 * @param targetClientIds what target brokers know its first tasks by
 */
public record LinkSettings(
        boolean copiesByRecord,
        int tasksMax,
        int fetchConnections,
        long rateBytes,
        List<String> sourceClientIds,
        List<String> targetClientIds) {
    public LinkSettings {
        sourceClientIds = List.copyOf(sourceClientIds);
        targetClientIds = List.copyOf(targetClientIds);
    }
}
