/**
 * The promises of a link, as objects that watch a simulation.
 *
 * <p>Read {@link io.twinspan.testkit.sim.invariant.LaneTruth}: it follows one source partition and its copy record by record, and
 * says which promise is broken when. The others are named views of it, so that a scenario can waive one, with a reason.
 *
 * <p>Confined to the world's thread.
 */
@NullMarked
package io.twinspan.testkit.sim.invariant;

import org.jspecify.annotations.NullMarked;
