/**
 * Clusters that replicate into each other under the same topic names, with producers on the same partitions of all.
 *
 * <p>Read {@link io.twinspan.it.active.MutualIT}, then {@link io.twinspan.it.active.Writers} (the load of one cluster) and
 * {@link io.twinspan.it.active.Everywhere} (the judge: each record once on every cluster, in its producer's order).
 */
@NullMarked
package io.twinspan.it.active;

import org.jspecify.annotations.NullMarked;
