/**
 * What faults happen to: two clusters of broker processes, the line between them, and the processes that copy.
 *
 * <p>{@link io.twinspan.bench.faults.scene.Stage} has the clusters and the {@link io.twinspan.bench.faults.scene.Line}, and outlives
 * many faults; {@link io.twinspan.bench.faults.scene.Scene} is one act on it: new topics, a load, {@link
 * io.twinspan.bench.faults.scene.Copiers} with new names, and consumers that count on both sides.
 *
 * <p>Threading: all is confined to the programme's thread, but for closing a stage, which a shutdown hook may do.
 */
@NullMarked
package io.twinspan.bench.faults.scene;

import org.jspecify.annotations.NullMarked;
