package io.twinspan.app.demo;

import java.util.Map;

/** A topic of the demo: what is in it and how its producer compresses. Immutable. */
enum DemoTopic {
    /** Orders of customers. */
    ORDERS("orders", 4, "lz4", 1_000, false),
    /** What happens in a shop: the busiest topic. */
    EVENTS("events", 6, "zstd", 2_000, false),
    /** Users by id, compacted, with deletions. */
    USERS("users", 2, "none", 200, true),
    /** Payments in transactions, some of which are aborted. */
    PAYMENTS("payments", 2, "gzip", 400, false);

    private final String topic;
    private final int partitions;
    private final String codec;
    private final int rate;
    private final boolean compacted;

    DemoTopic(String topic, int partitions, String codec, int rate, boolean compacted) {
        this.topic = topic;
        this.partitions = partitions;
        this.codec = codec;
        this.rate = rate;
        this.compacted = compacted;
    }

    String topic() {
        return topic;
    }

    /** Its name in dc2. */
    String replica() {
        return "dc1." + topic;
    }

    int partitions() {
        return partitions;
    }

    String codec() {
        return codec;
    }

    /** Records a second. */
    int rate() {
        return rate;
    }

    boolean isTransactional() {
        return this == PAYMENTS;
    }

    Map<String, String> configs() {
        return compacted ? Map.of("cleanup.policy", "compact") : Map.of();
    }

    /** In a few words. */
    String description() {
        return partitions + " partitions, " + (codec.equals("none") ? "uncompressed" : codec)
                + (isTransactional() ? ", in transactions" : "")
                + (compacted ? ", compacted" : "");
    }
}
