/**
 * Whether two logs hold the same: batches of both sides go in, findings come out.
 *
 * <p>Read {@link io.twinspan.control.verify.compare.Comparison} first, which goes along both logs by the lane's runs, then
 * {@link io.twinspan.control.verify.compare.Resync}, which finds out what happened where they differ.
 *
 * <p>Nothing here does input or output, reads a clock, or has chance of its own; everything is confined to the thread that compares.
 */
@NullMarked
package io.twinspan.control.verify.compare;

import org.jspecify.annotations.NullMarked;
