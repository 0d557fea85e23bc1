package io.twinspan.testkit.record;

/**
 * A compression codec of Kafka's, by the name that {@code compression.type} knows it by.
 *
 * <p>Immutable.
 */
public enum Codec {
    NONE("none"),
    GZIP("gzip"),
    SNAPPY("snappy"),
    LZ4("lz4"),
    ZSTD("zstd");

    private final String kafkaName;

    Codec(String kafkaName) {
        this.kafkaName = kafkaName;
    }

    /** The value of {@code compression.type}. */
    public String kafkaName() {
        return kafkaName;
    }
}
