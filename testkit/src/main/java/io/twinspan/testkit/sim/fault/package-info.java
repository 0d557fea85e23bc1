/**
 * What goes wrong in a simulation: small named objects, each of which breaks one kind of thing when it strikes.
 *
 * <p>Read {@link io.twinspan.testkit.sim.fault.Fault}, then {@link io.twinspan.testkit.sim.fault.FaultPlan}, which decides when each
 * strikes and counts how often it really did. {@code BrokerFaults}, {@code NetworkFaults}, {@code LogFaults} and
 * {@code OwnerFaults} make them.
 *
 * <p>Confined to the world's thread.
 */
@NullMarked
package io.twinspan.testkit.sim.fault;

import org.jspecify.annotations.NullMarked;
