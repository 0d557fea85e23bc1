/**
 * Whole simulations: two clusters, a network, load, links, faults and all promises, put together.
 *
 * <p>Read {@link io.twinspan.testkit.sim.scenario.SimScenario}.
 *
 * <p>Confined to the world's thread.
 */
@NullMarked
package io.twinspan.testkit.sim.scenario;

import org.jspecify.annotations.NullMarked;
