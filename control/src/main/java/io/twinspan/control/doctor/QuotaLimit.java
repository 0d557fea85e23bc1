package io.twinspan.control.doctor;

/**
 * A quota that applies to the link's clients on one side. Immutable.
 *
 * @param cluster the alias of the cluster
 * @param key {@code producer_byte_rate} or {@code consumer_byte_rate}
 * @param entity whom it is for, in the words of {@code kafka-configs.sh}
 * @param bytesPerSecond how much each broker lets through, of all clients of the entity together
 * @param isOfEachTask whether each task has its own
 */
public record QuotaLimit(String cluster, String key, String entity, double bytesPerSecond, boolean isOfEachTask) {}
