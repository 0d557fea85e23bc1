/** Orphans, appended to a real cluster. */
@NullMarked
package io.twinspan.it.orphan;

import org.jspecify.annotations.NullMarked;
