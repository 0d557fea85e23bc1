/**
 * Appends the lanes' batches at the target's leaders: see {@link io.twinspan.link.produce.Appender}. Confined to the link thread.
 */
@NullMarked
package io.twinspan.link.produce;

import org.jspecify.annotations.NullMarked;
