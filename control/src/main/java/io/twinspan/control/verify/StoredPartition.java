package io.twinspan.control.verify;

import io.twinspan.control.verify.compare.Comparison.Place;
import io.twinspan.control.verify.compare.Leg;
import io.twinspan.control.verify.result.NotCompared;
import io.twinspan.control.verify.result.PartitionResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the verification of one partition is, as the journal has it. Immutable; the shape of the JSON.
 *
 * @param topicId of the source topic
 * @param legs the ranges that are compared, the oldest generation first
 * @param leg the one that is being compared; as many as there are, if all are
 * @param place where to go on in it; null to begin it anew
 * @param gathered what was shown before the place
 * @param notCompared what is not compared
 * @param result what came out, null while it is not done
 */
record StoredPartition(
        String topic,
        int partition,
        String topicId,
        List<StoredLeg> legs,
        int leg,
        @Nullable Place place,
        Gathered gathered,
        List<NotCompared> notCompared,
        @Nullable PartitionResult result) {

    /** A generation's ranges. Immutable. */
    record StoredLeg(int generation, Leg.Range source, Leg.Range target) {}

    StoredPartition {
        legs = List.copyOf(legs);
        notCompared = List.copyOf(notCompared);
    }
}
