package io.twinspan.control.verify;

import io.twinspan.control.inventory.LinkView;
import io.twinspan.link.Origins;

/**
 * A link whose copies are to be compared, and what it was told to copy. Immutable.
 *
 * @param readCommitted whether it leaves out what was aborted
 * @param origins which records it carries, by where they were first produced
 * @param isTransformed whether it changes records on the way, so that they cannot be compared
 */
public record VerifiedLink(LinkView view, boolean readCommitted, Origins origins, boolean isTransformed) {

    /** A link of a file. */
    public static VerifiedLink of(LinkView view) {
        return new VerifiedLink(
                view,
                view.copies().readCommitted(),
                view.copies().origins(),
                view.copies().isTransformed());
    }
}
