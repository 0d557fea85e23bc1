/**
 * What is replicated: topics of JSON events in the source cluster.
 *
 * <p>{@link io.twinspan.bench.load.Workload} lists the kinds of topics; {@link io.twinspan.bench.load.Loader} fills one until it has the
 * size wanted on the wire, and says what a reader of it must find: a {@link io.twinspan.bench.load.LoadedTopic}.
 *
 * <p>Events come from {@link io.twinspan.bench.load.EventGenerator}: 0.5 to 1 KB of JSON whose identifiers are random and whose texts
 * repeat, so that lz4 makes about two fifths of it.
 */
@NullMarked
package io.twinspan.bench.load;

import org.jspecify.annotations.NullMarked;
