/**
 * The benchmark: the same topics copied by MirrorMaker 2, as shipped and tuned, and by Twinspan, in turn and several times.
 *
 * <p>{@link io.twinspan.bench.BenchCommand} is the command line; {@link io.twinspan.bench.Benchmark} is the order of things. Everything runs as
 * processes of this machine, started and ended here; nothing needs to be there before.
 */
@NullMarked
package io.twinspan.bench;

import org.jspecify.annotations.NullMarked;
