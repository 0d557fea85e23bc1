/** Tests of the simulator: what its brokers answer, that it repeats itself, and that its promises catch broken copiers. */
@NullMarked
package io.twinspan.testkit.sim;

import org.jspecify.annotations.NullMarked;
