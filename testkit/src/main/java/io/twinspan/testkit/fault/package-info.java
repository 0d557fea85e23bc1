/** To come. */
@NullMarked
package io.twinspan.testkit.fault;

import org.jspecify.annotations.NullMarked;
