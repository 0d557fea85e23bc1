/** Tests of the promises: each must be found broken when it is, and only then. */
@NullMarked
package io.twinspan.testkit.sim.invariant;

import org.jspecify.annotations.NullMarked;
