/** Tests of the simulated brokers against what real ones were measured to do. */
@NullMarked
package io.twinspan.testkit.sim.broker;

import org.jspecify.annotations.NullMarked;
