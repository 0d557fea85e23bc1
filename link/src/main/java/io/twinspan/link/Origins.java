package io.twinspan.link;

import io.twinspan.model.position.ProducerIds;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;

/**
 * Which batches a link carries, by the cluster where their records were first produced, as the producer id of a batch tells.
 * Immutable.
 *
 * <p>What carries no id of ours counts as produced in the cluster where it is read.
 */
public enum Origins {
    /** Only what was produced in the source itself where source and target topic have the same name; else everything. */
    AUTO,
    /** Only what was produced in the source itself. */
    LOCAL,
    /** Everything but what was produced in the target. */
    ALL;

    /** The rule for one lane, which is {@link #AUTO} only where names decide. */
    public Origins forTopics(String topic, String targetTopic) {
        return this == AUTO && topic.equals(targetTopic) ? LOCAL : this;
    }

    /**
     * Which producers' records a lane with this rule carries between two clusters of these origins; who has no id of ours counts as one of the
     * source.
     */
    public LongPredicate carriedProducers(int source, int target) {
        IntPredicate carried = carried(source, target);
        return producerId -> carried.test(ProducerIds.isOurs(producerId) ? ProducerIds.origin(producerId) : source);
    }

    /** Which origins a lane with this rule carries between two clusters of these origins. */
    public IntPredicate carried(int source, int target) {
        return switch (this) {
            case AUTO -> origin -> true;
            case LOCAL -> origin -> origin == source;
            case ALL -> origin -> origin != target;
        };
    }
}
