/**
 * The byte layout of a record batch (format 2), and the two values that travel from fetch to append.
 *
 * <p>Read {@link io.twinspan.link.batch.Batch} first, which draws the layout, then {@link io.twinspan.link.batch.Piece}: one
 * batch on its way to the target, with the {@link io.twinspan.link.batch.Spans source offsets} of its records.
 *
 * <p>Nothing here knows Kafka's classes, allocates per record, or keeps state; everything is confined to the link thread or
 * immutable.
 */
@NullMarked
package io.twinspan.link.batch;

import org.jspecify.annotations.NullMarked;
