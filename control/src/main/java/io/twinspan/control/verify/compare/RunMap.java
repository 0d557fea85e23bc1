package io.twinspan.control.verify.compare;

import io.twinspan.model.position.Run;
import java.util.Iterator;

/** Which source record each target record of a lane is. Confined to the thread that compares. */
public interface RunMap {
    /** The runs that reach beyond a source offset, in ascending order. */
    Iterator<Run> fromSource(long source);

    /** The runs that reach beyond a target offset, in ascending order. */
    Iterator<Run> fromTarget(long target);
}
