/**
 * Faults on the wire between a client and a broker, made on the loopback interface.
 *
 * <p>{@link io.twinspan.testkit.fault.FaultProxy} is all that a test needs; its
 * {@link io.twinspan.testkit.fault.FaultCounters} prove that a fault really happened, which every test should assert: a
 * fault that missed its moment makes a test that shows nothing. {@link io.twinspan.testkit.fault.ProxyLoop} moves the
 * bytes.
 *
 * <p>One thread per proxy does all its work; the verbs may be called from any thread and return when they have effect.
 */
@NullMarked
package io.twinspan.testkit.fault;

import org.jspecify.annotations.NullMarked;
