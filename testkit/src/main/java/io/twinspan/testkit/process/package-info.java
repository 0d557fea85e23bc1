/**
 * JVMs started by a test, by the benchmarks or by a cluster of broker processes.
 *
 * <p>{@link io.twinspan.testkit.process.JavaProcess} starts, signals and measures one;
 * {@link io.twinspan.testkit.process.ChildMain} is the first thing that runs inside it and ends it when its parent is
 * gone. So no child outlives its parent: an orderly exit kills it by a shutdown hook, {@code kill -9} of the parent
 * closes the pipe that the child watches, and a child that is stopped by a signal is woken by its guard.
 *
 * <p>Linux only: measurements come from {@code /proc}.
 */
@NullMarked
package io.twinspan.testkit.process;

import org.jspecify.annotations.NullMarked;
