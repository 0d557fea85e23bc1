/**
 * What others want to know of a link's progress: MirrorMaker 2's offset syncs and positions, a consumer group on the source, and
 * MirrorMaker 2's metrics.
 *
 * <p>Read {@link io.twinspan.connect.progress.Follower} first. A follower is told on the task's thread what is durable, never makes
 * that thread wait, and never stops the copying: what goes wrong is logged once.
 */
@NullMarked
package io.twinspan.connect.progress;

import org.jspecify.annotations.NullMarked;
