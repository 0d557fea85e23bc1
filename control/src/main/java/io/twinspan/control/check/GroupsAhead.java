package io.twinspan.control.check;

import io.twinspan.control.check.GroupChecks.Seen;
import io.twinspan.control.cluster.Ahead;
import io.twinspan.control.scene.Scene;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a link's groups, which takes the longest of all checks, while its caller does what comes before them. Confined to one thread, but for
 * the looking.
 */
public final class GroupsAhead {
    /** What is older says nothing of groups that may have begun to read since. */
    private static final long YOUNG_MS = 10_000;

    private final Scene scene;
    private @Nullable Ahead<Seen> looking;
    private long begunMs;

    public GroupsAhead(Scene scene) {
        this.scene = scene;
    }

    /** Begins to look; from now on nobody else may use the scene's groups, until the checks have taken the answer. */
    public void begin() {
        looking = GroupChecks.look(scene);
        begunMs = scene.clock().millis();
    }

    /** What is being looked at: since {@link #begin}, or from now on if that was not called, or is long ago. */
    Ahead<Seen> look() {
        Ahead<Seen> known = looking;
        looking = null;
        if (known == null) {
            return GroupChecks.look(scene);
        }
        if (scene.clock().millis() - begunMs <= YOUNG_MS) {
            return known;
        }
        known.await();
        return GroupChecks.look(scene);
    }
}
