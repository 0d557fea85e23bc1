/** To come. */
@NullMarked
package io.twinspan.testkit.guarantee;

import org.jspecify.annotations.NullMarked;
