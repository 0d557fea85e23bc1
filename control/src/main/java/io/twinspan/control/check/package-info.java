/**
 * What has to be true before producers and consumers of a link are moved to its target, looked at without changing anything.
 *
 * <p>Read {@link io.twinspan.control.check.Obstacle}, then {@link io.twinspan.control.check.MoveExamination}. Confined to the caller's thread;
 * what is found is immutable.
 */
@NullMarked
package io.twinspan.control.check;

import org.jspecify.annotations.NullMarked;
