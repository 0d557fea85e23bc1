/**
 * Input from people and programs that mean no good, or do not know better: property files, REST bodies, records in internal topics,
 * damaged batches.
 *
 * <p>The {@code *FuzzTest}s are seeded: {@link io.twinspan.it.hostile.Mutations} draws everything from one {@code Random}, a failure
 * names its seed, {@code -Dseed=N} repeats that one, {@code -Dseeds=N} runs so many. {@code HostileTopicsIT} does it to a running link.
 * What is promised is in docs/explanation/hostile-input.md.
 */
@org.jspecify.annotations.NullMarked
package io.twinspan.it.hostile;
