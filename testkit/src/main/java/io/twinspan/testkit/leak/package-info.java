/** To come. */
@NullMarked
package io.twinspan.testkit.leak;

import org.jspecify.annotations.NullMarked;
