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
    private final Scene scene;
    private @Nullable Ahead<Seen> looking;

    public GroupsAhead(Scene scene) {
        this.scene = scene;
    }

    /** Begins to look; from now on nobody else may use the scene's groups, until the checks have taken the answer or it is forgotten. */
    public void begin() {
        looking = GroupChecks.look(scene);
    }

    /** What is seen now will not be so any more when the checks come. */
    public void forget() {
        Ahead<Seen> known = looking;
        looking = null;
        if (known != null) {
            known.await();
        }
    }

    /** What is being looked at: since {@link #begin}, or from now on. */
    Ahead<Seen> look() {
        Ahead<Seen> known = looking;
        looking = null;
        return known == null ? GroupChecks.look(scene) : known;
    }
}
