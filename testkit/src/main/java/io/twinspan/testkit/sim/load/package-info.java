/**
 * The load of a simulation: producers that append to a source partition whatever real ones do.
 *
 * <p>Read {@link io.twinspan.testkit.sim.load.SimProducer}, then {@link io.twinspan.testkit.sim.load.RecordMaker}, which gives every
 * record content of its own, so that a record is known again wherever it turns up.
 *
 * <p>Confined to the world's thread.
 */
@NullMarked
package io.twinspan.testkit.sim.load;

import org.jspecify.annotations.NullMarked;
