/**
 * Records to replicate, and topics full of them.
 *
 * <p>A {@link io.twinspan.testkit.record.RecordGenerator} makes the n-th record of a seeded sequence;
 * {@link io.twinspan.testkit.record.TopicLoader} writes such sequences into real topics of every awkward shape:
 * compressed by each codec, in tiny batches, in transactions of which some abort, compacted with holes, with a log start
 * far above zero. {@link io.twinspan.testkit.record.StoredBatch} reads what the broker really stored, which is how a test
 * knows that the shape is there.
 *
 * <p>Generators are immutable and thread-safe; a loader is confined to one thread.
 */
@NullMarked
package io.twinspan.testkit.record;

import org.jspecify.annotations.NullMarked;
