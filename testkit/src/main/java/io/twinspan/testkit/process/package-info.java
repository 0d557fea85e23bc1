/** To come. */
@NullMarked
package io.twinspan.testkit.process;

import org.jspecify.annotations.NullMarked;
