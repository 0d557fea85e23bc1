package io.twinspan.control.inventory;

import io.twinspan.model.error.ReplicationException;
import java.util.List;

/** Looks at the consumer groups of a link, which costs more requests than all the rest. */
@FunctionalInterface
public interface GroupLook {
    /**
     * The groups by their names.
     *
     * @param isSourceReached whether the source answers; if not, they are known from their checkpoints
     * @param notes gets what could not be found out, a sentence each
     * @throws ReplicationException if nothing can be found out
     */
    List<GroupReadiness> look(LinkView link, boolean isSourceReached, List<String> notes);
}
