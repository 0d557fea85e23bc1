/**
 * Drills: whether a failover would work today, found out without changing anything but the journal, which gets the report.
 *
 * <p>Read {@link io.twinspan.control.drill.Drill} first, which goes through it in order, then {@link io.twinspan.control.drill.Stretch}:
 * what a group would read next on both sides. Values are immutable; what asks clusters is confined to the drill's thread.
 */
@NullMarked
package io.twinspan.control.drill;

import org.jspecify.annotations.NullMarked;
