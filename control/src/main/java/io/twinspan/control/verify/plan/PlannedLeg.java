package io.twinspan.control.verify.plan;

import io.twinspan.control.verify.compare.Leg;
import io.twinspan.model.position.LaneId;

/** One generation's part of a partition, to be compared. Immutable, as far as the leg is. */
public record PlannedLeg(LaneId lane, Leg leg) {}
