package io.twinspan.connect.sync;

/** One thing to change about the target's topics. Immutable. */
public sealed interface TopicChange {

    /** The target topic. */
    String topic();

    /** Create a topic that is not there. */
    record Create(TopicReconciler.Desired desired) implements TopicChange {
        @Override
        public String topic() {
            return desired.topic();
        }
    }

    /** Add partitions to a topic that has fewer than the source's. */
    record Grow(String topic, int from, int to) implements TopicChange {}
}
