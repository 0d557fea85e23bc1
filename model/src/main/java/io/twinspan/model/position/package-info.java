/**
 * Positions: where a lane stands, and which target offset holds which source record.
 *
 * <p>Read {@link io.twinspan.model.position.Run} (source and target advance together) and
 * {@link io.twinspan.model.position.PositionMap} (the exact translation made of runs) first, then
 * {@link io.twinspan.model.position.ProducerIds}, which makes an append a compare-and-append. Everything here is
 * immutable or a pure function: no clock, no thread, no input or output.
 */
@NullMarked
package io.twinspan.model.position;

import org.jspecify.annotations.NullMarked;
