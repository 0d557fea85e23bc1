/**
 * Producers that write at a steady rate while things go wrong.
 *
 * <p>A {@link io.twinspan.testkit.load.Load} runs one producer for each {@link io.twinspan.testkit.load.Stream}, and goes on whatever
 * happens to the brokers. No record is sent twice by its own choice, so that a record that is in a topic twice was doubled
 * by somebody else.
 *
 * <p>Threading: each stream has a thread of its own.
 */
@NullMarked
package io.twinspan.testkit.load;

import org.jspecify.annotations.NullMarked;
