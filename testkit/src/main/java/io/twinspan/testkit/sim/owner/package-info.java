/**
 * Who runs links in a simulation: an owner with one incarnation after the other, and sometimes two at once.
 *
 * <p>Read {@link io.twinspan.testkit.sim.owner.LinkOwner}, then {@link io.twinspan.testkit.sim.owner.LinkActor}, one incarnation.
 *
 * <p>Confined to the world's thread.
 */
@NullMarked
package io.twinspan.testkit.sim.owner;

import org.jspecify.annotations.NullMarked;
