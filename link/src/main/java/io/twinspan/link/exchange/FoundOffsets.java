package io.twinspan.link.exchange;

import java.util.List;

/** The answer to a {@link FindOffsets}. Immutable. */
public record FoundOffsets(List<Partition> partitions) {

    /** One partition's offset, or the reason why there is none. */
    public record Partition(String topic, int partition, BrokerError error, long offset) {}
}
