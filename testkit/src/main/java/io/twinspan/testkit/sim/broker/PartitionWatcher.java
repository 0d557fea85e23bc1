package io.twinspan.testkit.sim.broker;

/** Learns what becomes true of a partition, as an all-knowing observer of its brokers would. Confined to the world's thread. */
public interface PartitionWatcher {

    /** The batch lies below the high watermark now; in offset order, each batch once unless it was lost in between. */
    default void committed(StoredBatch batch) {}

    /** A fault destroyed what was committed from this offset on. */
    default void lost(long fromOffset) {}

    /** Retention or the cleaner removed this committed record. */
    default void removed(long offset) {}

    /**
     * A broker told a client that its batch is in the log.
     *
     * @param sent what the client sent, with the offsets that it was answered
     * @param stored what the log holds there; another object if the broker took the batch for a repeat
     */
    default void acknowledged(StoredBatch sent, StoredBatch stored) {}
}
