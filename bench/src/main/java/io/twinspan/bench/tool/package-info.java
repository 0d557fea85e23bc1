/**
 * What replicates: MirrorMaker 2 as shipped and tuned, and Twinspan, each a process of its own.
 *
 * <p>{@link io.twinspan.bench.tool.Tool} is what is measured; {@link io.twinspan.bench.tool.Job} says what it is to replicate. MirrorMaker 2 and
 * Twinspan are given the same {@code mm2.properties} ({@link io.twinspan.bench.tool.Mm2File}), but for the settings that only tune MirrorMaker 2.
 */
@NullMarked
package io.twinspan.bench.tool;

import org.jspecify.annotations.NullMarked;
