/**
 * MirrorMaker 2 4.3.1 beside Twinspan: every key of its file, everything that it puts on a target, and its own readers on what
 * Twinspan writes.
 *
 * <p>Read {@link io.twinspan.it.differential.EveryKeyTest} and {@link io.twinspan.it.differential.DifferentialIT} first. What is
 * not the same stands in docs/reference/differences-from-mirrormaker.md, which the tests hold to what they see.
 */
@NullMarked
package io.twinspan.it.differential;

import org.jspecify.annotations.NullMarked;
