/**
 * The benchmark of {@code twinspan verify}: how fast it compares both sides of a link, at what cost, and whether it or the brokers are the limit.
 *
 * <p>{@link io.twinspan.bench.verify.VerifyBenchmark} loads a topic, has Twinspan copy it, and lets each {@link io.twinspan.bench.verify.Contender} read both sides in
 * turn: the command itself, the command with nothing to compare, and the readers of {@code plain}. {@link io.twinspan.bench.verify.Meter} measures each as a process from
 * its start to its end; {@link io.twinspan.bench.verify.VerifyTable} says what came out.
 */
@NullMarked
package io.twinspan.bench.verify;

import org.jspecify.annotations.NullMarked;
