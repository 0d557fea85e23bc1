/** Whole links on simulated brokers, with seeded faults: every run repeats exactly from its seed. */
@NullMarked
package io.twinspan.it.sim;

import org.jspecify.annotations.NullMarked;
