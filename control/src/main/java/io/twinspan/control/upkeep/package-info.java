/**
 * What a link has done for it again and again while it runs: drills of a failover, and continuous verification; each by one process at a time.
 *
 * <p>Read {@link io.twinspan.control.upkeep.DrillDuty} and {@link io.twinspan.control.upkeep.VerifyDuty} first, then
 * {@link io.twinspan.control.upkeep.ClaimBook}: who does it. Each duty is confined to a thread of its own.
 */
@NullMarked
package io.twinspan.control.upkeep;

import org.jspecify.annotations.NullMarked;
