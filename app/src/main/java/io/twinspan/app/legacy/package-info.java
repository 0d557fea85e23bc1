/**
 * MirrorMaker 1's arguments, translated to a deployment of one link that keeps topic names and goes by a consumer group.
 *
 * <p>Read {@link io.twinspan.app.legacy.MirrorArguments} (what was given, and what is wrong with it) and
 * {@link io.twinspan.app.legacy.MirrorClusters} (what the two clusters say before anything starts) first. The translation is pure; the
 * look at the clusters is confined to the caller's thread.
 */
@NullMarked
package io.twinspan.app.legacy;

import org.jspecify.annotations.NullMarked;
