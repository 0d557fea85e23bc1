/** To come. */
@NullMarked
package io.twinspan.testkit.record;

import org.jspecify.annotations.NullMarked;
