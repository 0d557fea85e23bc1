/**
 * How an operator's tools see a cluster and a link's topics: the little that all of them need.
 *
 * <p>Read {@link io.twinspan.control.cluster.ClusterAccess} first. Types are immutable or say how they share.
 */
@NullMarked
package io.twinspan.control.cluster;

import org.jspecify.annotations.NullMarked;
