package io.twinspan.connect.checkpoint;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to do with a quiet group's offset on the target. Thread-safe: pure functions.
 *
 * <pre>
 *  the target has                                    then
 *  nothing                                           commit
 *  the translated offset                             nothing to do
 *  what the link itself committed last               commit, forwards or, after a reset at the source, backwards
 *  less than that: reset on the target               leave
 *  something else, less than the translated offset   commit: the group is further at the source
 *  something else, more: it was used on the target   leave
 * </pre>
 */
final class SyncRule {

    private SyncRule() {}

    /** What to do. */
    enum Decision {
        COMMIT,
        IN_STEP,
        LEAVE
    }

    /**
     * Decides for one partition.
     *
     * @param there the offset on the target, or null if there is none
     * @param translated where the group is by the source
     * @param ours what the link committed last in this life, or null if it has not yet
     * @param before offsets that an earlier life of the link may have committed
     */
    static Decision decide(@Nullable Long there, long translated, @Nullable Long ours, Set<Long> before) {
        if (there == null) {
            return Decision.COMMIT;
        }
        if (there == translated) {
            return Decision.IN_STEP;
        }
        if (ours == null ? before.contains(there) : there.equals(ours)) {
            return Decision.COMMIT;
        }
        if (ours != null && there < ours) {
            return Decision.LEAVE;
        }
        return there < translated ? Decision.COMMIT : Decision.LEAVE;
    }
}
