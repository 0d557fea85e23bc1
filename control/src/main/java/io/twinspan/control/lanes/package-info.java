/**
 * What an operator decides about single partitions: which ones have stopped and why, and the orders that continue them.
 *
 * <p>Read {@link io.twinspan.control.lanes.LaneReport} (what there is to decide) and
 * {@link io.twinspan.control.lanes.LaneDesk} (how it is decided) first. A decision is a record of the positions topic; an order in the
 * control topic has a running link read it. Types are immutable or say how they share.
 */
@NullMarked
package io.twinspan.control.lanes;

import org.jspecify.annotations.NullMarked;
