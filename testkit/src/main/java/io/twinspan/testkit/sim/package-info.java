/**
 * A deterministic simulation of two clusters, their network and the links between them: one thread, one random generator,
 * one virtual clock.
 *
 * <p>Read {@link io.twinspan.testkit.sim.SimWorld} first, then {@code scenario.SimScenario}, which puts a whole simulation
 * together. A failure names its seed; the same seed replays it event by event. {@code broker} models what stock Kafka brokers
 * accept and answer, {@code net} implements the link's {@code Exchange} over them, {@code load} writes to the source,
 * {@code owner} runs links, {@code fault} breaks things, {@code invariant} holds the promises.
 *
 * <p>Everything is confined to the thread that runs the world.
 */
@NullMarked
package io.twinspan.testkit.sim;

import org.jspecify.annotations.NullMarked;
