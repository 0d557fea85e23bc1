package io.twinspan.control.inventory;

import io.twinspan.link.Origins;

/**
 * Which records of its topics a link copies. Immutable.
 *
 * @param readCommitted whether it leaves out what was aborted
 * @param origins by where they were first produced
 * @param isTransformed whether it changes records on the way, so that they cannot be compared
 */
public record CopyRules(boolean readCommitted, Origins origins, boolean isTransformed) {}
