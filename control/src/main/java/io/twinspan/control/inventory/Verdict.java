package io.twinspan.control.inventory;

import java.util.List;

/**
 * Whether clients could be moved to the target now, and nothing would be lost or read again. Immutable.
 *
 * @param reasons why not, each a sentence; empty if they could
 */
public record Verdict(List<String> reasons) {
    public Verdict {
        reasons = List.copyOf(reasons);
    }

    /** Whether nothing speaks against it. */
    public boolean isSafe() {
        return reasons.isEmpty();
    }
}
