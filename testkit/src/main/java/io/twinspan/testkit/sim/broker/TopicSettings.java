package io.twinspan.testkit.sim.broker;

/**
 * The settings of a simulated topic that a link can feel. Immutable.
 *
 * @param logAppendTime whether the broker stamps records with its own time
 * @param oldestMs how far a record's time may lie before the broker's ({@code message.timestamp.before.max.ms})
 */
public record TopicSettings(
        int partitions, int replicas, int minInSync, int maxMessageBytes, boolean logAppendTime, long oldestMs) {

    /** Kafka's defaults. */
    public static TopicSettings of(int partitions, int replicas) {
        return new TopicSettings(partitions, replicas, 1, 1_048_588, false, Long.MAX_VALUE);
    }

    public TopicSettings withMinInSync(int count) {
        return new TopicSettings(partitions, replicas, count, maxMessageBytes, logAppendTime, oldestMs);
    }

    public TopicSettings withMaxMessageBytes(int bytes) {
        return new TopicSettings(partitions, replicas, minInSync, bytes, logAppendTime, oldestMs);
    }

    public TopicSettings withLogAppendTime() {
        return new TopicSettings(partitions, replicas, minInSync, maxMessageBytes, true, oldestMs);
    }

    public TopicSettings withOldestMs(long ms) {
        return new TopicSettings(partitions, replicas, minInSync, maxMessageBytes, logAppendTime, ms);
    }
}
