/**
 * The checkpoint connector: consumer groups of the source, translated exactly, as checkpoints and as offsets on the target.
 *
 * <p>Read {@link io.twinspan.connect.checkpoint.LinkCheckpointConnector} (finds the groups and spreads them over tasks) and
 * {@link io.twinspan.connect.checkpoint.LinkCheckpointTask} first. The task's own thread follows the positions topic
 * ({@code PositionsTail}) and translates ({@code GroupTranslator}); a thread beside it talks to both clusters about groups
 * ({@code GroupRounds}, {@code GroupSync}, and {@code SharedLook} for topics with the same name on both sides, whose other links
 * {@code SharedTails} follows). What the two tell each other is immutable. {@code SyncRule}, {@code GroupNames} and
 * {@code GroupDiscovery} are pure.
 */
@NullMarked
package io.twinspan.connect.checkpoint;

import org.jspecify.annotations.NullMarked;
