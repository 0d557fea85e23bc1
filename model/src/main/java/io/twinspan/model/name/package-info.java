/**
 * The names of things: a cluster's alias and a link between two clusters.
 *
 * <p>Read {@link io.twinspan.model.name.ClusterAlias} and {@link io.twinspan.model.name.LinkName}. A name that exists as
 * an object is valid. All types are immutable.
 */
@NullMarked
package io.twinspan.model.name;

import org.jspecify.annotations.NullMarked;
