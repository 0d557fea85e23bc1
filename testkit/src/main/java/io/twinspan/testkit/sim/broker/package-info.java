/**
 * Simulated clusters: what stock Kafka brokers (4.3.1) keep, accept and answer, as far as a link can see it.
 *
 * <p>Read {@link io.twinspan.testkit.sim.broker.SimCluster}, then {@link io.twinspan.testkit.sim.broker.SimPartition}: the
 * controller's view of one partition, whose {@link io.twinspan.testkit.sim.broker.Replica}s hold real batch bytes, copy from
 * each other with random delays, and learn of leader changes one after the other. {@code AppendCheck} and
 * {@code ProducerStates} hold the rules of an append; each was measured against real brokers.
 *
 * <p>Confined to the world's thread.
 */
@NullMarked
package io.twinspan.testkit.sim.broker;

import org.jspecify.annotations.NullMarked;
