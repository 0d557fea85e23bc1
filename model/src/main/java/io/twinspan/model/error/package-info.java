/**
 * The errors that may cross a module border: one sealed family, four kinds, each of which tells the caller what to do.
 *
 * <p>Read {@link io.twinspan.model.error.ReplicationException} first. A message says what happened, where (link, topic,
 * partition, offset), why, and what to do next; it never holds a secret. All types are immutable.
 */
@NullMarked
package io.twinspan.model.error;

import org.jspecify.annotations.NullMarked;
