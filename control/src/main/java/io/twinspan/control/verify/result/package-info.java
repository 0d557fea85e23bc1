/**
 * What a verification has shown: for each partition what was compared, what was not and why, and where the copy is not what its source is.
 *
 * <p>Read {@link io.twinspan.control.verify.result.VerifyReport} first, then {@link io.twinspan.control.verify.result.PartitionResult}.
 * Everything is immutable, and made to be stored as JSON.
 */
@NullMarked
package io.twinspan.control.verify.result;

import org.jspecify.annotations.NullMarked;
