/** Drills of a running link under load, by command and by themselves: they find what is wrong, and change nothing. */
@NullMarked
package io.twinspan.it.drill;

import org.jspecify.annotations.NullMarked;
