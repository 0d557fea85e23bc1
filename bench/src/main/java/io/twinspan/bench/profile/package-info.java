/**
 * Where a measured program spends its time: {@link io.twinspan.bench.profile.HotFrames} sums up the samples of a flight recording.
 *
 * <p>Recording costs a few per cent, so figures taken with it are not for comparison.
 */
@NullMarked
package io.twinspan.bench.profile;

import org.jspecify.annotations.NullMarked;
