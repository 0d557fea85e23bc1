package io.twinspan.control.failover;

import io.twinspan.control.group.GroupStanding;
import io.twinspan.control.operation.StepContext;
import java.util.List;

/** From where the final positions of groups are known. Confined to the operation's thread. */
interface GroupSource {
    /** The groups, with their positions on both sides. */
    List<GroupStanding> read(StepContext context);

    /** Takes back what was done to read them. */
    void undo(StepContext context);
}
