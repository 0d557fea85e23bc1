/**
 * The faults, each a small class: what it does, how it ends, and what a policy may say of it.
 *
 * <p>{@link io.twinspan.bench.faults.fault.Fault} is the form of all; {@link io.twinspan.bench.faults.fault.Faults} lists them. What a
 * fault chooses, it chooses by the scene's seeded random numbers. Where a fault really takes records away, it says which ones ({@link
 * io.twinspan.bench.faults.fault.Loss}), and the report holds that against what the program said.
 *
 * <p>Threading: a fault belongs to one act, and to the programme's thread.
 */
@NullMarked
package io.twinspan.bench.faults.fault;

import org.jspecify.annotations.NullMarked;
