/**
 * How far both sides are while something goes wrong, and how long it takes until all is as before.
 *
 * <p>{@link io.twinspan.bench.faults.watch.Tally} is a consumer that counts committed records; {@link
 * io.twinspan.bench.faults.watch.Watch} looks at one on each side ten times a second; {@link
 * io.twinspan.bench.faults.watch.Recovery} says from these samples when copying went on, and when it was as fast as before. What is
 * measured is what consumers see, so that it means the same for every program.
 *
 * <p>Threading: a tally and a watch have a thread each; samples and recoveries are immutable.
 */
@NullMarked
package io.twinspan.bench.faults.watch;

import org.jspecify.annotations.NullMarked;
