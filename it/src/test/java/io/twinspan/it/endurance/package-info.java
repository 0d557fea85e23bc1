/**
 * Replication under load while processes are killed: the twinspan process, one of two that share the work, and brokers of
 * either side.
 *
 * <p>{@link io.twinspan.it.endurance.Rig} has the clusters, the {@link io.twinspan.testkit.load.Load} and the processes; the tests
 * kill; {@link io.twinspan.it.endurance.Verdict} compares both clusters record by record. {@code -Dkills=N} says how often each kind
 * of kill happens, {@code -Dseed=N} repeats the choices (though not the timing) of a run.
 *
 * <p>Threading: each test is one thread; the load has its own.
 */
@NullMarked
package io.twinspan.it.endurance;

import org.jspecify.annotations.NullMarked;
