/**
 * Real Kafka clusters on the loopback interface, for tests, for the benchmarks and for the demo.
 *
 * <p>{@link io.twinspan.testkit.cluster.EmbeddedCluster} runs Kafka's own server code in this JVM;
 * {@link io.twinspan.testkit.cluster.ProcessCluster} runs every node as a JVM of its own, of the Kafka version that
 * {@link io.twinspan.testkit.cluster.Kafka} names, so that it can be killed for real and measured. Both are
 * {@link io.twinspan.testkit.cluster.KafkaCluster}s: read that class first. What a node is told is decided in one place,
 * {@link io.twinspan.testkit.cluster.ClusterLayout}.
 *
 * <p>A cluster's ports are chosen when it is built and stay the same, so a broker that stops and starts again comes back
 * at the same address. Nothing here needs JUnit: the demo uses it at run time.
 */
@NullMarked
package io.twinspan.testkit.cluster;

import org.jspecify.annotations.NullMarked;
