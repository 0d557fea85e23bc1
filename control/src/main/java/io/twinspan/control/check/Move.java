package io.twinspan.control.check;

import io.twinspan.control.fence.FenceKind;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is to be moved, and how, as far as checks need to know. Immutable.
 *
 * @param topics which source topics; those of heartbeats never are
 * @param fence how producers are kept out of the source
 * @param fenceNamed whom the fence binds, by the operator's word; nobody if that is left to us
 * @param reverse whether the link back is to begin
 * @param drainLimit how long copying the rest may take
 */
public record Move(Pattern topics, FenceKind fence, Set<String> fenceNamed, boolean reverse, Duration drainLimit) {
    public Move {
        fenceNamed = Set.copyOf(fenceNamed);
    }
}
