/**
 * Consumer groups between real clusters: translated positions, checkpoints, and offsets on the target.
 *
 * <p>Read {@code GroupsIT} first; {@code Contents} says which record a position is at, {@code GroupWorld} holds the clusters.
 */
@NullMarked
package io.twinspan.it.groups;

import org.jspecify.annotations.NullMarked;
