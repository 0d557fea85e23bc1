/**
 * What of each partition can be compared: from the stored positions, and from where both logs begin and end.
 *
 * <p>Read {@link io.twinspan.control.verify.plan.Planner} first, which decides, then
 * {@link io.twinspan.control.verify.plan.ClusterFacts}, what it asks the clusters. Types are immutable or say how they share.
 */
@NullMarked
package io.twinspan.control.verify.plan;

import org.jspecify.annotations.NullMarked;
