/**
 * The fault programme: a seeded list of faults under load, for Twinspan and for MirrorMaker 2, with every record compared.
 *
 * <p>{@link io.twinspan.bench.faults.FaultsCommand} is its command line, which the script {@code dev/faults} starts; {@link
 * io.twinspan.bench.faults.Programme} goes through the list, and {@link io.twinspan.bench.faults.Act} is one fault from the first record to
 * the last comparison. Packages below have the faults, what they happen to, how it is watched, and the report.
 *
 * <p>Threading: all runs on the calling thread; loads, consumers and the watch have their own.
 */
@NullMarked
package io.twinspan.bench.faults;

import org.jspecify.annotations.NullMarked;
