package io.twinspan.testkit.sim;

/** What is wrong with a {@link NaiveCopier}. */
enum Flaw {
    NONE,
    /** Believes its last stored tip instead of reading what the target has. */
    NO_TAIL_READ,
    /** Sends a batch whose outcome is unknown again under the next sequence number. */
    NEW_SEQUENCE_ON_RETRY,
    /** Takes OUT_OF_ORDER_SEQUENCE_NUMBER for "it is there already". */
    IGNORES_OUT_OF_ORDER,
    /** Has two batches in flight although the leader does not know the producer yet. */
    PIPELINES_AT_ONCE
}
