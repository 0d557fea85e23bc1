/**
 * The network between links and simulated brokers: an {@code Exchange} whose connections are slow, break, and deliver late.
 *
 * <p>Read {@link io.twinspan.testkit.sim.net.SimExchange}, then {@link io.twinspan.testkit.sim.net.Wire}, one connection from
 * its opening to its end. A {@link io.twinspan.testkit.sim.net.SimNetwork} holds what they have in common, and is where faults take hold.
 *
 * <p>Confined to the world's thread.
 */
@NullMarked
package io.twinspan.testkit.sim.net;

import org.jspecify.annotations.NullMarked;
