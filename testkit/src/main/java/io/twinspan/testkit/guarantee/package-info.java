/**
 * What replication promises, as objects that a test holds against two real topics.
 *
 * <p>{@link io.twinspan.testkit.guarantee.ClusterComparison} reads both topics as any read_committed consumer does and
 * compares them record by record; its {@link io.twinspan.testkit.guarantee.ComparisonReport} says what was lost,
 * doubled, reordered, altered, misplaced or foreign, and which {@link io.twinspan.testkit.guarantee.Guarantee} that
 * breaks. The comparison itself, {@link io.twinspan.testkit.guarantee.PartitionComparison}, knows nothing of Kafka.
 *
 * <p>A comparison uses two threads, one per cluster, and memory bounded by the number of partitions, not of records.
 */
@NullMarked
package io.twinspan.testkit.guarantee;

import org.jspecify.annotations.NullMarked;
